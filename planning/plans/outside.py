"""Whether what a plan's items name outside the document is there and theirs to use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from planning.accounts import policy
from planning.accounts.models import User
from planning.calibration.models import Calibration
from planning.geometry.reasons import Reason
from planning.plans import catalogue
from planning.plans.changes import Change
from planning.plans.models import Plan
from planning.studies.models import Instance

Item = Mapping[str, Any]


def problems_outside(
    *, actor: User, plan: Plan, document: Mapping[str, Any], changes: Iterable[Change]
) -> list[Reason]:
    """Check the items that a change set puts in against films, scales, library, definitions.

    Items that stay as they were are not looked at again: a family that was withdrawn since
    must not keep anybody from saving.

    Parameters
    ----------
    actor : User
        Who saves; films must be theirs to see.
    plan : Plan
    document : mapping
        The valid document that the changes led to.
    changes : iterable of Change

    Returns
    -------
    list of Reason
        ``unknown_film``, ``no_such_frame``, ``other_pixels_in_view``, ``film_not_ready``,
        ``unknown_calibration``, or what the catalogue finds, each with collection and id.
    """
    put = {(one.collection, one.id) for one in changes if one.op == "upsert"}

    def items(collection: str) -> list[Item]:
        return [item for item in document[collection] if (collection, item["id"]) in put]

    used = _families_used(plan.document)

    def problem_of_implant(implant: Item) -> Reason | None:
        # What the plan has used before may be sized and moved, recalled or not.
        if _family_named(implant) in used:
            return catalogue.implant_problem(implant)
        return catalogue.choice_problem(implant, plan.site_id)

    def problem_of_choices(variant: Item) -> Reason | None:
        problems = map(problem_of_implant, variant.get("implants", {}).values())
        return next((problem for problem in problems if problem is not None), None)

    return [
        *_problems_of_views(actor, plan, items("views")),
        *_named("measurements", items("measurements"), catalogue.definition_problem),
        *_named("implants", items("implants"), problem_of_implant),
        *_named("variants", items("variants"), problem_of_choices),
    ]


def _family_named(implant: Item) -> tuple[str, int]:
    return implant["family"], implant["family_version"]


def _families_used(document: Mapping[str, Any]) -> set[tuple[str, int]]:
    variants = document.get("variants", [])
    own = (one for each in variants for one in each.get("implants", {}).values())
    return {_family_named(one) for one in (*document.get("implants", []), *own)}


def _named(collection: str, items: list[Item], problem_of) -> Iterator[Reason]:
    for item in items:
        problem = problem_of(item)
        if problem is not None:
            yield _at(collection, item, str(problem.code), **problem.params)


def _problems_of_views(actor: User, plan: Plan, views: list[Item]) -> Iterator[Reason]:
    if not views:
        return
    films = {
        film.sop_instance_uid: film
        for film in policy.visible_to(actor, Instance).filter(
            site=plan.site_id,
            series__study__patient=plan.patient_id,
            has_pixels=True,
            sop_instance_uid__in={view["sop_instance_uid"] for view in views},
        )
    }
    wanted = {UUID(view["calibration_id"]) for view in views if view["calibration_id"]}
    rows = Calibration.objects.filter(pk__in=wanted, instance__in=films.values())
    calibrations = {str(row.pk): row for row in rows}
    for view in views:
        yield from _problems_of_view(view, films.get(view["sop_instance_uid"]), calibrations)


def _problems_of_view(
    view: Item, film: Instance | None, calibrations: Mapping[str, Calibration]
) -> Iterator[Reason]:
    if film is None:
        yield _at("views", view, "unknown_film")
        return
    if view["frame"] > film.frames:
        yield _at("views", view, "no_such_frame", frames=film.frames)
    if not film.pixel_sha256:
        yield _at("views", view, "film_not_ready")
    elif view["pixel_sha256"] != film.pixel_sha256:
        yield _at("views", view, "other_pixels_in_view")
    if view["calibration_id"] is None:
        return
    calibration = calibrations.get(view["calibration_id"])
    ours = calibration is not None and calibration.instance_id == film.pk
    if not ours or calibration.pixel_sha256 != film.pixel_sha256:
        yield _at("views", view, "unknown_calibration")


def _at(collection: str, item: Item, code: str, **params: str | float) -> Reason:
    return Reason(code, {"collection": collection, "id": item["id"], **params})
