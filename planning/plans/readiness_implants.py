"""What is wrong with the implants of a plan: off the film, withdrawn, of the other side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planning.geometry.reasons import Reason
from planning.plans import catalogue
from planning.plans.films import ViewFilm
from planning.plans.implant_sets import implant_sets, placed_implants, set_problems, side_of
from planning.plans.implants import Placed
from planning.plans.models import Plan
from planning.plans.readiness_films import OTHER, WORDS, Found
from planning.plans.variants import working_variant

Placement = Placed | Reason
# These say that the film has no scale to draw by, which is said of the film itself.
_OF_THE_SCALE = frozenset(
    {"no_scale", "scale_not_of_patient", "scale_to_confirm", "scale_to_acknowledge"}
)


def placements(
    document: Mapping[str, Any], one: ViewFilm, site_id: object = None
) -> dict[str, Placement]:
    """Place the implants of a view as the working variant plans them.

    With the plan's site, a family's status is what that site says of it.
    """
    return placed_implants(
        document,
        view_id=one.view["id"],
        variant_id=working_variant(document),
        families=catalogue.families_of(document, site_id),
        scale=one.scale,
    )


def implant_side(placed: Placed, one: ViewFilm) -> str | None:
    """Return the side of the patient that an implant is drawn for; None where unknown."""
    if one.patient_right_on is None:
        return None
    return side_of(placed.mirrored, one.patient_right_on)


def implant_gaps(
    plan: Plan, document: Mapping[str, Any], films: Sequence[ViewFilm]
) -> Iterator[Found]:
    """Yield code, target and params of each blocker that lies in an implant."""
    for one in films:
        found = placements(document, one, plan.site_id)
        for implant_id, placed in found.items():
            target = {"kind": "implant", "id": implant_id, "view_id": one.view["id"]}
            yield from ((code, target, params) for code, params in _of_one(plan, one, placed))
        yield from _of_sets(found, one)


def _of_one(plan: Plan, one: ViewFilm, placed: Placement) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(placed, Reason):
        if str(placed.code) not in _OF_THE_SCALE:
            yield str(placed.code), dict(placed.params)
        return
    name = placed.family["name"]
    if placed.family["status"] != "current":
        yield "implant_withdrawn", {"implant": name}
    if not _on_film(placed, one):
        yield "implant_not_placed", {"implant": name}
    side = implant_side(placed, one)
    # A head is the same on both sides.
    if placed.kind != "head" and side is not None and side == OTHER.get(plan.side):
        params = {"implant": name, "side": WORDS[side], "plan_side": WORDS[plan.side]}
        yield "implant_side_conflict", params


def _of_sets(found: Mapping[str, Placement], one: ViewFilm) -> Iterator[Found]:
    for each in implant_sets(found):
        for problem in set_problems(each):
            if problem.code == "family_not_current":
                continue
            head = each.head.implant["id"] if each.head else None
            target = {"kind": "implant", "id": head, "view_id": one.view["id"]}
            yield str(problem.code), target, dict(problem.params)


def _on_film(placed: Placed, one: ViewFilm) -> bool:
    columns, rows = (one.film.columns, one.film.rows) if one.film else (None, None)
    x, y = placed.matrix.e, placed.matrix.f
    return columns is None or rows is None or (0 <= x <= columns and 0 <= y <= rows)
