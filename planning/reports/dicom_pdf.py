"""PURE. The report as an Encapsulated PDF (PS3.3 A.45.1, C.24.2)."""

from __future__ import annotations

from pydicom.dataset import Dataset

from planning.reports.dicom_object import Making, Predecessor, base, code, part10, references
from planning.reports.wording import TITLE

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
KIND = "pdf"


def encapsulated_pdf(
    making: Making, document: bytes, *, predecessor: Predecessor | None = None
) -> bytes:
    """Return the PDF as a DICOM file.

    Parameters
    ----------
    making : Making
    document : bytes
        The PDF.
    predecessor : Predecessor, optional
        The report of the version before; that object stays as it is.
    """
    made = base(making, kind=KIND, order=1, number=1, sop_class=SOP_CLASS)
    made.Modality = "DOC"
    made.SeriesDescription = f"{TITLE}, version {making.version_number}"
    made.AcquisitionDateTime = None
    made.DocumentTitle = f"{TITLE}, version {making.version_number}"
    made.ConceptNameCodeSequence = [code("112345", "DCM", "Implantation Plan")]
    purpose = code("121324", "DCM", "Source image")
    made.SourceInstanceSequence = references(making.sources, purpose)
    if predecessor is not None:
        made.PredecessorDocumentsSequence = [_evidence(predecessor)]
    made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    made.EncapsulatedDocumentLength = len(document)
    # An even number of bytes; the true length is told (PS3.3 C.24.2.2).
    made.EncapsulatedDocument = document + b"\0" * (len(document) % 2)
    return part10(made, making)


def _evidence(predecessor: Predecessor) -> Dataset:
    """Refer to an object through its study and series (PS3.3 table C.17-3)."""
    instance = Dataset()
    instance.ReferencedSOPClassUID = predecessor.sop_class_uid
    instance.ReferencedSOPInstanceUID = predecessor.sop_instance_uid
    series = Dataset()
    series.SeriesInstanceUID = predecessor.series_uid
    series.ReferencedSOPSequence = [instance]
    study = Dataset()
    study.StudyInstanceUID = predecessor.study_uid
    study.ReferencedSeriesSequence = [series]
    return study
