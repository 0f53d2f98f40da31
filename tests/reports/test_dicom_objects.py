"""The objects are what the standard says, beside their film, and always the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from pydicom import dcmread

from planning.pacs.gate import inspect
from planning.reports.dicom_object import Making, Predecessor, SourceImage
from planning.reports.dicom_pdf import encapsulated_pdf
from planning.reports.dicom_picture import secondary_capture
from planning.reports.uids import series_uid, sop_uid
from tests.peers import dciodvfy

DX = "1.2.840.10008.5.1.4.1.1.1.1"
PDF_CLASS, SC_CLASS = "1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.7"
FILM = SourceImage(DX, "1.2.3.4.5")
BEFORE = Predecessor("1.2.3", "2.25.8", PDF_CLASS, "2.25.9")
HEADER = {
    "PatientName": ("YAMADA^TARO=山田^太郎=やまだ^たろう",),
    "PatientID": ("MRN-7",),
    "IssuerOfPatientID": ("HOSP",),
    "PatientBirthDate": ("19470815",),
    "PatientSex": ("F",),
    "StudyInstanceUID": ("1.2.3",),
    "StudyDate": ("20260302",),
    "StudyTime": ("091500",),
    "StudyID": ("1",),
    "AccessionNumber": ("A77",),
    "ReferringPhysicianName": ("Иванов^И",),
    "StudyDescription": ("Pelvis AP",),
}


def making(**fields) -> Making:
    defaults = {
        "version_id": "0d4f",
        "version_number": 2,
        "signed_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "zone": ZoneInfo("UTC"),
        "software": "plumbline 0.1.0",
        "implementation": ("2.25.1", "PLUMBLINE"),
        "header": HEADER,
        "side": "R",
        "sources": (FILM,),
    }
    return Making(**(defaults | fields))


def pdf(document: bytes = b"%PDF-1.4 odd", more=None, **fields):
    return dcmread(io.BytesIO(encapsulated_pdf(making(**fields), document, **(more or {}))))


def picture(size=(31, 21), more=None, **fields):
    image = Image.new("RGB", size, (1, 2, 3))
    options = {"number": 1, "source": FILM} | (more or {})
    return dcmread(io.BytesIO(secondary_capture(making(**fields), image, **options)))


@pytest.mark.parametrize("make", [pdf, picture])
def test_patient_and_study_are_those_of_the_film(make):
    made = make()
    for keyword, (value,) in HEADER.items():
        assert str(made[keyword].value) == value, keyword
    assert made.SpecificCharacterSet == "ISO_IR 192"
    assert made.PatientName.ideographic == "山田^太郎"


@pytest.mark.parametrize("make", [pdf, picture])
def test_an_object_has_a_series_of_its_own_and_says_how_it_came_about(make):
    made = make()
    assert made.SeriesNumber >= 9000
    assert made.ConversionType == "WSD"
    assert made.BurnedInAnnotation == "YES"
    assert (made.Manufacturer, made.SoftwareVersions) == ("Plumbline", "plumbline 0.1.0")
    assert (made.ContentDate, made.ContentTime) == ("20261122", "093000")
    assert pdf().SeriesInstanceUID != picture().SeriesInstanceUID


def test_uids_follow_from_version_kind_and_number_alone():
    assert pdf().SOPInstanceUID == sop_uid("0d4f", "pdf", 1)
    assert pdf().SeriesInstanceUID == series_uid("0d4f", "pdf")
    assert picture().SOPInstanceUID == sop_uid("0d4f", "picture", 1)
    uids = {
        sop_uid(version, kind, number)
        for version in ("a", "b")
        for kind in ("pdf", "picture")
        for number in (1, 2)
    }
    assert len(uids) == 8
    for uid in uids:
        assert uid.startswith("2.25.")
        assert len(uid) <= 64


def test_the_same_version_gives_the_same_bytes():
    assert encapsulated_pdf(making(), b"x") == encapsulated_pdf(making(), b"x")
    image = Image.new("RGB", (5, 5))
    twice = [secondary_capture(making(), image, number=1, source=FILM) for _ in range(2)]
    assert twice[0] == twice[1]


@pytest.mark.parametrize("document", [b"%PDF odd", b"%PDF even"])
def test_the_document_comes_out_as_it_went_in(document):
    made = pdf(document)
    assert len(made.EncapsulatedDocument) % 2 == 0
    assert made.EncapsulatedDocument[: made.EncapsulatedDocumentLength] == document
    assert made.MIMETypeOfEncapsulatedDocument == "application/pdf"


def test_the_pixels_come_out_as_they_went_in():
    made = picture((31, 21))
    assert (made.Columns, made.Rows) == (31, 21)
    assert made.PixelData[: 31 * 21 * 3] == bytes((1, 2, 3)) * (31 * 21)
    assert "PixelSpacing" not in made


def test_the_film_is_named_as_the_source():
    (source,) = pdf().SourceInstanceSequence
    assert source.ReferencedSOPInstanceUID == FILM.sop_instance_uid
    (source,) = picture().SourceImageSequence
    assert source.ReferencedSOPInstanceUID == FILM.sop_instance_uid


def test_a_later_version_names_the_one_before():
    (study,) = pdf(more={"predecessor": BEFORE}).PredecessorDocumentsSequence
    reference = study.ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert reference.ReferencedSOPInstanceUID == BEFORE.sop_instance_uid
    (reference,) = picture(more={"predecessor": BEFORE}).ReferencedInstanceSequence
    assert reference.ReferencedSOPInstanceUID == BEFORE.sop_instance_uid
    assert "PredecessorDocumentsSequence" not in pdf()


@pytest.mark.parametrize(("side", "written"), [("R", "R"), ("L", "L"), ("B", None), ("", None)])
def test_laterality_is_the_operated_side_where_there_is_one(side, written):
    assert picture(side=side).get("Laterality") == written


def test_times_are_in_the_time_of_the_study():
    made = pdf(header=HEADER | {"TimezoneOffsetFromUTC": ("-0330",)})
    assert (made.ContentDate, made.ContentTime) == ("20261122", "060000")
    assert made.TimezoneOffsetFromUTC == "-0330"
    made = pdf(zone=ZoneInfo("Asia/Tokyo"))
    assert (made.ContentTime, "TimezoneOffsetFromUTC" in made) == ("183000", False)


# The test's own reader warns of the long number that the source has.
@pytest.mark.filterwarnings("ignore:The value length")
def test_what_breaks_the_standard_is_left_out_but_never_who_it_is():
    strange = {
        "PatientID": ("X" * 70,),
        "PatientSex": ("female",),
        "PatientBirthDate": ("15.08.47",),
        "StudyTime": ("noon",),
        "StudyDescription": ("D" * 80,),
    }
    made = pdf(header=HEADER | strange)
    assert made.PatientID == "X" * 70
    assert [made.PatientSex, made.PatientBirthDate, made.StudyTime] == ["", "", ""]
    assert "StudyDescription" not in made


@pytest.mark.peer("dicom3tools")
@pytest.mark.parametrize("predecessor", [None, BEFORE])
@pytest.mark.parametrize("side", ["R", "B"])
@pytest.mark.parametrize("lacking", [(), ("PatientBirthDate", "AccessionNumber")])
def test_dciodvfy_finds_nothing(tmp_path, predecessor, side, lacking):
    header = {k: v for k, v in HEADER.items() if k not in lacking}
    common = making(header=header, side=side)
    image = Image.new("RGB", (64, 48))
    files = {
        "pdf": encapsulated_pdf(common, b"%PDF-1.4 text", predecessor=predecessor),
        "sc": secondary_capture(
            common, image, number=1, source=FILM, orientation=("L", "F"), predecessor=predecessor
        ),
    }
    for name, content in files.items():
        path = tmp_path / f"{name}.dcm"
        path.write_bytes(content)
        for options in ([], ["-new"]):
            assert dciodvfy.findings(path, *options) == [], name


def test_our_own_gate_reads_what_we_make(tmp_path):
    path = tmp_path / "sc.dcm"
    image = Image.new("RGB", (6, 4))
    path.write_bytes(secondary_capture(making(), image, number=1, source=FILM))
    tags = inspect(path).tags
    assert tags["PatientID"] == ("MRN-7",)
    assert tags["SOPClassUID"] == (SC_CLASS,)
