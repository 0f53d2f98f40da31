"""What is wrong with the films of a plan: scale, side, hanging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planning.plans.films import ViewFilm
from planning.plans.models import Plan, Side
from planning.studies.mapping import FILM_MODALITIES, first

Found = tuple[str, dict[str, str | None], dict[str, Any]]
OTHER = {Side.RIGHT.value: Side.LEFT.value, Side.LEFT.value: Side.RIGHT.value}
WORDS = {Side.RIGHT.value: "RIGHT", Side.LEFT.value: "LEFT"}


def film_gaps(
    plan: Plan, document: Mapping[str, Any], films: Sequence[ViewFilm]
) -> Iterator[Found]:
    """Yield code, target and params of each blocker that lies in a film.

    Parameters
    ----------
    plan : Plan
    document : mapping
    films : sequence of ViewFilm
        Of all views.
    """
    if not films:
        yield "no_view", {"kind": "view", "id": None}, {}
        return
    yield from _side_conflicts(plan, document, films)
    for one in films:
        yield from ((code, _target(one), params) for code, params in _of_film(one))


def _target(one: ViewFilm) -> dict[str, str | None]:
    return {"kind": "view", "id": one.view["id"], "view_id": one.view["id"]}


def _of_film(one: ViewFilm) -> Iterator[tuple[str, dict[str, Any]]]:
    if one.film is None:
        yield "film_gone", {}
        return
    if one.view["pixel_sha256"] != one.film.pixel_sha256:
        yield "film_differs", {}
    newest = one.newest
    holds = newest is not None and newest.pixel_sha256 == one.film.pixel_sha256
    if newest is not None and holds and newest != one.calibration:
        yield "newer_calibration", {"author": str(newest.created_by)}
        return
    if not one.scale.calibrated:
        yield "view_not_calibrated", {}
    elif not one.accepted:
        yield "view_scale_unconfirmed", {"label": one.scale.label}
    if one.patient_right_on is None and shows_both_sides(one):
        yield "view_hanging_unknown", {}


def shows_both_sides(one: ViewFilm) -> bool:
    """Say whether left and right are two ends of this picture, so that they can be mixed up.

    Not on a lateral film, whose rows run from front to back (Patient Orientation,
    PS3.3 C.7.6.1.1.1), nor on slices, which say where they lie themselves.
    """
    if one.film is None or one.film.series.modality not in FILM_MODALITIES:
        return False
    return first(one.film.header, "PatientOrientation").upper()[:1] not in ("A", "P")


def _side_conflicts(
    plan: Plan, document: Mapping[str, Any], films: Sequence[ViewFilm]
) -> Iterator[Found]:
    """Implants on a film of the other side, or no film but of the other side.

    A film of the other side beside one of this side is there to compare with.
    """
    other = OTHER.get(plan.side)
    if other is None:
        return
    worked_on = {body["view_id"] for body in document["bodies"] if body["kind"] == "implant"}
    wrong = [one for one in films if one.side == other]
    all_wrong = len(wrong) == len(films)
    for one in wrong:
        if all_wrong or one.view["id"] in worked_on:
            params = {"film_side": WORDS[other], "plan_side": WORDS[plan.side]}
            yield "side_conflict", _target(one), params
