"""Many files of one import at once: checked by threads, durable and indexed in groups.

A group is whatever has passed the gate while the group before it was written, so the first
film waits for nobody, and six hundred slices do not wait six hundred times for the disc.
Whatever is not plain (known already, damaged, a conflict) goes the way of a single file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from planning.jobs.services import Request, enqueue_all
from planning.pacs.gate import ImportRefused, Inspected, inspect
from planning.pacs.gateway import ReceivedFile
from planning.store.blobs import originals
from planning.studies import identity as who
from planning.studies import mapping
from planning.studies.arrival import (
    Arrival,
    Outcome,
    Source,
    Stored,
    new_instance,
    receive,
    series_for,
)
from planning.studies.identity import Conflict
from planning.studies.models import Instance, Series

SLICES_WAIT_S = 5.0
"""Slices of a stack are rendered after this pause, so that they do not slow their own arrival."""


class DiscLied(OSError):
    """A file read back from the disc is not what was written to it."""

    code = "store_unreliable"


@dataclass(frozen=True, slots=True)
class Checked:
    """A received file; what the gate said of it where it is plain and in the form to be kept."""

    file: ReceivedFile
    inspected: Inspected | None = None
    identity: mapping.Identity | None = None


def check(file: ReceivedFile) -> Checked:
    """Pass a file through the gate and compare its bytes with what came in; any thread.

    Raises
    ------
    DiscLied
        When the disc gives back other bytes than it was given.
    """
    try:
        inspected = inspect(file.path)
    except ImportRefused:
        return Checked(file)
    if inspected.received_sha256 != file.received_sha256:
        raise DiscLied("read back other bytes than were written")
    if not inspected.in_stored_form:
        return Checked(file)
    return Checked(file, inspected, mapping.identity(inspected.tags))


@dataclass(slots=True)
class Shelves:
    """What an import has looked up already: series by all that decides about them."""

    series: dict[tuple, Series | None] = field(default_factory=dict)
    begun: set = field(default_factory=set)
    """Series of which a slice has been asked to be rendered."""


def take_in(files: Sequence[Checked], source: Source, shelves: Shelves) -> list[Arrival]:
    """Store files durably and index them; those that are taken in are moved away.

    Parameters
    ----------
    files : sequence of Checked
        On the file system of the store.
    source : Source
    shelves : Shelves
        The same for all groups of an import.

    Returns
    -------
    list of Arrival
        What became of each, in order.

    Raises
    ------
    StoreFull
        If the disc is full; nothing of the group was indexed.
    """
    plain = _plain(files, source)
    originals().adopt([(one.file.path, one.inspected.received_sha256) for one in plain])
    taken = _index(plain, source, shelves)
    arrivals = []
    for one in files:
        arrival = taken.get(one.file.path)
        if arrival is None:
            # Already in the store, if it had seemed plain; then it is read from there.
            arrival = receive(path=_where(one), source=source)
        one.file.path.unlink(missing_ok=True)
        arrivals.append(arrival)
    return arrivals


def _where(one: Checked):
    if one.file.path.exists():
        return one.file.path
    return originals().local_path(one.file.received_sha256)


def _plain(files: Sequence[Checked], source: Source) -> list[Checked]:
    """Return the files that are new and what was asked for, each object once."""
    passed = [one for one in files if one.inspected is not None]
    known = set(
        Instance.objects.filter(
            site=source.site, sop_instance_uid__in=[one.identity.sop_instance_uid for one in passed]
        ).values_list("sop_instance_uid", flat=True)
    )
    plain = []
    for one in passed:
        uid = one.identity.sop_instance_uid
        if uid not in known and _is_as_asked(one, source):
            known.add(uid)
            plain.append(one)
    return plain


def _is_as_asked(one: Checked, source: Source) -> bool:
    try:
        who.check(one.identity, source.asked)
    except Conflict:
        return False
    return True


def _index(plain: Sequence[Checked], source: Source, shelves: Shelves) -> dict:
    """Write the rows of a group in one transaction; files that turn out to conflict are left."""
    if not plain:
        return {}
    try:
        with transaction.atomic():
            return _index_once(plain, source, shelves)
    except IntegrityError:
        # The same object came another way at the same moment: one by one, each looks again.
        shelves.series.clear()
        return {}


def _index_once(plain: Sequence[Checked], source: Source, shelves: Shelves) -> dict:
    made: dict = {}
    for one in plain:
        series = _shelf(shelves, one, source)
        if series is not None:
            said, digest = one.inspected, one.inspected.received_sha256
            stored = Stored(digest, digest, said.dataset_sha256, said.size_bytes)
            made[one.file.path] = new_instance(said, one.identity, stored, series)
    Instance.objects.bulk_create(made.values(), batch_size=100)
    _ask_for_renders(list(made.values()), source, shelves)
    return {
        path: Arrival(
            Outcome.IMPORTED,
            sop_instance_uid=row.sop_instance_uid,
            instance_id=str(row.pk),
            size_bytes=row.size_bytes,
        )
        for path, row in made.items()
    }


def _shelf(shelves: Shelves, one: Checked, source: Source) -> Series | None:
    """Return the series of an object, looked up once for all that say the same; None to ask."""
    identity = one.identity
    key = (*identity.of_patient, identity.study_uid, identity.series_uid)
    if key not in shelves.series:
        try:
            with transaction.atomic():
                shelves.series[key] = series_for(one.inspected, identity, source)
        except Conflict:
            shelves.series[key] = None
    return shelves.series[key]


def _ask_for_renders(rows: Sequence[Instance], source: Source, shelves: Shelves) -> None:
    """Render films at once, and of a stack its first slice; the others a little later."""
    requests = []
    for row in rows:
        if not row.has_pixels:
            continue
        is_slice = row.series.modality in mapping.SLICE_MODALITIES
        waits = is_slice and row.series_id in shelves.begun
        shelves.begun.add(row.series_id)
        arguments = {"instance": str(row.pk), "frame": 1}
        delay_s = SLICES_WAIT_S if waits else 0.0
        requests.append(Request(f"render:{row.pk}:1", arguments, delay_s))
    enqueue_all(kind="render", site=source.site, requests=requests)
