"""What plans may name: measurement definitions and implant families.

The only place where plans ask for either, so that a plan reads the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planning.geometry.reasons import Reason
from planning.library import selectors as library
from planning.measuring.definition import Definition
from planning.measuring.definition_files import catalogue
from planning.measuring.entered import entered_problem
from planning.plans.implants import size_of, variant_of


def definitions() -> Mapping[str, Definition]:
    """Return every definition by key."""
    return catalogue().by_key


def families_of(document: Mapping[str, Any], site_id: Any = None) -> list[dict[str, Any]]:
    """Return the geometry of the families that a plan's implants name, as far as known.

    Those that only a way of operating has of its own are among them. With the plan's site,
    ``status`` is what the site says by now; without, what the family's file says.
    """
    own = [
        one
        for variant in document.get("variants", [])
        for one in variant.get("implants", {}).values()
    ]
    items = [*document["implants"], *own]
    named = {(item["family"], item["family_version"]): item for item in items}
    found = (family_of(item) for item in named.values())
    known = [family for family in found if family is not None]
    return known if site_id is None else [library.at_site(one, site_id) for one in known]


def choice_problem(implant: Mapping[str, Any], site_id: Any) -> Reason | None:
    """Say why an implant item may not be chosen anew at a site; None where it may."""
    problem = implant_problem(implant)
    if problem is not None:
        return problem
    key, version = implant["family"], implant["family_version"]
    if library.standing_at(site_id, key, version) is None:
        return Reason("unknown_family", {"family": key, "version": version})
    family = family_of(implant)
    status = "current" if family is None else library.at_site(family, site_id)["status"]
    if family is None or status == "current":
        return None
    return Reason("family_not_current", {"family": family["name"], "status": status})


def family_of(implant: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the geometry of an implant item's family, or None where there is none."""
    try:
        return library.geometry(implant["family"], implant["family_version"])
    except library.UnknownFamily:
        return None


def definition_problem(measurement: Mapping[str, Any]) -> Reason | None:
    """Say why a measurement item may not be as it is; None where it may."""
    definition = definitions().get(measurement["definition"])
    if definition is None:
        return Reason("unknown_definition", {"definition": measurement["definition"]})
    known = {role.name for role in definition.roles}
    for role in measurement["landmarks"]:
        if role not in known:
            return Reason("unknown_role", {"definition": definition.key, "role": role})
    problems = (
        entered_problem(definition, name, value)
        for name, value in measurement.get("params", {}).items()
    )
    return next((problem for problem in problems if problem is not None), None)


def implant_problem(implant: Mapping[str, Any]) -> Reason | None:
    """Say what an implant item names that the library does not have; None where it has all."""
    family = family_of(implant)
    if family is None:
        params = {"family": implant["family"], "version": implant["family_version"]}
        return Reason("unknown_family", params)
    size = size_of(family, implant["size"])
    if isinstance(size, Reason):
        return size
    variant = variant_of(family, size, implant["options"])
    return variant if isinstance(variant, Reason) else None
