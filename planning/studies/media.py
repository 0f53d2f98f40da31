"""Bring in files, folders, zips and CDs: an outcome for every file, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planning.accounts.models import IdentityDomain, Site
from planning.pacs.media import Found, Skipped, browse
from planning.store.blobs import originals
from planning.studies.arrival import Arrival, Outcome, Source, receive
from planning.studies.pictures import HEAD_BYTES, Picture, picture_of

FROM_MEDIA = "from_media"
"""Code under which films of media wait for a person."""

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


TakePhotograph = Callable[[Path, str], Arrival]
"""Takes a picture and its name; says what became of it."""


def import_paths(
    *,
    paths: Iterable[Path],
    site: Site,
    identity_domain: str = FILES_DOMAIN,
    take_photograph: TakePhotograph | None = None,
    ask: bool = False,
) -> Iterator[Line]:
    """Take in every regular file below the paths.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders, zip archives.
    site : Site
    identity_domain : str
        Who gives out patient IDs where a file names no issuer.
    ask : bool
        Leave it to a person whose films these are; everything new waits.
    take_photograph : callable, optional
        For PNG and JPEG pictures that lie in no archive; without it they are refused.

    Yields
    ------
    Line
        At least one for every regular file.
    """
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name=identity_domain)
    source = Source(site=site, identity_domain=domain, waits_as=FROM_MEDIA if ask else "")
    with originals().scratch() as scratch:
        for item in browse(paths, scratch):
            if isinstance(item, Skipped):
                yield Line(item.origin, Arrival(Outcome.REFUSED, str(item.code), dict(item.params)))
            else:
                arrival = receive(path=item.path, source=source)
                if arrival.code == "not_dicom" and _is_photograph(item):
                    arrival = _photograph(item, take_photograph)
                yield Line(item.origin, arrival)


def _is_photograph(item: Found) -> bool:
    with item.path.open("rb") as file:
        return picture_of(file.read(HEAD_BYTES)) is Picture.TAKEN


def _photograph(item: Found, take_photograph: TakePhotograph | None) -> Arrival:
    if item.temporary:
        return Arrival(Outcome.REFUSED, "picture_in_archive")
    if take_photograph is None:
        return Arrival(Outcome.REFUSED, "photograph_needs_patient")
    return take_photograph(item.path, Path(item.origin).name)
