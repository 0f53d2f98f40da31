"""What is left before a plan can be signed, each with the place where it is put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planning.geometry.reasons import Reason
from planning.notes.models import Note
from planning.notes.selectors import open_must_read
from planning.plans.document import open_document
from planning.plans.films import ViewFilm, view_films
from planning.plans.models import Plan, Side
from planning.plans.readiness_films import film_gaps
from planning.plans.readiness_hips import (
    reduction_gaps,
    reduction_warnings,
    unreduced_femora,
    variant_warnings,
)
from planning.plans.readiness_implants import implant_gaps
from planning.plans.reading import Reading
from planning.plans.results import plan_readings
from planning.studies.models import Quarantined, Study


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is left.

    Attributes
    ----------
    code : str
        A key of ``planning.words.SENTENCES``.
    target : dict
        ``kind`` (``note``, ``view``, ``landmark``, ``measurement``, ``implant``, ``case``),
        ``id``, and ``view_id`` where there is one.
    params : dict
    """

    code: str
    target: dict[str, str | None]
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a plan can be signed.

    Attributes
    ----------
    blockers : list of Gap
        Most serious first; empty where it can.
    warnings : list of Gap
        To be known, but no hindrance.
    films : list of ViewFilm
    results : list of Reading
        Computed along the way; what is signed.
    document : dict
        Of the plan, in the current version of its schema.
    """

    blockers: list[Gap]
    warnings: list[Gap]
    films: list[ViewFilm]
    results: list[Reading]
    document: dict[str, Any]

    @property
    def ready(self) -> bool:
        """True where nothing is left that must be done."""
        return not self.blockers


def readiness(plan: Plan) -> Readiness:
    """Look at everything that signing depends on.

    Parameters
    ----------
    plan : Plan
        A document of a newer schema is itself what is missing.
    """
    opened = open_document(plan.document)
    refused = opened if isinstance(opened, Reason) else opened.read_only
    if refused is not None:
        gap = Gap(str(refused.code), _case(), dict(refused.params))
        return Readiness([gap], [], [], [], {})
    document = opened.document
    films = view_films(plan, document)
    results = plan_readings(document, films)
    unreduced = unreduced_femora(document, films)
    blockers = [
        *_notes(plan, films),
        *_case_gaps(plan),
        *_gaps(film_gaps(plan, document, films)),
        *_gaps(implant_gaps(plan, document, films)),
        *_gaps(reduction_gaps(unreduced)),
        *_landmarks(document),
    ]
    warnings = [
        *_in_question(films),
        *_gaps(variant_warnings(document)),
        *_gaps(reduction_warnings(unreduced)),
        *_without_value(results),
    ]
    return Readiness(blockers, warnings, films, results, document)


def _case() -> dict[str, str | None]:
    return {"kind": "case", "id": None}


def _notes(plan: Plan, films: Sequence[ViewFilm]) -> Iterator[Gap]:
    studies: dict[Any, Study] = {plan.study_id: plan.study}
    studies |= {one.film.series.study_id: one.film.series.study for one in films if one.film}
    for study in studies.values():
        for note in open_must_read(study):
            yield _note_gap(note)


def _note_gap(note: Note) -> Gap:
    first_line = note.text.splitlines()[0]
    target = {"kind": "note", "id": str(note.pk)}
    return Gap("must_read_open", target, {"author": str(note.author), "line": first_line[:120]})


def _case_gaps(plan: Plan) -> Iterator[Gap]:
    if plan.side not in Side.values:
        yield Gap("side_unknown", _case())
    if not plan.operation:
        yield Gap("operation_missing", _case())


def _gaps(found: Iterator[tuple[str, dict, dict]]) -> Iterator[Gap]:
    for code, target, params in found:
        yield Gap(code, target, params)


def _landmarks(document: Mapping[str, Any]) -> Iterator[Gap]:
    """Points that only the software has seen, as far as a measurement rests on them."""
    used = {
        each
        for item in document["measurements"]
        for ids in item["landmarks"].values()
        for each in ids
    }
    view_of = {body["id"]: body["view_id"] for body in document["bodies"]}
    for item in document["landmarks"]:
        if item["id"] in used and item["placed"] == "automatic":
            view_id = view_of[item["body_id"]]
            target = {"kind": "landmark", "id": item["id"], "view_id": view_id}
            yield Gap("landmark_unconfirmed", target, {"landmark": item["key"]})


def _without_value(results: Sequence[Reading]) -> Iterator[Gap]:
    for result in results:
        if isinstance(result.planned, Reason):
            target = {"kind": "measurement", "id": result.id, "view_id": result.view_id}
            code, params = str(result.planned.code), dict(result.planned.params)
            reason = {"reason": code, "reason_params": params}
            yield Gap("result_without_value", target, {"measurement": result.name, **reason})


def _in_question(films: Sequence[ViewFilm]) -> Iterator[Gap]:
    """Films that came again with other pixels or another name, which nobody has decided on."""
    by_film = {one.film.pk: one.view["id"] for one in films if one.film}
    conflicts = Quarantined.objects.filter(conflicts_with__in=by_film, decision=None)
    for film_id in conflicts.values_list("conflicts_with", flat=True).distinct():
        target = {"kind": "view", "id": by_film[film_id], "view_id": by_film[film_id]}
        yield Gap("film_in_question", target)
