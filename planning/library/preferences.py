"""What planning begins with: a surgeon's own choices before the site's, before the families' own.

They only choose beginnings. Nothing that is planned already changes with them, and every value
can be changed on the film.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from planning.accounts.models import Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.library import selectors
from planning.library.preference_models import PlanningPreference
from planning.refused import Refused

FAMILIES = {"cup_family": "cup", "stem_family": "stem", "head_family": "head"}
# Limits in which an entered angle is no slip of the hand; 40 is where most begin.
ANGLES_DEG = {"inclination_deg": (20.0, 60.0), "version_deg": (-10.0, 45.0)}
USUAL_INCLINATION_DEG = 40.0
OPTIONS = {"head_mm": "head", "liner": "liner"}

Values = dict[str, Any]


class PreferenceRefused(Refused):
    """A preference that cannot be kept."""


def held_by(site: Site, user: User | None) -> Values:
    """Return what one person has chosen at a site, or with None what the site has."""
    row = PlanningPreference.objects.filter(site=site, user=user).first()
    return dict(row.values) if row else {}


def effective(site_id: Any, user: User) -> Values:
    """Return what planning begins with for a person at a site.

    Returns
    -------
    dict
        Of the keys of :data:`FAMILIES`, :data:`OPTIONS` and :data:`ANGLES_DEG` those that somebody
        has chosen; ``inclination_deg`` always.
    """
    rows = PlanningPreference.objects.filter(Q(user=None) | Q(user=user), site=site_id)
    found: Values = {"inclination_deg": USUAL_INCLINATION_DEG}
    for row in sorted(rows, key=lambda one: one.user_id is not None):
        found |= row.values
    return found


@transaction.atomic
def prefer(*, actor: User, site: Site, values: Mapping[str, Any], for_site: bool = False) -> Values:
    """Keep what planning begins with, for oneself or for a site.

    Parameters
    ----------
    actor : User
        May plan at the site, or with ``for_site`` manage it; the caller has asked.
    site : Site
    values : mapping
        Keys of :data:`FAMILIES` (a family's key), :data:`OPTIONS` (one of its values) and
        :data:`ANGLES_DEG`; None or an empty text takes a choice back.
    for_site : bool
        Whether they are the site's.

    Raises
    ------
    PreferenceRefused
        ``unknown_preference``, ``unknown_family``, ``unknown_option`` or ``angle_out_of_range``.
    """
    chosen = {key: value for key, value in values.items() if value not in (None, "")}
    _check(actor, chosen)
    owner = None if for_site else actor
    row = PlanningPreference.objects.select_for_update().filter(site=site, user=owner).first()
    before = dict(row.values) if row else {}
    if row is None:
        PlanningPreference.objects.create(site=site, user=owner, values=chosen)
    else:
        row.values = chosen
        row.save(update_fields=["values"])
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="preferences",
        object_id=site.pk,
        site=site,
        detail={"of_site": for_site, "before": before, "after": chosen},
    )
    return chosen


def offered(user: User) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen: value and name, for the keys of the two tables above.

    Families that are withdrawn or recalled are not among them.
    """
    current = [one for one in selectors.listing(user) if one["status"] == "current"]
    choices = {
        name: [(one["key"], one["name"]) for one in current if one["kind"] == kind]
        for name, kind in FAMILIES.items()
    }
    for name, option in OPTIONS.items():
        values = {
            value: label
            for one in current
            for value, label in zip(
                one["options"].get(option, ()), _names(one, option), strict=True
            )
        }
        choices[name] = list(values.items())
    return choices


def _names(one: Mapping[str, Any], option: str) -> list[str]:
    labels = one["labels"].get(option, {"values": {}})["values"]
    return [str(labels.get(value, value)) for value in one["options"].get(option, ())]


def _check(actor: User, chosen: Mapping[str, Any]) -> None:
    choices = offered(actor)
    for key, value in chosen.items():
        if key in ANGLES_DEG:
            low, high = ANGLES_DEG[key]
            if not low <= float(value) <= high:
                raise PreferenceRefused("angle_out_of_range", low=f"{low:g}", high=f"{high:g}")
        elif key not in choices:
            raise PreferenceRefused("unknown_preference", key=key)
        elif value not in dict(choices[key]):
            code = "unknown_family" if key in FAMILIES else "unknown_option"
            raise PreferenceRefused(code, family=value, version="any", option=value)
