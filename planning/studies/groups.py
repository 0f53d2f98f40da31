"""Many files of one import at once: checked by threads, durable and indexed in groups.

A group is whatever has passed the gate while the group before it was written, so the first
film waits for nobody, and six hundred slices do not wait six hundred times for the disc.
Whatever is not plain (known already, damaged, a conflict) goes the way of a single file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from planning.jobs.services import Request, enqueue, enqueue_all
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

SLICES_WAIT_S = 120.0
"""So long slices of a stack wait for the end of their own import, which they would slow."""


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
    stacks: dict = field(default_factory=dict)
    """Series of slices, by key: of each the first slice has been asked to be rendered."""


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
    """Render films at once, and of a stack its first slice; the others when all have come."""
    requests = []
    for row in rows:
        if not row.has_pixels:
            continue
        if row.series.modality in mapping.SLICE_MODALITIES:
            if row.series_id in shelves.stacks:
                continue
            shelves.stacks[row.series_id] = row.series
            # Should this import never come to its end, they are rendered all the same.
            render_slices(row.series, delay_s=SLICES_WAIT_S)
        requests.append(_render_request(row.pk))
    enqueue_all(kind="render", site=source.site, requests=requests)


def render_slices(series: Series, *, delay_s: float = 0.0) -> None:
    """Ask for the slices of a stack to be rendered; once more brings it forward."""
    enqueue(
        kind="render_slices",
        key=f"slices:{series.pk}",
        site=series.study.site,
        arguments={"series": str(series.pk)},
        delay_s=delay_s,
    )


def ask_for_slices(series: Series) -> None:
    """Ask for every slice of a stack; those that are rendered already take no time."""
    slices = Instance.objects.filter(series=series, has_pixels=True)
    requests = [_render_request(pk) for pk in slices.values_list("pk", flat=True)]
    enqueue_all(kind="render", site=series.study.site, requests=requests)


def _render_request(instance_id: object) -> Request:
    arguments = {"instance": str(instance_id), "frame": 1}
    return Request(f"render:{instance_id}:1", arguments)
