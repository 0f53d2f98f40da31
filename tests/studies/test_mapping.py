"""Strange headers are read as far as they go, and never guessed at."""

from __future__ import annotations

from datetime import date, time

import pytest

from planning.studies import mapping, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20240131", date(2024, 1, 31)),
        ("2024.01.31", date(2024, 1, 31)),
        ("20240231", None),
        ("", None),
        ("yesterday", None),
        ("00000000", None),
    ],
)
def test_dates(text, expected):
    assert mapping.day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("101530", time(10, 15, 30)),
        ("101530.123456", time(10, 15, 30)),
        ("1015", time(10, 15)),
        ("10:15:30", time(10, 15, 30)),
        ("235960", time(23, 59, 59)),
        ("2500", None),
        ("", None),
    ],
)
def test_times(text, expected):
    assert mapping.clock(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("12", 12), (" -3 ", -3), ("9" * 60000, None), ("x", None)]
)
def test_whole_numbers(text, expected):
    assert mapping.whole(text) == expected


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (["L", "F"], "left"),
        (["R", "F"], "right"),
        (["LP", "F"], "left"),
        (["A", "F"], None),
        ([], None),
    ],
)
def test_the_hanging_comes_from_patient_orientation_and_nothing_else(orientation, expected):
    tags = {"PatientOrientation": orientation, "ImageLaterality": ["R"]}
    assert mapping.patient_right_on(tags) == expected


def test_the_film_date_is_the_day_of_the_exposure():
    tags = {"StudyDate": ["20240101"], "AcquisitionDate": ["20240203"]}
    assert mapping.film_date(tags) == date(2024, 2, 3)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Smith^John", "Smith, John"),
        ("Smith^John^Paul^Dr", "Smith, John Paul"),
        ("Smith", "Smith"),
        ("DEMO^HANAKO=見本^花子=みほん^はなこ", "DEMO, HANAKO"),
        ("=見本^花子", "見本, 花子"),
        ("", ""),
    ],
)
def test_names_for_people(name, shown):
    assert names.readable(name) == shown


def test_the_ideographic_name_is_written_its_own_way():
    assert names.ideographic("DEMO^HANAKO=見本^花子=みほん^はなこ") == "見本 花子"
