"""Whether a version may be chosen for a new plan, and why not.

A site's latest notice counts; without one, what its maker's file says; and of versions that
both allow only the newest is offered. Whoever works at several sites gets the strictest answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planning.library.models import ImplantNotice

SUPERSEDED = "superseded"
_STRICTNESS = {"current": 0, SUPERSEDED: 1, "withdrawn": 2, "recalled": 3}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands.

    Attributes
    ----------
    status : str
        ``current``, ``superseded`` (a newer version is offered), ``withdrawn`` or ``recalled``.
    reason : str
        In a person's words; empty where a file says so.
    said_by, said_at : str
        Who said it and when (ISO 8601), empty where a file says so.
    """

    status: str
    reason: str = ""
    said_by: str = ""
    said_at: str = ""


Key = tuple[str, int]


def notices_at(site_ids: Iterable[Any]) -> dict[Key, Standing]:
    """Return what sites say about versions, of several sites the strictest."""
    rows = ImplantNotice.objects.filter(site__in=list(site_ids)).select_related("said_by")
    latest: dict[tuple[Any, str, int], Standing] = {}
    for row in rows.order_by("said_at", "pk"):
        latest[(row.site_id, row.key, row.version)] = Standing(
            row.standing, row.reason, str(row.said_by or ""), row.said_at.isoformat()
        )
    strictest: dict[Key, Standing] = {}
    for (_, key, version), said in latest.items():
        before = strictest.get((key, version))
        if before is None or _STRICTNESS[said.status] > _STRICTNESS[before.status]:
            strictest[(key, version)] = said
    return strictest


def standings(statuses: Mapping[Key, str], notices: Mapping[Key, Standing]) -> dict[Key, Standing]:
    """Return where every version stands.

    Parameters
    ----------
    statuses : mapping
        What the files say, by key and version.
    notices : mapping
        What sites say.
    """
    said = {one: notices.get(one) or Standing(status) for one, status in statuses.items()}
    newest: dict[str, int] = {}
    for (key, version), standing in said.items():
        if standing.status == "current":
            newest[key] = max(version, newest.get(key, 0))
    return {
        (key, version): Standing(SUPERSEDED)
        if standing.status == "current" and version < newest[key]
        else standing
        for (key, version), standing in said.items()
    }
