"""What a test finds out about names, against archives that each understand them in one way."""

from __future__ import annotations

import pytest

from pacs_bridge.charset import fold
from pacs_bridge.checks import Attempt, Check, Outcome, Verdict, attempt
from pacs_bridge.errors import RequestFailed
from pacs_bridge.example import accent_try, misspelt, smallest_series, smallest_study
from pacs_bridge.matching import wildcard_match
from pacs_bridge.naming import NameChecks
from pacs_bridge.types import Step

SMITH = {"StudyInstanceUID": "1.2.1", "PatientID": "P1", "PatientName": "SMITH^JOHN"}
MUELLER = {
    "StudyInstanceUID": "1.2.2", "PatientID": "P2", "PatientName": "MÜLLER^ANNA",
    "SpecificCharacterSet": "ISO_IR 100",
}  # fmt: skip
YAMADA = {
    "StudyInstanceUID": "1.2.3", "PatientID": "P3", "PatientName": "Yamada^Taro=山田^太郎",
    "SpecificCharacterSet": "\\ISO 2022 IR 87",
}  # fmt: skip
HELD = (SMITH, MUELLER, YAMADA)


def archive(matches, sets=("ISO_IR 192",)):
    """An archive that compares a name with a key by ``matches``, and knows these sets."""

    def ask(key, beside, character_set=""):
        if not key.isascii() and character_set not in sets:
            return set()
        return {
            held["StudyInstanceUID"]
            for held in HELD
            if held[beside[0]] == beside[1]
            and any(matches(group, key) for group in held["PatientName"].split("="))
        }

    return ask


def exactly(name, key):
    return wildcard_match(name.upper(), key)


def folded(name, key):
    return wildcard_match(fold(name), fold(key))


def refusing(key, beside, character_set=""):
    if not key.isascii():
        raise RequestFailed("MAIN", Step.SEARCH, "C000")
    return {"1.2.1"}


def tried(ask, check, *args):
    """Carry out one check; return what was learnt and how it came out."""
    names = NameChecks("ISO_IR 192", ask)
    learnt = None
    with attempt(Check.WILDCARDS) as trying:
        learnt = getattr(names, check)(trying, *args)
    return learnt, (trying.result.outcome, trying.result.code)


def test_wildcards_that_work_are_seen():
    assert tried(archive(exactly), "wildcards", SMITH) == (
        {"wildcards": True}, (Outcome.WORKS, ""),
    )  # fmt: skip


def test_an_archive_that_takes_a_star_for_a_letter_is_seen():
    learnt, said = tried(archive(lambda name, key: name == key), "wildcards", SMITH)
    assert (learnt, said) == ({"wildcards": False}, (Outcome.PARTLY, "no_wildcards"))


def test_an_archive_that_passes_over_names_is_seen():
    learnt, said = tried(archive(lambda name, key: True), "wildcards", SMITH)
    assert (learnt, said) == ({"wildcards": True}, (Outcome.PARTLY, "names_ignored"))


def test_an_archive_that_does_not_find_its_own_name_again_is_seen():
    learnt, said = tried(archive(lambda name, key: False), "wildcards", SMITH)
    assert (learnt, said) == ({"wildcards": False}, (Outcome.FAILS, "name_not_found"))


@pytest.mark.parametrize(
    ("matches", "sets", "character_set", "folds", "code"),
    [
        (exactly, ("ISO_IR 192",), "ISO_IR 192", False, "accents_exact"),
        (folded, ("ISO_IR 192",), "ISO_IR 192", True, "accents_folded"),
        (exactly, ("ISO_IR 100",), "ISO_IR 100", False, "accents_exact"),
        (exactly, (), "ISO_IR 6", False, "accents_replaced"),
    ],
)
def test_the_set_in_which_accents_are_found_is_the_one_that_is_used(
    matches, sets, character_set, folds, code
):
    learnt, (_, said) = tried(archive(matches, sets), "accents", HELD, SMITH)
    assert learnt == {"character_set": character_set, "folds_accents": folds}
    assert said == code


def test_ideographs_are_tried_where_no_accent_is_seen():
    learnt, (_, said) = tried(
        archive(exactly, ("\\ISO 2022 IR 87",)), "accents", [SMITH, YAMADA], SMITH
    )
    assert learnt == {"character_set": "\\ISO 2022 IR 87", "folds_accents": None}
    assert said == "accents_found"


def test_without_such_a_name_at_least_a_refusal_is_noticed():
    assert tried(refusing, "accents", [SMITH], SMITH) == (
        {"character_set": "ISO_IR 6", "folds_accents": False},
        (Outcome.PARTLY, "accents_refused"),
    )
    assert tried(archive(exactly), "accents", [SMITH], SMITH) == (
        {}, (Outcome.UNTESTED, "no_accents_seen"),
    )  # fmt: skip


def test_a_name_that_cannot_be_tried_is_not():
    bare = {"StudyInstanceUID": "1.2.9", "PatientID": "P9", "PatientName": "X^Y"}
    assert tried(archive(exactly), "wildcards", bare)[1] == (Outcome.UNTESTED, "no_example")
    nobody = SMITH | {"PatientID": "", "StudyDate": ""}
    assert tried(archive(exactly), "wildcards", nobody)[1] == (Outcome.UNTESTED, "no_example")


def test_a_damaged_accent_is_no_example():
    assert accent_try([SMITH | {"PatientName": "M\ufffdLLER^A"}]) is None
    assert accent_try([SMITH, YAMADA, MUELLER]).key == "MÜL*"


def test_a_misspelt_name_differs_in_one_letter():
    assert misspelt(SMITH).key == "SMYTH"
    assert misspelt(SMITH | {"PatientName": "LEE^A"}) is None


def test_little_is_moved_for_a_test():
    studies = [
        {"StudyInstanceUID": "1.1", "ModalitiesInStudy": "CT", "PatientName": "SMITH",
         "NumberOfStudyRelatedInstances": "1"},
        {"StudyInstanceUID": "1.2", "ModalitiesInStudy": "DX", "PatientName": "SMITH",
         "NumberOfStudyRelatedInstances": "9"},
        {"StudyInstanceUID": "1.3", "ModalitiesInStudy": "DX", "PatientName": "SMITH",
         "NumberOfStudyRelatedInstances": "2"},
        {"StudyInstanceUID": "1.4", "ModalitiesInStudy": "DX", "PatientName": "SMITH",
         "NumberOfStudyRelatedInstances": "0"},
        {"StudyInstanceUID": "not a uid"},
    ]  # fmt: skip
    assert smallest_study(studies)["StudyInstanceUID"] == "1.3"
    assert smallest_study([]) is None
    series = [
        {"SeriesInstanceUID": "1.3.1", "NumberOfSeriesRelatedInstances": "600"},
        {"SeriesInstanceUID": "1.3.2", "NumberOfSeriesRelatedInstances": "1"},
        {"SeriesInstanceUID": "1.3.3"},
    ]
    assert smallest_series(series) == "1.3.2"


def test_a_result_keeps_numbers_and_statuses_and_nothing_else():
    with attempt(Check.C_GET) as trying:
        raise RequestFailed("MAIN", Step.RETRIEVE, "A702 out of resources", seconds=1.5)
    assert trying.result.outcome is Outcome.FAILS
    assert trying.result.code == "archive_request_failed"
    assert dict(trying.result.params) == {
        "step": "retrieve", "cause": "A702 out of resources", "seconds": "1.5",
    }  # fmt: skip
    with attempt(Check.C_GET) as trying:
        raise Verdict(Outcome.ABSENT)
    assert isinstance(trying, Attempt)
    assert trying.result.outcome is Outcome.ABSENT
