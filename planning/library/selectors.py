"""Reads of the implant library: what comes with the program and what a site has taken.

Everything that plans, pages and exports ask for comes from here, and does not tell where a
family comes from.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from planning.accounts import policy
from planning.accounts.models import User
from planning.library import built_in, taken
from planning.library.built_in import (
    FOLDER,
    Stored,
    UnknownFamily,
    families,
    family,
    load,
)
from planning.library.generators.drawn import AP
from planning.library.models import ImplantVersion
from planning.library.package import ImplantPackage
from planning.library.package_families import MANUFACTURER, package_of
from planning.library.standing import Standing, notices_at, standings
from planning.library.summaries import summary_of

__all__ = [
    "FOLDER",
    "Stored",
    "UnknownFamily",
    "at_site",
    "families",
    "family",
    "geometry",
    "has_view",
    "listing",
    "load",
    "may_see",
    "package",
    "standing_at",
    "stored",
]


def geometry(key: str, version: int, view: str = AP) -> dict[str, Any]:
    """Return the full geometry of :func:`planning.library.geometry.family_json`.

    It is shared by all callers and must not be changed. ``status`` is what the file says; what
    a site says since is told by :func:`standing_at` and :func:`listing`.

    Parameters
    ----------
    key : str
    version : int
    view : str
        ``AP`` or ``LAT``.

    Raises
    ------
    UnknownFamily
        Or there is no such view of it.
    """
    row = taken.row_of(key, version)
    if row is None:
        return built_in.geometry(key, version, view)
    found = taken.geometry_of_row(row, view)
    if found is None:
        raise UnknownFamily(f"{key} version {version} from {view}")
    return found


def stored(key: str, version: int, view: str = AP) -> Stored:
    """Return a family's geometry in one view as bytes with their digest.

    Raises
    ------
    UnknownFamily
    """
    row = taken.row_of(key, version)
    if row is None:
        return built_in.stored(key, version, view)
    if taken.geometry_of_row(row, view) is None:
        raise UnknownFamily(f"{key} version {version} from {view}")
    return _stored_row(row.content_sha256, key, version, view)


@functools.lru_cache(maxsize=32)
def _stored_row(content_sha256: str, key: str, version: int, view: str) -> Stored:
    return built_in.as_stored(geometry(key, version, view))


def may_see(user: User, key: str, version: int) -> bool:
    """Say whether a family comes with the program or belongs to one of the user's sites."""
    if (key, version) in families():
        return True
    row = taken.row_of(key, version)
    return row is not None and policy.visible_to(user, ImplantVersion).filter(pk=row.pk).exists()


def package(key: str, version: int) -> ImplantPackage:
    """Return one family as a package, to be exported.

    Raises
    ------
    UnknownFamily
    """
    row = taken.row_of(key, version)
    return package_of([family(key, version)]) if row is None else taken.package_of_row(row)


def has_view(key: str, version: int, view: str) -> bool:
    """Say whether a family has been drawn from there."""
    row = taken.row_of(key, version)
    if row is not None:
        return view in row.summary["views"]
    return (key, version) in families() and view in family(key, version).data["views"]


def standing_at(site_id: Any, key: str, version: int) -> Standing | None:
    """Return where a version stands at a site; None where the site does not know it."""
    rows = ImplantVersion.objects.filter(site=site_id).defer("content")
    return _standings(rows, [site_id]).get((key, version))


def at_site(full: dict[str, Any], site_id: Any) -> dict[str, Any]:
    """Return a geometry with the status that a site gives it.

    A version that a newer one replaces stays ``current`` for the plans that use it.

    Parameters
    ----------
    full : dict
        Of :func:`geometry`.
    site_id : object
        Of the plan.
    """
    said = notices_at([site_id]).get((full["key"], full["version"]))
    return full if said is None else full | {"status": said.status}


def listing(user: User | None = None) -> list[dict[str, Any]]:
    """Return every family version with its sizes and options, without geometry.

    Parameters
    ----------
    user : User, optional
        Whose sites' families are there too, and whose sites say what is withdrawn or recalled;
        without one, only what comes with the program, as its files say.

    Returns
    -------
    list of dict
        ``key``, ``version``, ``name``, ``kind``, ``component``, ``fixation``, ``generic``,
        ``notice``, ``placement``, ``views``, ``status`` (of
        :class:`planning.library.standing.Standing`), ``status_reason``, ``manufacturer``,
        ``licence``, ``site`` (empty where it comes with the program), ``digest`` (of the AP
        geometry), ``sizes``, ``options``, ``defaults`` and ``labels``.
    """
    listed = [_listed_built_in(key, version) for key, version in families()]
    if user is None:
        return listed
    visible = policy.visible_to(user, ImplantVersion)
    rows = list(visible.select_related("site").defer("content"))
    said = _standings(rows, policy.sites_for(user).values_list("pk", flat=True))
    listed += [_listed_row(row) for row in rows]
    return [
        one
        | {
            "status": said[(one["key"], one["version"])].status,
            "status_reason": said[(one["key"], one["version"])].reason,
        }
        for one in listed
    ]


def _standings(
    rows: Iterable[ImplantVersion], site_ids: Iterable[Any]
) -> dict[tuple[str, int], Standing]:
    statuses = {one: each.data["status"] for one, each in families().items()}
    for row in rows:
        statuses[(row.key, row.version)] = row.summary["status"]
    return standings(statuses, notices_at(site_ids))


@functools.cache
def _listed_built_in(key: str, version: int) -> dict[str, Any]:
    data = family(key, version).data
    return summary_of(geometry(key, version), stored(key, version).digest) | {
        "views": list(data["views"]),
        "manufacturer": MANUFACTURER,
        "licence": data["provenance"]["licence"],
        "site": "",
    }


def _listed_row(row: ImplantVersion) -> dict[str, Any]:
    return row.summary | {
        "manufacturer": row.manufacturer,
        "licence": row.licence,
        "site": str(row.site),
    }
