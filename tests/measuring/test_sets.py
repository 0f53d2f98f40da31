"""Sets are complete: each landmark is asked for once, and one that cannot be taken is refused."""

from __future__ import annotations

import copy
import json
import re

import pytest

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition_files import FOLDER, catalogue, read_folder
from planning.measuring.sets import Sides, set_from_data

SETS = catalogue().sets
HALLUX = copy.deepcopy(dict(SETS["hallux"].data))
BROKEN = {
    "set 'hallux' knows no field 'colour'": {"colour": "red"},
    "set 'hallux': 'region' cannot be 'heart'": {"region": "heart"},
    "set 'hallux': 'measurements' cannot be []": {"measurements": []},
    "no measurement is called 'depth'": {"measurements": ["DMAA", "depth"]},
    "nothing needs the landmark 'mt2_base'": {"measurements": ["hallux_valgus_angle", "DMAA"]},
    "the landmark 'mt1_art_lat' is not asked for": {"landmarks": HALLUX["landmarks"][:2]},
    "'sides' is none where nothing in it is paired": {"sides": "none"},
    "'landmarks' cannot be": {"landmarks": [*HALLUX["landmarks"], "mt1_base"]},
}


def test_the_sets_that_surgeons_ask_for_are_there():
    assert {"ap_pelvis", "long_leg", "spinopelvic", "hallux", "ddh"} <= set(SETS)
    assert SETS["ap_pelvis"].sides is Sides.BOTH
    assert "CPAK_type" in SETS["long_leg"].measurements


def test_sets_are_handed_out_and_belong_to_the_digest(tmp_path):
    handed = catalogue().to_json()
    assert [one["key"] for one in handed["sets"]] == [*SETS]
    for name in ("landmarks.json", "general.json"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    bare = read_folder(tmp_path)
    (tmp_path / "sets").mkdir()
    mine = {"key": "mine", "name": "Mine", "region": "general", "views": ["any"], "sides": "none",
            "definition": "Two.", "landmarks": ["length_a", "length_b"],
            "measurements": ["length"]}  # fmt: skip
    (tmp_path / "sets" / "mine.json").write_text(json.dumps({"schema": 1, "sets": [mine]}))
    more = read_folder(tmp_path)
    assert (bare.sets, [*more.sets]) == ({}, ["mine"])
    assert bare.digest != more.digest


@pytest.mark.parametrize("message", BROKEN, ids=str)
def test_a_set_that_could_not_be_completed_says_why(message):
    with pytest.raises(DefinitionError, match=re.escape(message)):
        set_from_data(HALLUX | BROKEN[message], catalogue().by_key)


def test_the_unchanged_set_is_taken():
    assert set_from_data(HALLUX, catalogue().by_key).landmarks == tuple(HALLUX["landmarks"])
