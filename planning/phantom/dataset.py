"""A digital X-ray object (DX For Presentation, PS3.3 A.26) around phantom pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian
from pydicom.valuerep import DSfloat

from planning.phantom.orders import ISSUER, Order, uid

if TYPE_CHECKING:
    from planning.phantom.film import Film

TABLE_MM = 60.0
IMPLEMENTATION_UID = uid("implementation")
REGIONS = {
    "ap_pelvis": ("PELVIS", "12921003", "Pelvis"),
    "long_leg": ("LEG", "61685007", "Lower extremity"),
}


def sop_instance_uid(order: Order, columns: int, rows: int) -> str:
    """SOP Instance UID: differs with the matrix, since the pixels do."""
    person = order.person.patient_id
    return uid(
        "instance", person, order.study, order.kind, order.seed, order.instance, columns, rows
    )


def build(film: Film) -> FileDataset:
    """The complete object, ready to be saved.

    Parameters
    ----------
    film : Film

    Returns
    -------
    pydicom.dataset.FileDataset
    """
    rows, columns = film.pixels.shape
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = sop_instance_uid(film.order, columns, rows)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = IMPLEMENTATION_UID
    meta.ImplementationVersionName = "PLUMBLINE"
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID = meta.MediaStorageSOPClassUID
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    _patient_and_study(ds, film.order)
    _series(ds, film.order)
    _image(ds, film)
    _detector(ds, film)
    _pixels(ds, film)
    return ds


def _patient_and_study(ds: Dataset, order: Order) -> None:
    person = order.person
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName = person.name
    ds.PatientID = person.patient_id
    ds.IssuerOfPatientID = ISSUER
    ds.PatientBirthDate = person.birth_date
    ds.PatientSex = person.sex
    ds.StudyInstanceUID = order.study_uid
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = order.date
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = order.time
    ds.ReferringPhysicianName = "DEMO^REFERRER"
    ds.StudyID = str(order.study)
    ds.AccessionNumber = order.accession
    ds.StudyDescription = order.description


def _series(ds: Dataset, order: Order) -> None:
    ds.Modality = "DX"
    ds.SeriesInstanceUID = order.series_uid
    ds.SeriesNumber = 1
    ds.SeriesDescription = order.description
    ds.PresentationIntentType = "FOR PRESENTATION"
    ds.Manufacturer = "Plumbline"
    ds.ManufacturerModelName = "Synthetic phantom"
    ds.InstitutionName = "Demonstration"
    ds.SoftwareVersions = "1"
    ds.DeviceSerialNumber = "0"


def _image(ds: Dataset, film: Film) -> None:
    order = film.order
    ds.InstanceNumber = order.instance
    ds.ImageType = ["ORIGINAL", "PRIMARY", ""]
    ds.PatientOrientation = ["R", "F"] if order.mirrored else ["L", "F"]
    ds.ImageLaterality = "B"
    region, code, meaning = REGIONS[order.kind]
    ds.BodyPartExamined = region
    ds.AnatomicRegionSequence = [_code(code, meaning)]
    ds.ViewPosition = "AP"
    view = _code("399348003", "antero-posterior")
    view.ViewModifierCodeSequence = []
    ds.ViewCodeSequence = [view]
    ds.PositionerType = ""
    ds.AcquisitionContextSequence = []
    ds.BurnedInAnnotation = "NO"
    ds.LossyImageCompression = "00"
    ds.ImageComments = "Synthetic film, not a patient"


def _code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "SCT", meaning
    return item


def _detector(ds: Dataset, film: Film) -> None:
    view = film.truth["view"]
    spacing = DSfloat(view["pixel_mm"], auto_format=True)
    ds.DetectorType = "DIRECT"
    ds.ImagerPixelSpacing = [spacing, spacing]
    ds.DistanceSourceToDetector = DSfloat(view["sid_mm"], auto_format=True)
    if film.order.table_distance:
        ds.DistanceSourceToPatient = DSfloat(view["sid_mm"] - TABLE_MM, auto_format=True)
    ds.KVP = "77"
    ds.FocalSpots = "0.5"
    ds.Grid = ["FOCUSED"]
    ds.CollimatorShape = "RECTANGULAR"
    left, top, right, bottom = film.field_px
    ds.CollimatorLeftVerticalEdge, ds.CollimatorRightVerticalEdge = left, right
    ds.CollimatorUpperHorizontalEdge, ds.CollimatorLowerHorizontalEdge = top, bottom


def _pixels(ds: Dataset, film: Film) -> None:
    rows, columns = film.pixels.shape
    bits = film.order.bits
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME1" if film.order.inverted else "MONOCHROME2"
    ds.PresentationLUTShape = "INVERSE" if film.order.inverted else "IDENTITY"
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, bits, bits - 1, 0
    ds.PixelIntensityRelationship = "LOG"
    ds.PixelIntensityRelationshipSign = 1 if film.order.inverted else -1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.WindowCenter = str(2 ** (bits - 1))
    ds.WindowWidth = str(2**bits)
    ds.WindowCenterWidthExplanation = "FULL"
    ds.PixelData = film.pixels.astype("<u2", copy=False).tobytes()
