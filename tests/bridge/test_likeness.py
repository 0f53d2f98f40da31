"""Names that sound alike pass where an archive searches by sense; others never do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacs_bridge.likeness import differences, name_is_like
from pacs_bridge.matching import (
    name_keys_to_try,
    select_studies,
    study_keys,
    wider_name_key,
)
from pacs_bridge.types import StudyQuery
from tests.bridge.test_matching import MATCH


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("smith", "smith", 0), ("smith", "smyth", 1), ("meier", "mayer", 2), ("", "ab", 2)],
)
def test_letters_that_differ_are_counted(one, other, count):
    assert differences(one, other, 5) == count


def test_counting_ends_when_there_are_too_many():
    assert differences("abcdef", "uvwxyz", 2) == 3
    assert differences("a", "abcdefgh", 2) == 3


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("MEYER^HANS", "meier", ""),
        ("SCHMITT^EVA", "schmidt", "eva"),
        ("STUART^ANN", "stewart", "ann"),
        ("Müller^Jörg", "muler", "jorg"),
    ],
)
def test_a_name_like_the_one_asked_for_is_taken(name, family, given):
    assert name_is_like(name, family, given)


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("JONES^MARY", "smith", ""),
        ("MEYER^HANS", "meier", "georg"),
        ("LI^AN", "le", ""),
        ("", "smith", ""),
        ("SMITH^JOHN", "", ""),
    ],
)
def test_another_name_is_not(name, family, given):
    assert not name_is_like(name, family, given)


def test_only_an_archive_that_searches_by_sense_may_answer_alike():
    found = [replace(MATCH, patient_name="SMYTHE^JOHN")]
    asked = StudyQuery(family_name="smith")
    assert len(list(select_studies(iter(found), asked, fuzzy=True))) == 2
    assert len(list(select_studies(iter(found), asked))) == 1


@pytest.mark.parametrize(
    ("key", "wide"),
    [("MULLER*", "M*"), ("SCHMIDT*", "*HM*"), ("SMITH^JOHN*", "*M*H^J*H*"), ("OLE*", "")],
)
def test_a_wider_key_keeps_letters_that_have_no_accents(key, wide):
    assert wider_name_key(key) == wide


@pytest.mark.parametrize(
    ("key", "folds", "tried"),
    [
        ("SMITH*", None, []),
        ("SMITH*", True, []),
        ("MÜLLER*", None, ["M*LLER*"]),
        ("MÜLLER*", False, ["M*LLER*", "M*"]),
        ("MULLER*", False, ["M*"]),
        ("*山田*", None, []),
        ("OLE*", False, []),
        ("", False, []),
    ],
)
def test_a_name_that_is_not_found_is_asked_for_more_widely(key, folds, tried):
    assert name_keys_to_try(key, folds_accents=folds) == tried


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (StudyQuery(family_name="smith", given_name="j"), {"PatientName": "SMITH^J"}),
        (StudyQuery(family_name="sm*th", patient_id="P1"), {"PatientID": "P1"}),
        (StudyQuery(family_name="山田", patient_id="P1"), {"PatientID": "P1"}),
    ],
)
def test_an_archive_without_wildcards_gets_none(query, keys):
    assert study_keys(query, "ISO_IR 100", wildcards=False) == keys
