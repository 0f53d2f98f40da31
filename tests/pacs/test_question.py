"""One search box: what a person types is read as they mean it, and can be corrected."""

from __future__ import annotations

from datetime import date

import pytest

from pacs_bridge.types import StudyQuery
from planning.pacs.question import Kind, narrowed, read

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("smith, john", StudyQuery(family_name="smith", given_name="john")),
        ("smith john", StudyQuery(family_name="smith", given_name="john")),
        ("Smith", StudyQuery(family_name="Smith")),
        ("demo, seed 7", StudyQuery(family_name="demo", given_name="seed 7")),
        (
            "van der Berg, Anna Maria",
            StudyQuery(family_name="van der Berg", given_name="Anna Maria"),
        ),
        ("  O'Neill ,  Pat ", StudyQuery(family_name="O'Neill", given_name="Pat")),
        ("山田 太郎", StudyQuery(family_name="山田", given_name="太郎")),
    ],
)
def test_letters_are_a_name(text, query):
    question = read(text, today=TODAY)
    assert question.kind is Kind.NAME
    assert question.queries == (query,)


@pytest.mark.parametrize("text", ["1956-03-14", "14.03.1956", "14.3.1956", "1956-3-14"])
def test_a_date_is_a_birth_date(text):
    question = read(text, today=TODAY)
    assert question.kind is Kind.BIRTH_DATE
    assert question.queries == (StudyQuery(birth_date=date(1956, 3, 14)),)


def test_eight_digits_that_are_a_date_are_searched_as_an_id_too():
    question = read("19560314", today=TODAY)
    assert StudyQuery(birth_date=date(1956, 3, 14)) in question.queries
    assert StudyQuery(patient_id="19560314") in question.queries


@pytest.mark.parametrize("text", ["MRN-00123", "12345", "20561314", "A1"])
def test_digits_are_an_id_or_an_accession(text):
    question = read(text, today=TODAY)
    assert question.queries == (StudyQuery(patient_id=text), StudyQuery(accession_number=text))


def test_nobody_is_born_tomorrow():
    assert read("2026-11-23", today=TODAY).kind is not Kind.BIRTH_DATE


def test_a_form_with_slashes_is_not_guessed_at():
    assert read("03/04/1956", today=TODAY).kind is Kind.ID_OR_ACCESSION


def test_the_person_has_the_last_word():
    corrected = read("12345", as_kind=Kind.ACCESSION, today=TODAY)
    assert corrected.queries == (StudyQuery(accession_number="12345"),)
    assert read("not a date", as_kind=Kind.BIRTH_DATE, today=TODAY) is None


def test_nothing_is_not_a_search():
    assert read("   ", today=TODAY) is None


def test_filters_hold_for_every_alternative():
    question = narrowed(read("12345", today=TODAY), limit=50, modalities=("DX",))
    assert {(query.limit, query.modalities) for query in question.queries} == {(50, ("DX",))}
