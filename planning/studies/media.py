"""Bring in files, folders, zips and CDs: an outcome for every file, whatever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planning.accounts.models import IdentityDomain, Site
from planning.pacs.media import Skipped, browse
from planning.store.blobs import originals
from planning.studies.arrival import Arrival, Outcome, Source, receive

FILES_DOMAIN = "files"
"""Identity domain of what comes from files: its patients are never mixed with a PACS's."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file.

    Attributes
    ----------
    path : str
        As given; members of archives as ``a.zip!/m.dcm``.
    arrival : Arrival
    """

    path: str
    arrival: Arrival


def import_paths(
    *, paths: Iterable[Path], site: Site, identity_domain: str = FILES_DOMAIN
) -> Iterator[Line]:
    """Take in every regular file below the paths.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders, zip archives.
    site : Site
    identity_domain : str
        Who gives out patient IDs where a file names no issuer.

    Yields
    ------
    Line
        At least one for every regular file.
    """
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name=identity_domain)
    source = Source(site=site, identity_domain=domain)
    with originals().scratch() as scratch:
        for item in browse(paths, scratch):
            if isinstance(item, Skipped):
                yield Line(item.origin, Arrival(Outcome.REFUSED, str(item.code), dict(item.params)))
            else:
                yield Line(item.origin, receive(path=item.path, source=source))
