"""Instances in the database with their file in the store, for tests of the services."""

from __future__ import annotations

from pathlib import Path

import pydicom
from django.utils import timezone

from planning.accounts.models import IdentityDomain, Site
from planning.store.blobs import originals
from planning.studies.models import Instance, Patient, Series, Study


def make_instance(path: Path) -> Instance:
    """Store a file and return its instance, in a site of its own."""
    header = pydicom.dcmread(path, stop_before_pixels=True)
    site = Site.objects.create(name=f"Site of {path}")
    domain = IdentityDomain.objects.create(site=site, name="HOSPITAL")
    patient = Patient.objects.create(identity_domain=domain, patient_id="TEST-1", name="Test^Film")
    study = Study.objects.create(
        site=site,
        patient=patient,
        study_instance_uid=header.StudyInstanceUID,
        imported_at=timezone.now(),
    )
    series = Series.objects.create(
        study=study, series_instance_uid=header.SeriesInstanceUID, modality="CR"
    )
    with path.open("rb") as stream:
        digest = originals().put(stream)
    return Instance.objects.create(
        site=site,
        series=series,
        sop_instance_uid=header.SOPInstanceUID,
        sop_class_uid=header.SOPClassUID,
        transfer_syntax_uid=header.file_meta.TransferSyntaxUID,
        header={},
        rows=header.get("Rows"),
        columns=header.get("Columns"),
        frames=int(header.get("NumberOfFrames", 1)),
        has_pixels=True,
        size_bytes=path.stat().st_size,
        received_sha256=digest,
        stored_sha256=digest,
        dataset_sha256=digest,
        received_at=timezone.now(),
    )
