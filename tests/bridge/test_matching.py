"""From a person's words to keys, and from an archive's rows to what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pacs_bridge.errors import BadQuery
from pacs_bridge.matching import (
    MOST_EXAMINED,
    answers,
    check_query,
    date_range,
    name_answers,
    name_key,
    select_series,
    select_studies,
    study_keys,
    wildcard_match,
)
from pacs_bridge.types import SearchEnd, SeriesMatch, StudyMatch, StudyQuery

MATCH = StudyMatch(
    node="MAIN",
    study_uid="1.2.3",
    patient_id="P1",
    issuer="",
    patient_name="SMITH^JOHN",
    birth_date=date(1950, 5, 17),
    sex="M",
    accession_number="A1",
    study_date=date(2024, 1, 15),
    study_time=None,
    description="Pelvis",
    modalities=("DX",),
    series_count=1,
    instance_count=1,
)


@pytest.mark.parametrize(
    ("family", "given", "key"),
    [
        ("smith", "", "SMITH*"),
        ("smith", "john", "SMITH^JOHN*"),
        ("", "john", "*^JOHN*"),
        ("smith*", "", "SMITH*"),
        ("sm?th", "", "SM*TH*"),
        ("sm??", "", "SM*"),
        ("van  der Berg", "", "VAN DER BERG*"),
        ("smith^", "john=", "SMITH^JOHN*"),
        ("müller", "", "MÜLLER*"),
        ("großmann", "", "GROßMANN*"),
        ("山田", "太郎", "*山田^太郎*"),
        ("", "", ""),
    ],
)
def test_words_become_the_wildcard_key_archives_expect(family, given, key):
    assert name_key(family, given) == key


def test_only_restrictions_become_keys():
    query = StudyQuery(
        family_name="smith",
        patient_id=" P1 ",
        birth_date=date(1950, 5, 17),
        date_from=date(2024, 1, 1),
        modalities=("CR", "DX"),
    )
    assert study_keys(query, "ISO_IR 100") == {
        "PatientName": "SMITH*",
        "PatientID": "P1",
        "PatientBirthDate": "19500517",
        "StudyDate": "20240101-",
        "ModalitiesInStudy": "CR\\DX",
    }


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        (date(2024, 1, 1), date(2024, 1, 31), "20240101-20240131"),
        (date(2024, 1, 1), None, "20240101-"),
        (None, date(2024, 1, 31), "-20240131"),
        (date(2024, 1, 1), date(2024, 1, 1), "20240101"),
        (None, None, ""),
    ],
)
def test_dates_become_a_range(first, last, key):
    assert date_range(first, last) == key


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        (StudyQuery(), "empty"),
        (StudyQuery(modalities=("DX",)), "empty"),
        (StudyQuery(family_name="*"), "only_wildcards"),
        (StudyQuery(patient_id="?*?"), "only_wildcards"),
        (StudyQuery(family_name="*^*"), "only_wildcards"),
        (StudyQuery(family_name="smith\\jones"), "backslash"),
        (StudyQuery(patient_id="1\r\n2"), "control_character"),
        (StudyQuery(accession_number="1\x002"), "control_character"),
        (StudyQuery(family_name="x" * 65), "too_long"),
        (StudyQuery(study_uid="1.2.*"), "bad_study_uid"),
        (StudyQuery(family_name="a", modalities=("DX\\CR",)), "bad_modality"),
        (
            StudyQuery(date_from=date(2024, 2, 1), date_to=date(2024, 1, 1)),
            "dates_reversed",
        ),
        (StudyQuery(family_name="a", limit=0), "bad_limit"),
    ],
)
def test_a_search_that_cannot_be_sent_is_refused(query, cause):
    with pytest.raises(BadQuery) as caught:
        check_query(query, "MAIN")
    assert caught.value.cause == cause
    assert caught.value.node == "MAIN"


def test_a_day_alone_is_search_enough():
    check_query(StudyQuery(date_from=date(2024, 1, 1), date_to=date(2024, 1, 1)), "MAIN")
    check_query(StudyQuery(patient_id="12%34'\""), "MAIN")


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("SMITH^JOHN", "smith", ""),
        ("SMITH^JOHN", "smi", "jo"),
        ("SMITH^JOHN^PETER", "smith", "john peter"),
        ("SMITH JOHN", "smith", "john"),
        ("SMITH, JOHN", "smith", "john"),
        ("MÜLLER^Anna", "muller", "anna"),
        ("MUELLER^Anna", "müller", "anna"),
        ("Müller^Anna", "mueller", ""),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "山田", "太"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "ﾔﾏﾀﾞ", ""),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "yamada", "tarou"),
        ("SMITH^JOHN", "", "john"),
        ("SMITH^JOHN", "s*h", ""),
        ("SMYTH^JOHN", "sm?th", ""),
    ],
)
def test_a_name_is_found_in_every_spelling_and_group(name, family, given):
    assert name_answers(name, family, given)


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("SMITH^JOHN", "john", ""),
        ("SMITH^JOHN", "smith", "mary"),
        ("JONES^SMITH", "smith", ""),
        ("Yamada^Tarou=山田^太郎", "山田", "次郎"),
        ("", "smith", ""),
        ("", "", "john"),
    ],
)
def test_another_name_is_not_an_answer(name, family, given):
    assert not name_answers(name, family, given)


@pytest.mark.parametrize(
    "query",
    [
        StudyQuery(patient_id="p1"),
        StudyQuery(patient_id="P*"),
        StudyQuery(accession_number="A1"),
        StudyQuery(study_uid="1.2.3"),
        StudyQuery(birth_date=date(1950, 5, 17)),
        StudyQuery(date_from=date(2024, 1, 15), date_to=date(2024, 1, 15)),
        StudyQuery(family_name="smith", modalities=("CR", "DX")),
    ],
)
def test_what_was_asked_for_is_an_answer(query):
    assert answers(MATCH, query)


@pytest.mark.parametrize(
    "query",
    [
        StudyQuery(patient_id="P"),
        StudyQuery(patient_id="P12"),
        StudyQuery(accession_number="A2"),
        StudyQuery(study_uid="1.2.4"),
        StudyQuery(birth_date=date(1950, 5, 18)),
        StudyQuery(date_from=date(2024, 1, 16)),
        StudyQuery(date_to=date(2024, 1, 14)),
        StudyQuery(modalities=("CT",)),
        StudyQuery(family_name="jones"),
    ],
)
def test_what_was_not_asked_for_is_no_answer(query):
    assert not answers(MATCH, query)


def test_missing_dates_and_modalities_are_unknown_but_a_missing_id_is_not():
    bare = replace(MATCH, birth_date=None, study_date=None, modalities=(), patient_id="")
    assert answers(bare, StudyQuery(birth_date=date(1950, 5, 17), date_from=date(2024, 1, 1)))
    assert answers(bare, StudyQuery(family_name="smith", modalities=("CT",)))
    assert not answers(bare, StudyQuery(patient_id="P1"))


@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("abc", "a*", True),
        ("abc", "a?c", True),
        ("abc", "*c", True),
        ("abc", "a**c*", True),
        ("", "*", True),
        ("abc", "ab", False),
        ("abc", "b*", False),
        ("", "?", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
    ],
)
def test_wildcards_mean_what_the_standard_says(text, pattern, matches):
    assert wildcard_match(text, pattern) is matches


def test_many_wildcards_take_no_time():
    assert not wildcard_match("a" * 2000, "*a" * 300 + "b")


def _matches(count):
    return [replace(MATCH, study_uid=f"1.2.{n}") for n in range(1, count + 1)]


def test_the_limit_is_kept_and_said():
    answer = list(select_studies(iter(_matches(5)), StudyQuery(patient_id="P1", limit=3)))
    assert [m.study_uid for m in answer[:-1]] == ["1.2.1", "1.2.2", "1.2.3"]
    assert answer[-1] == SearchEnd(limit_reached=True)


def test_exactly_as_many_as_the_limit_is_everything():
    answer = list(select_studies(iter(_matches(3)), StudyQuery(patient_id="P1", limit=3)))
    assert answer[-1] == SearchEnd(limit_reached=False)


def test_repeated_matches_are_one_and_useless_ones_are_counted():
    found = [MATCH, MATCH, None, replace(MATCH, study_uid="1.2.9", patient_id="OTHER")]
    answer = list(select_studies(iter(found), StudyQuery(patient_id="P1")))
    assert answer == [MATCH, SearchEnd(limit_reached=False, dropped=2)]


def test_an_archive_that_ignores_every_key_is_given_up():
    found = (None for _ in range(MOST_EXAMINED + 10))
    assert list(select_studies(found, StudyQuery(patient_id="P1"))) == [
        SearchEnd(limit_reached=True, dropped=MOST_EXAMINED)
    ]


def test_series_are_deduplicated():
    series = SeriesMatch("1.2", "1.2.1", "DX", "", "", "", 1, 1)
    assert list(select_series([series, None, series])) == [series, SearchEnd(False, 1)]
