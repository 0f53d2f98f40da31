"""Take packages of implants into a site's library, and withdraw or recall what is in it."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace

from django.db import transaction

from planning.accounts import policy
from planning.accounts.models import Site, User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.library import selectors
from planning.library.models import ImplantNotice, ImplantVersion
from planning.library.package import ImplantPackage
from planning.library.package_check import PackageRefused, check_package
from planning.library.taken import content_of, key_at, summary_of_package
from planning.refused import Refused

LARGEST_FAMILY_BYTES = 40 * 2**20
SHORTEST_REASON = 5
LONGEST_REASON = 500


class LibraryRefused(Refused):
    """The library does not do what was asked."""


@transaction.atomic
def take_package(package: ImplantPackage, *, by: User, site: Site) -> list[ImplantVersion]:
    """Take a package into a site's library: whole, or refused whole.

    Taking the same package again changes nothing.

    Parameters
    ----------
    package : ImplantPackage
    by : User
        Somebody who manages the site.
    site : Site

    Returns
    -------
    list of ImplantVersion
        One for each family, in the package's order.

    Raises
    ------
    Http404, PermissionDenied
        If `by` does not manage `site`.
    PackageRefused
        Of :func:`planning.library.package_check.check_package`; ``package_too_large``;
        ``package_version_taken`` if a family is there already in this version and differs.
    """
    site = policy.get(by, Site, site.pk, Action.MANAGE_SITE)
    check_package(package)
    rows = [_take(replace(package, families=(family,)), by, site) for family in package.families]
    audit.record(
        actor=by,
        action=AuditAction.IMPORT,
        object_kind="implant_package",
        object_id=package.name[:80],
        site=site,
        detail={
            "manufacturer": package.manufacturer,
            "version": package.version,
            "licence": package.licence,
            "families": [f"{row.key} {row.version}" for row in rows],
            "files": [file.sha256 for file in package.provenance.files],
        },
    )
    return rows


def _take(single: ImplantPackage, by: User, site: Site) -> ImplantVersion:
    family = single.families[0]
    content = content_of(single)
    if len(content) > LARGEST_FAMILY_BYTES:
        raise PackageRefused("package_too_large", family=family.name)
    digest = hashlib.sha256(content).hexdigest()
    key = key_at(site.pk, family.key)
    there = ImplantVersion.objects.filter(key=key, version=family.version).first()
    if there is None:
        return ImplantVersion.objects.create(
            site=site,
            key=key,
            version=family.version,
            manufacturer=single.manufacturer,
            package_name=single.name,
            package_version=single.version,
            licence=single.licence,
            content=gzip.compress(content, compresslevel=6, mtime=0),
            summary=summary_of_package(single, key),
            content_sha256=digest,
            taken_by=by,
        )
    if there.content_sha256 != digest:
        raise PackageRefused("package_version_taken", family=family.name, version=family.version)
    return there


@transaction.atomic
def set_standing(
    *, by: User, site: Site, key: str, version: int, standing: str, reason: str
) -> ImplantNotice:
    """Withdraw or recall a version at a site, or allow it again.

    Plans that use it keep it and show a mark; no new plan can choose it.

    Parameters
    ----------
    by : User
        Somebody who manages the site.
    site : Site
    key, version : str, int
        Built in, or taken by this very site.
    standing : str
        ``withdrawn``, ``recalled`` or ``current``.
    reason : str
        In words, kept and shown.

    Raises
    ------
    Http404, PermissionDenied
        If `by` does not manage `site`.
    LibraryRefused
        ``unknown_family``, ``unknown_standing``, ``standing_unchanged`` or ``reason_needed``.
    """
    site = policy.get(by, Site, site.pk, Action.MANAGE_SITE)
    if standing not in ImplantNotice.Standing.values:
        raise LibraryRefused("unknown_standing")
    before = selectors.standing_at(site.pk, key, version)
    if before is None:
        raise LibraryRefused("unknown_family", family=key, version=version)
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise LibraryRefused("reason_needed", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    if before.status == standing:
        raise LibraryRefused("standing_unchanged", standing=standing)
    notice = ImplantNotice.objects.create(
        site=site, key=key, version=version, standing=standing, reason=reason, said_by=by
    )
    audit.record(
        actor=by,
        action=AuditAction.CHANGE,
        object_kind="implant_version",
        object_id=f"{key} {version}"[:80],
        site=site,
        detail={"standing": [before.status, standing], "reason": reason},
    )
    return notice
