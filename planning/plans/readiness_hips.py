"""Whether planned lengths are those of the hip put together, and of the plan that was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.plans import catalogue
from planning.plans.bodies import Posed, posed_bodies
from planning.plans.films import ViewFilm
from planning.plans.fragments import fragment_of
from planning.plans.implant_sets import implant_sets
from planning.plans.joining import variant_named
from planning.plans.procedure import procedure_of
from planning.plans.readiness_films import WORDS, Found, shows_both_sides
from planning.plans.readiness_implants import implant_side
from planning.plans.variants import working_variant

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unreduced:
    """A femur that does not follow a stem into a cup although its hip was planned.

    Attributes
    ----------
    one : ViewFilm
    stem_id : str or None
        None where the femur was reduced, and its stem or cup has been taken away since.
    side : str or None
        Of the patient; None where nobody has said which side the film shows.
    is_guided : bool
        Whether the guide plans this side on this film, so that reducing is one of its steps.
    """

    one: ViewFilm
    stem_id: str | None
    side: str | None
    is_guided: bool


def unreduced_femora(document: Json, films: Sequence[ViewFilm]) -> list[Unreduced]:
    """Find the femora that stand as filmed although their hip is planned.

    Parameters
    ----------
    document : mapping
        A valid plan document; the way of operating that is signed is looked at.
    films : sequence of ViewFilm
        Lateral films are left out: no length of a leg is read from them.
    """
    if not document["implants"]:
        return []
    variant_id, families = working_variant(document), catalogue.families_of(document)
    found = []
    for one in films:
        if shows_both_sides(one):
            posed = posed_bodies(
                document,
                view_id=one.view["id"],
                variant_id=variant_id,
                families=families,
                scale=one.scale,
            )
            found += _of_view(document, one, posed)
    return found


def reduction_gaps(unreduced: Sequence[Unreduced]) -> Iterator[Found]:
    """Yield a blocker for each femur that the guide has not reduced yet."""
    for each in unreduced:
        if each.is_guided:
            code = "femur_not_reduced" if each.stem_id else "reduced_without_implants"
            yield code, _target(each), _side_of(each)


def reduction_warnings(unreduced: Sequence[Unreduced]) -> Iterator[Found]:
    """Yield a warning for each femur that was planned without the guide."""
    for each in unreduced:
        if not each.is_guided:
            yield "lengths_as_filmed", _target(each), _side_of(each)


def variant_warnings(document: Json) -> Iterator[Found]:
    """Yield a warning where several plans lie side by side and nobody has chosen one."""
    procedure = procedure_of(document)
    if len(document["variants"]) > 1 and not (procedure and procedure["variant_id"]):
        name = document["variants"][0]["name"]
        yield "variant_not_chosen", {"kind": "case", "id": None}, {"variant": name}


def _of_view(document: Json, one: ViewFilm, posed: Posed) -> Iterator[Unreduced]:
    seen: set[str | None] = set()
    for each in implant_sets(posed.implants):
        if each.cup and each.stem and each.stem.bone_id not in posed.fixed_mm:
            side = implant_side(each.stem, one) or _shown(one.side)
            guided = _is_guided(document, one, side, is_cut=each.stem.bone_id is not None)
            yield Unreduced(one, each.stem.implant["id"], side, guided)
            seen.add(side)
    variant = variant_named(document, working_variant(document)) or {}
    for body in document["bodies"]:
        is_lost = body["id"] in variant.get("reduced", ()) and body["id"] not in posed.fixed_mm
        side = body.get("side")
        if is_lost and body["view_id"] == one.view["id"] and side not in seen:
            yield Unreduced(one, None, side, _is_guided(document, one, side, is_cut=True))


def _is_guided(document: Json, one: ViewFilm, side: str | None, *, is_cut: bool) -> bool:
    procedure = procedure_of(document)
    if procedure is None or procedure["view_id"] not in (None, one.view["id"]):
        return False
    if side is not None and side not in procedure["sides"]:
        return False
    # In a revision the cut is optional, and without one there is no femur to reduce.
    free = side is not None and fragment_of(document, one.view["id"], side) is not None
    return is_cut or free or procedure["mode"] != "revision"


def _shown(side: str) -> str | None:
    return side if side in WORDS else None


def _side_of(each: Unreduced) -> dict[str, str]:
    return {"side": WORDS.get(each.side or "", "operated")}


def _target(each: Unreduced) -> dict[str, str | None]:
    view_id = each.one.view["id"]
    if each.stem_id is None:
        return {"kind": "view", "id": view_id, "view_id": view_id}
    return {"kind": "implant", "id": each.stem_id, "view_id": view_id}
