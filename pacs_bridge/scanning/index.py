"""PURE. The tags that the product reads from a header, as text by keyword.

Nothing is interpreted: ``PixelSpacing`` of ``abc\\nan`` is the values ``abc`` and ``nan``.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from pydicom.datadict import DicomDictionary, keyword_for_tag, tag_for_keyword

from pacs_bridge.charset import TextCoding, decode_text, text_coding
from pacs_bridge.scanning import vr as vrs
from pacs_bridge.scanning.found import Element, Walk
from pacs_bridge.scanning.source import Source

_PATIENT = """
    PatientName PatientID IssuerOfPatientID PatientBirthDate PatientSex PatientAge PatientSize
    PatientWeight OtherPatientIDs PatientComments ResponsiblePerson PatientSpeciesDescription
    PatientIdentityRemoved
"""
_STUDY = """
    StudyInstanceUID StudyID StudyDate StudyTime StudyDescription AccessionNumber
    ReferringPhysicianName InstitutionName InstitutionalDepartmentName StationName
    TimezoneOffsetFromUTC
"""
_SERIES = """
    SeriesInstanceUID SeriesNumber SeriesDate SeriesTime SeriesDescription Modality
    PresentationIntentType BodyPartExamined Laterality PatientPosition ProtocolName Manufacturer
    ManufacturerModelName DeviceSerialNumber SoftwareVersions FrameOfReferenceUID
"""
_INSTANCE = """
    SOPClassUID SOPInstanceUID SpecificCharacterSet InstanceNumber InstanceCreationDate
    InstanceCreationTime ContentDate ContentTime AcquisitionDate AcquisitionTime AcquisitionDateTime
    AcquisitionNumber AcquisitionDeviceProcessingDescription ImageType ConversionType ImageComments
    DerivationDescription BurnedInAnnotation QualityControlImage
"""
_SIDE = """
    ImageLaterality FrameLaterality ViewPosition PatientOrientation FieldOfViewRotation
    FieldOfViewHorizontalFlip ImagePositionPatient ImageOrientationPatient SliceThickness
    SliceLocation SpacingBetweenSlices PositionerPrimaryAngle PositionerSecondaryAngle
    PositionerType
"""
_SCALE = """
    PixelSpacing ImagerPixelSpacing NominalScannedPixelSpacing PixelSpacingCalibrationType
    PixelSpacingCalibrationDescription EstimatedRadiographicMagnificationFactor
    DistanceSourceToDetector DistanceSourceToPatient DistanceSourceToEntrance
    DetectorElementSpacing DetectorActiveDimensions PixelAspectRatio PresentationPixelSpacing
    DeviceDiameter DeviceDiameterUnits
"""
_PIXELS = """
    Rows Columns NumberOfFrames SamplesPerPixel PhotometricInterpretation PlanarConfiguration
    BitsAllocated BitsStored HighBit PixelRepresentation SmallestImagePixelValue
    LargestImagePixelValue PixelPaddingValue PixelPaddingRangeLimit LossyImageCompression
    LossyImageCompressionRatio LossyImageCompressionMethod FrameTime RecommendedDisplayFrameRate
"""
_DISPLAY = """
    RescaleIntercept RescaleSlope RescaleType WindowCenter WindowWidth WindowCenterWidthExplanation
    VOILUTFunction PresentationLUTShape ShutterShape ShutterLeftVerticalEdge
    ShutterRightVerticalEdge ShutterUpperHorizontalEdge ShutterLowerHorizontalEdge
    CenterOfCircularShutter RadiusOfCircularShutter VerticesOfThePolygonalShutter
    ShutterPresentationValue CollimatorShape CollimatorLeftVerticalEdge CollimatorRightVerticalEdge
    CollimatorUpperHorizontalEdge CollimatorLowerHorizontalEdge
"""

KEYWORDS = tuple(
    " ".join((_PATIENT, _STUDY, _SERIES, _INSTANCE, _SIDE, _SCALE, _PIXELS, _DISPLAY)).split()
)
"""Every keyword that may be in the tags of a scanned file."""

_TAGS = {keyword: tag_for_keyword(keyword) for keyword in KEYWORDS}
WANTED = frozenset(_TAGS.values())

# Enhanced objects keep these in functional groups (PS3.3 C.7.6.16.2); the marker's size
# is an item of the Device Sequence.
_NESTED = {
    "PixelMeasuresSequence": ("PixelSpacing", "SliceThickness", "SpacingBetweenSlices"),
    "FrameVOILUTSequence": (
        "WindowCenter",
        "WindowWidth",
        "WindowCenterWidthExplanation",
        "VOILUTFunction",
    ),
    "PixelValueTransformationSequence": ("RescaleIntercept", "RescaleSlope", "RescaleType"),
    "FrameAnatomySequence": ("FrameLaterality",),
    "PatientOrientationInFrameSequence": ("PatientOrientation",),
    "PlanePositionSequence": ("ImagePositionPatient",),
    "PlaneOrientationSequence": ("ImageOrientationPatient",),
    "FieldOfViewSequence": ("FieldOfViewHorizontalFlip", "FieldOfViewRotation"),
    "DeviceSequence": ("DeviceDiameter", "DeviceDiameterUnits"),
}
WANTED_NESTED = {
    tag_for_keyword(sequence): frozenset(tag_for_keyword(keyword) for keyword in keywords)
    for sequence, keywords in _NESTED.items()
}

_SEQUENCES = """
    ModalityLUTSequence VOILUTSequence SharedFunctionalGroupsSequence
    PerFrameFunctionalGroupsSequence IconImageSequence SourceImageSequence DeviceSequence
    AnatomicRegionSequence ViewCodeSequence ReferencedSeriesSequence ContentSequence
    PatientOrientationCodeSequence OtherPatientIDsSequence
"""
SEQUENCES = {tag_for_keyword(keyword): keyword for keyword in _SEQUENCES.split()}

_NUMBERS = {
    b"US": "H",
    b"SS": "h",
    b"UL": "I",
    b"SL": "i",
    b"FL": "f",
    b"FD": "d",
    b"UV": "Q",
    b"SV": "q",
}
_WHOLE_TEXT = frozenset((b"LT", b"ST", b"UT", b"UR"))
# PS3.5 6.2: the repertoire of these can be replaced by Specific Character Set.
_CUSTOM_TEXT = frozenset((b"LO", b"LT", b"PN", b"SH", b"ST", b"UC", b"UT"))
_DEFAULT_TEXT = text_coding(None)
_MOST_VALUES = 64
_LONGEST_VALUE = 1024
_MOST_BYTES = 16 * 1024

Tags = dict[str, tuple[str, ...]]


def read_tags(source: Source, found: Walk, *, little: bool) -> tuple[Tags, TextCoding]:
    """Read the wanted values of a walked data set.

    Parameters
    ----------
    source : Source
        That was walked.
    found : Walk
        What was found there.
    little : bool
        Byte order of binary numbers.

    Returns
    -------
    tags : dict of str to tuple of str
        Keyword → values; only elements that are present. A value of a functional group
        (shared, else of the first frame that has it) stands in for a missing top-level
        element.
    coding : TextCoding
        ``known`` is False when the file named a character set that DICOM does not.
    """
    reader = _Reader(source, found, little)
    tags: Tags = {}
    for (_, tag), element in found.nested.items():
        tags[keyword_for_tag(tag)] = reader.values(tag, element)
    for keyword, tag in _TAGS.items():
        element = found.elements.get(tag)
        if element is not None:
            values = reader.values(tag, element)
            if values or keyword not in tags:
                tags[keyword] = values
    return tags, reader.coding


def named_sequences(found: Walk) -> frozenset[str]:
    """Keywords of the sequences of interest that have an item at the top level."""
    return frozenset(SEQUENCES[tag] for tag in found.sequences if tag in SEQUENCES)


class _Reader:
    def __init__(self, source: Source, found: Walk, little: bool):
        self._source = source
        self._sign = "<" if little else ">"
        self._signed = False
        self.coding = _DEFAULT_TEXT
        representation = found.elements.get(_TAGS["PixelRepresentation"])
        if representation is not None:
            tag = _TAGS["PixelRepresentation"]
            self._signed = self.values(tag, representation) == ("1",)
        charset = found.elements.get(_TAGS["SpecificCharacterSet"])
        if charset is not None:
            self.coding = text_coding(self.values(_TAGS["SpecificCharacterSet"], charset))

    def values(self, tag: int, element: Element) -> tuple[str, ...]:
        """Read one element's values as text."""
        vr = self._settled_vr(tag, element.vr)
        raw = self._source.read(element.offset, min(element.length, _MOST_BYTES))
        if vr in _NUMBERS:
            return self._numbers(_NUMBERS[vr], raw)
        if vr not in vrs.TEXT:
            return ()
        if vr == b"UI":
            # A NUL pads a UID at its end; in the middle it must not vanish.
            return _split(raw.rstrip(b"\0 ").decode("ascii", errors="replace"), vr)
        coding = self.coding if vr in _CUSTOM_TEXT else _DEFAULT_TEXT
        text = decode_text(raw, coding, person_name=vr == b"PN", multiline=vr in _WHOLE_TEXT)
        return _split(text, vr)

    def _settled_vr(self, tag: int, vr: bytes) -> bytes:
        expected = DicomDictionary[tag][0] if tag in DicomDictionary else "UN"
        if vr in (b"UN", b"OB", b"OW") or (vr in _NUMBERS and "US or SS" in expected):
            if expected.startswith("US or SS"):
                return b"SS" if self._signed else b"US"
            return expected[:2].encode()
        return vr

    def _numbers(self, code: str, raw: bytes) -> tuple[str, ...]:
        size = struct.calcsize(code)
        count = min(len(raw) // size, _MOST_VALUES)
        numbers = struct.unpack_from(f"{self._sign}{count}{code}", raw)
        return tuple(f"{number:.9g}" if code == "f" else repr(number) for number in numbers)


def _split(text: str, vr: bytes) -> tuple[str, ...]:
    if not text:
        return ()
    if vr in _WHOLE_TEXT:
        return (text[:_LONGEST_VALUE],)
    parts = text.split("\\", _MOST_VALUES)[:_MOST_VALUES]
    return tuple(part.strip(" \0")[:_LONGEST_VALUE] for part in parts)


def tag_of(keyword: str) -> int:
    """Tag of a keyword of :data:`KEYWORDS`."""
    return _TAGS[keyword]


def first(tags: Mapping[str, tuple[str, ...]], keyword: str) -> str:
    """First value of an element, or nothing."""
    values = tags.get(keyword, ())
    return values[0] if values else ""
