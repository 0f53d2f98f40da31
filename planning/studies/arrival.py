"""One file arrives: through the gate, into the store, into the database, or aside.

Order matters. The file is whole and synchronised in the store before any row names it;
what is refused leaves nothing; what is set aside is kept with its reason.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.accounts.models import IdentityDomain, Site
from planning.jobs.services import enqueue
from planning.pacs.gate import ImportRefused, Inspected, inspect, write_inert, write_stored_form
from planning.pacs.models import PacsNode
from planning.store.blobs import originals
from planning.studies import identity as who
from planning.studies import mapping
from planning.studies.identity import Asked, Conflict
from planning.studies.models import Instance, Patient, Quarantined, Series, Study
from planning.studies.upload_models import Upload

WORTH_KEEPING = frozenset(
    {"truncated", "damaged", "pixels_missing", "pixels_do_not_fit", "bad_image_description"}
)
"""Refusals that say that an archive sent something else than it holds: its file is evidence."""


class Outcome(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a file, and why."""

    outcome: Outcome
    code: str = ""
    params: dict = field(default_factory=dict)
    sop_instance_uid: str = ""
    instance_id: str = ""
    quarantined_id: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from.

    Attributes
    ----------
    site : Site
    identity_domain : IdentityDomain
        Who gives out patient IDs there, where a file does not say so itself.
    node : PacsNode or None
    asked : Asked or None
        What was asked for, from an archive.
    waits_as : str
        The code under which everything that is new waits for a person, where what a file
        says about its patient proves nothing (media, objects nobody asked for).
    upload : Upload or None
        What brought it, if a person did.
    patient : Patient or None
        Whose it is, as a person decided; then nothing in the file is compared with anything.
    """

    site: Site
    identity_domain: IdentityDomain
    node: PacsNode | None = None
    asked: Asked | None = None
    waits_as: str = ""
    upload: Upload | None = None
    patient: Patient | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Digests and size of a file as it is kept."""

    stored_sha256: str
    received_sha256: str
    dataset_sha256: str
    size_bytes: int


def receive(*, path: Path, source: Source, origin: str = "") -> Arrival:
    """Take in one file. It is only read; removing it is the caller's business.

    Parameters
    ----------
    path : Path
        A whole file on local disc.
    source : Source
    origin : str
        What people know the file by.

    Returns
    -------
    Arrival
        One of the four outcomes; this function does not raise for anything a file may
        contain.

    Raises
    ------
    StoreFull
        If the disc is full; nothing was stored and the file is still where it was.
    """
    try:
        inspected = inspect(path)
    except ImportRefused as refusal:
        return _refused(path, source, refusal, origin)
    identity = mapping.identity(inspected.tags)
    known = _known(inspected, identity, source)
    if known:
        return known
    stored = _store(path, inspected)
    try:
        who.check(identity, source.asked)
        return _index(inspected, identity, stored, source)
    except Conflict as conflict:
        decided = who.decided_before(conflict, identity, source.site)
        if decided is not None:
            return _index(inspected, identity, stored, replace(source, patient=decided))
        uid = identity.sop_instance_uid
        return _set_aside(inspected.tags, uid, stored, source, conflict, origin)


def take(*, path: Path, received_sha256: str, source: Source) -> Arrival:
    """Index a file of the store as a film of the patient that a person chose.

    Parameters
    ----------
    path : Path
        In the store, in the form in which files are kept there.
    received_sha256 : str
        Of the file as it had arrived.
    source : Source
        With ``patient``.

    Returns
    -------
    Arrival
        ``imported`` or ``duplicate``.

    Raises
    ------
    Conflict
        ``same_uid_other_data`` or ``study_of_other_patient``: what came in the meantime
        contradicts the decision.
    """
    inspected = inspect(path)
    identity = mapping.identity(inspected.tags)
    stored = Stored(path.name, received_sha256, inspected.dataset_sha256, inspected.size_bytes)
    return _index(inspected, identity, stored, source)


def _refused(path: Path, source: Source, refusal: ImportRefused, origin: str) -> Arrival:
    """Leave nothing of it, unless an archive sent half of what it was asked for."""
    code, params = str(refusal.code), dict(refusal.params)
    if source.asked is None or code not in WORTH_KEEPING:
        return Arrival(Outcome.REFUSED, code, params)
    with path.open("rb") as film, originals().scratch() as folder:
        received = hashlib.file_digest(film, "sha256").hexdigest()
        target = folder / "spoilt.dcm"
        if not write_inert(path, target):
            return Arrival(Outcome.REFUSED, code, params)
        size_bytes = target.stat().st_size
        stored = Stored(originals().put_file(target), received, "", size_bytes)
    return _set_aside({}, "", stored, source, Conflict(code, params), origin)


def _known(inspected: Inspected, identity: mapping.Identity, source: Source) -> Arrival | None:
    """Return the answer for what is already here, without storing it again."""
    twin = Instance.objects.filter(
        site=source.site,
        sop_instance_uid=identity.sop_instance_uid,
        dataset_sha256=inspected.dataset_sha256,
    ).first()
    if twin is None or not originals().exists(twin.stored_sha256):
        return None
    return Arrival(
        Outcome.DUPLICATE,
        sop_instance_uid=identity.sop_instance_uid,
        instance_id=str(twin.pk),
        size_bytes=inspected.size_bytes,
    )


def _store(path: Path, inspected: Inspected) -> Stored:
    with originals().scratch() as folder:
        target = folder / "stored.dcm"
        form = write_stored_form(path, inspected, target)
        digest = originals().put_file(target)
    return Stored(digest, form.received_sha256, inspected.dataset_sha256, form.size_bytes)


def _index(
    inspected: Inspected, identity: mapping.Identity, stored: Stored, source: Source
) -> Arrival:
    try:
        with transaction.atomic():
            return _index_once(inspected, identity, stored, source)
    except IntegrityError:
        # The same object came on another association at the same moment; now it is here.
        with transaction.atomic():
            return _index_once(inspected, identity, stored, source)


def _index_once(
    inspected: Inspected, identity: mapping.Identity, stored: Stored, source: Source
) -> Arrival:
    there = Instance.objects.filter(
        site=source.site, sop_instance_uid=identity.sop_instance_uid
    ).first()
    if there is not None:
        return _again(there, stored, source)
    if source.waits_as:
        raise Conflict(source.waits_as, {})
    series = series_for(inspected, identity, source)
    instance = new_instance(inspected, identity, stored, series)
    instance.save(force_insert=True)
    if instance.has_pixels:
        enqueue(
            kind="render",
            key=f"render:{instance.pk}:1",
            site=source.site,
            arguments={"instance": str(instance.pk), "frame": 1},
        )
    return Arrival(
        Outcome.IMPORTED,
        sop_instance_uid=identity.sop_instance_uid,
        instance_id=str(instance.pk),
        size_bytes=stored.size_bytes,
    )


def series_for(inspected: Inspected, identity: mapping.Identity, source: Source) -> Series:
    """Return the series of an object, with its study and its patient made where they are new.

    Raises
    ------
    Conflict
        If a person must decide; the transaction around it must not go on.
    """
    patient = source.patient or _patient(identity, source)
    study = _study(inspected.tags, who.named(identity, source.patient), patient, source)
    who.check_study(study, patient)
    return _series(inspected.tags, identity, study)


def _patient(identity: mapping.Identity, source: Source) -> Patient:
    domain = who.domain_of(identity, site=source.site, default=source.identity_domain)
    return who.patient_for(identity, domain)


def _again(there: Instance, stored: Stored, source: Source) -> Arrival:
    """The UID is known. The same data set is a duplicate, another one is for later."""
    if there.dataset_sha256 != stored.dataset_sha256:
        raise Conflict("same_uid_other_data", {})
    if source.patient is not None:
        who.check_study(there.series.study, source.patient)
    return Arrival(
        Outcome.DUPLICATE,
        sop_instance_uid=there.sop_instance_uid,
        instance_id=str(there.pk),
        size_bytes=stored.size_bytes,
    )


def _study(tags: mapping.Tags, identity: mapping.Identity, patient, source: Source) -> Study:
    study, _ = Study.objects.get_or_create(
        site=source.site,
        study_instance_uid=identity.study_uid,
        defaults={
            "patient": patient,
            "node": source.node,
            "accession_number": mapping.first(tags, "AccessionNumber")[:64],
            "description": mapping.first(tags, "StudyDescription")[:200],
            "study_date": mapping.day(mapping.first(tags, "StudyDate")),
            "study_time": mapping.clock(mapping.first(tags, "StudyTime")),
            "received_name": identity.name[:330],
            "received_birth_date": identity.birth_date,
            "received_sex": identity.sex[:16],
            # Files and media say nothing about what is missing; nor does who was not asked.
            "state": Study.State.IMPORTING if source.asked else Study.State.COMPLETE,
            "imported_at": timezone.now(),
        },
    )
    return study


def _series(tags: mapping.Tags, identity: mapping.Identity, study: Study) -> Series:
    series, _ = Series.objects.get_or_create(
        study=study,
        series_instance_uid=identity.series_uid,
        defaults={
            "modality": mapping.first(tags, "Modality")[:16],
            "number": mapping.whole(mapping.first(tags, "SeriesNumber")),
            "description": mapping.first(tags, "SeriesDescription")[:200],
            "body_part": mapping.first(tags, "BodyPartExamined")[:64],
        },
    )
    return series


def new_instance(
    inspected: Inspected, identity: mapping.Identity, stored: Stored, series: Series
) -> Instance:
    """Return the row of an object, not yet saved."""
    tags = inspected.tags
    return Instance(
        site_id=series.study.site_id,
        series=series,
        sop_instance_uid=identity.sop_instance_uid,
        sop_class_uid=mapping.first(tags, "SOPClassUID"),
        transfer_syntax_uid=inspected.transfer_syntax_uid,
        number=mapping.whole(mapping.first(tags, "InstanceNumber")),
        header={keyword: list(values) for keyword, values in tags.items()},
        rows=mapping.whole(mapping.first(tags, "Rows")),
        columns=mapping.whole(mapping.first(tags, "Columns")),
        frames=max(mapping.whole(mapping.first(tags, "NumberOfFrames")) or 1, 1),
        has_pixels=inspected.has_pixels,
        size_bytes=stored.size_bytes,
        received_sha256=stored.received_sha256,
        stored_sha256=stored.stored_sha256,
        dataset_sha256=stored.dataset_sha256,
        received_at=timezone.now(),
    )


@transaction.atomic
def _set_aside(
    tags: mapping.Tags,
    sop_instance_uid: str,
    stored: Stored,
    source: Source,
    conflict: Conflict,
    origin: str,
) -> Arrival:
    there = Instance.objects.filter(
        site=source.site, sop_instance_uid=sop_instance_uid or None
    ).first()
    row, made = Quarantined.objects.get_or_create(
        site=source.site,
        stored_sha256=stored.stored_sha256,
        code=who.question(conflict, stored.stored_sha256, there),
        defaults={
            "node": source.node,
            "params": conflict.params,
            "header": {keyword: list(values) for keyword, values in tags.items()},
            "sop_instance_uid": sop_instance_uid,
            "received_sha256": stored.received_sha256,
            "dataset_sha256": stored.dataset_sha256,
            "size_bytes": stored.size_bytes,
            "conflicts_with": there,
            "asked": source.asked.as_json() if source.asked else {},
            "upload": source.upload,
            "origin": origin[:500],
            "arrived_at": timezone.now(),
        },
    )
    if not made and source.upload and row.decision_id is None:
        # Brought once more before anybody decided: it waits where the person looks now.
        Quarantined.objects.filter(pk=row.pk).update(upload=source.upload, origin=origin[:500])
    if made and conflict.code == "same_uid_other_data":
        # Same pixels under another header is a new header revision; only decoding can tell.
        enqueue(
            kind="compare_pixels",
            key=f"compare:{row.pk}",
            site=source.site,
            arguments={"quarantined": str(row.pk)},
        )
    return Arrival(
        Outcome.QUARANTINED,
        row.code,
        conflict.params,
        sop_instance_uid=sop_instance_uid,
        quarantined_id=str(row.pk),
        size_bytes=stored.size_bytes,
    )
