"""Rows of text become matches, leniently except for UIDs."""

from __future__ import annotations

from datetime import date, time

import pytest

from pacs_bridge.rows import (
    dicom_date,
    dicom_integer,
    dicom_time,
    instance_match,
    series_match,
    study_match,
)
from pacs_bridge.uids import valid_uid


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20240131", date(2024, 1, 31)),
        ("2024.01.31", date(2024, 1, 31)),
        ("2024-01-31 ", date(2024, 1, 31)),
        ("20240230", None),
        ("00000000", None),
        ("", None),
        ("yesterday", None),
        ("２０２４０１３１", date(2024, 1, 31)),
    ],
)
def test_dates(text, value):
    assert dicom_date(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("101530", time(10, 15, 30)),
        ("10:15:30", time(10, 15, 30)),
        ("1015", time(10, 15)),
        ("10", time(10)),
        ("101530.25", time(10, 15, 30, 250000)),
        ("235960", time(23, 59, 59)),
        ("250000", None),
        ("", None),
    ],
)
def test_times(text, value):
    assert dicom_time(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), (" -3 ", -3), ("", None), ("1.5", None), ("9" * 60_000, None)]
)
def test_integers(text, value):
    assert dicom_integer(text) == value


@pytest.mark.parametrize("uid", ["1.2.840.10008.1.2", "2.25.0", "999.01.23", "1." + "1" * 62])
def test_what_is_a_uid(uid):
    assert valid_uid(uid)


@pytest.mark.parametrize(
    "uid",
    [
        "",
        ".",
        "1..2",
        ".1",
        "1.2.",
        "１.２",
        "1.2.a",
        "../etc/passwd",
        "1.2\0",
        "1.2\n",
        "1." + "1" * 63,
    ],
)
def test_what_is_no_uid(uid):
    assert not valid_uid(uid)


def test_a_study_row_with_hostile_text_is_text():
    match = study_match(
        "MAIN",
        {
            "StudyInstanceUID": "1.2.3",
            "PatientName": "<script>alert(1)</script>^\x1b[31m",
            "PatientBirthDate": "19990231",
            "StudyDate": "20240131",
            "ModalitiesInStudy": "DX\\SR\\DX\\",
            "NumberOfStudyRelatedSeries": "x",
            "StudyDescription": "a" * 5000,
        },
    )
    assert match.patient_name == "<script>alert(1)</script>^[31m"
    assert match.birth_date is None
    assert match.study_date == date(2024, 1, 31)
    assert match.modalities == ("DX", "SR")
    assert match.series_count is None
    assert len(match.description) == 1024


@pytest.mark.parametrize("uid", ["", "1.2.x", "1.2\\1.3", "../../x"])
def test_a_row_without_a_usable_uid_is_no_row(uid):
    assert study_match("MAIN", {"StudyInstanceUID": uid}) is None
    assert series_match({"SeriesInstanceUID": uid}, study_uid="1.2") is None
    assert instance_match({"SOPInstanceUID": uid}, study_uid="1.2", series_uid="1.3") is None


def test_rows_of_another_study_are_left_out():
    row = {"StudyInstanceUID": "1.9", "SeriesInstanceUID": "1.3", "SOPInstanceUID": "1.4"}
    assert series_match(row, study_uid="1.2") is None
    assert instance_match(row, study_uid="1.2", series_uid="1.3") is None
    assert instance_match(row, study_uid="1.9", series_uid="1.5") is None
    found = instance_match(row, study_uid="1.9", series_uid="1.3")
    assert found.sop_instance_uid == "1.4"
