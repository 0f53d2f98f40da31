"""Packages from files into a site's library, and out of it into files; both are in the trail."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from planning.accounts.models import Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.library.exchange.bundles import Format, bundle
from planning.library.exchange.intake import Given, read_package
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import ImplantPackage
from planning.refused import Refused


def bring_package(*, paths: Iterable[Path], given: Given, by: User, site: Site) -> ImplantPackage:
    """Read a package that somebody wants to take; what is refused is in the trail too.

    Parameters
    ----------
    paths : iterable of Path
        A folder, a zip archive, or files that belong together.
    given : Given
    by, site : User, Site
        Who brings it, and where it is to go.

    Raises
    ------
    Refused
        Of :func:`planning.library.exchange.intake.read_package`.
    """
    try:
        return read_package(paths, given=given)
    except Refused as refusal:
        audit.record(
            actor=by,
            action=AuditAction.IMPORT,
            object_kind="implant_package",
            site=site,
            outcome="refused",
            detail={"code": refusal.code, "file": str(refusal.params.get("file", ""))[:200]},
        )
        raise


def write_package(package: ImplantPackage, folder: Path, form: Format) -> int:
    """Write a package into a folder that is not there or empty: all of its files, or none.

    Returns
    -------
    int
        How many files.

    Raises
    ------
    ExchangeRefused
        ``export_not_empty`` or ``export_failed``.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExchangeRefused("export_not_empty", file=str(folder))
    growing = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    count = 0
    try:
        for name, content in bundle(package, form):
            path = growing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
        if folder.exists():
            folder.rmdir()
        growing.rename(folder)
    except OSError as error:
        raise ExchangeRefused(
            "export_failed", file=str(folder), cause=error.strerror or "?"
        ) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    return count
