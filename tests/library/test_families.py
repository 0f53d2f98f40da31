"""A family's file is complete and sound, or the program does not start with it."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path

import pytest

from planning.library import selectors
from planning.library.family import Family, FamilyRefused, read_family
from planning.library.geometry import family_json

EXTRA = {"name": "x", "default": "x", "values": {"x": {"name": "x"}}}
TWICE = {"sizes": [22, 28, 32, 36, 36, 44]}
FILES = {path.stem: path for path in sorted(selectors.FOLDER.glob("*.json"))}
DIGESTS = json.loads((Path(__file__).parent / "digests.json").read_text())


def changed(stem: str, where: str, value: object) -> str:
    """Return a family's file with one value replaced, or taken out where it is None."""
    data = json.loads(FILES[stem].read_text())
    *parents, last = where.split("/")
    place = data
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if value is None:
        del place[last]
    else:
        place[last] = copy.deepcopy(value)
    return json.dumps(data)


@pytest.mark.parametrize("stem", FILES)
def test_the_files_of_the_library_are_read(stem):
    family = read_family(FILES[stem].read_text(), name=stem)
    assert isinstance(family, Family)
    assert f"{family.key}_v{family.version}" == stem


@pytest.mark.parametrize(
    ("stem", "where", "value", "said"),
    [
        ("press_fit_cup_v1", "colour", "blue", "colour"),
        ("press_fit_cup_v1", "provenance/licence", None, "licence"),
        ("press_fit_cup_v1", "shape/wall_mm", None, "wall_mm"),
        ("press_fit_cup_v1", "shape/neck_mm", 12, "neck_mm"),
        ("press_fit_cup_v1", "options/head/values/36/smallest_shell_mm", None, "smallest_shell_mm"),
        ("press_fit_cup_v1", "options/colour", EXTRA, "colour"),
        ("press_fit_cup_v1", "ladder/dimensions/length_mm", {"first": 1, "step": 1}, "length_mm"),
        ("press_fit_cup_v1", "kind", "stem", "cup"),
        ("press_fit_cup_v1", "options/head/default", "30", "no value 30"),
        ("press_fit_cup_v1", "placement/size", "41", "no size 41"),
        ("press_fit_cup_v1", "placement/anchor", "middle", "middle"),
        ("press_fit_cup_v1", "ladder/named_by", "width_mm", "width_mm"),
        ("press_fit_cup_v1", "version", 2, "press_fit_cup_v2"),
        ("press_fit_cup_v1", "generator", "plasticine", "plasticine"),
        ("modular_head_v1", "ladder/count", 7, "7 sizes"),
        ("modular_head_v1", "ladder/dimensions/diameter_mm", TWICE, "same name"),
        ("modular_head_v1", "shape/taper/base_mm", "wide", "wide"),
        ("tapered_wedge_stem_v1", "options/ccd/values/131/ccd_deg", 200, "200"),
        ("tapered_wedge_stem_v1", "shape/calcar_share", None, "calcar_share"),
        ("tapered_wedge_stem_v1", "generic", "yes", "yes"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_complete_or_says_too_much_is_refused(stem, where, value, said):
    with pytest.raises(FamilyRefused, match=stem) as refused:
        read_family(changed(stem, where, value), name=stem)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["{", "[]", '"cup"', "null"])
def test_what_is_not_a_family_is_refused(text):
    with pytest.raises(FamilyRefused, match="press_fit_cup_v1"):
        read_family(text, name="press_fit_cup_v1")


@pytest.mark.parametrize(
    ("where", "value"), [("points/apex", "No such point"), ("points/dome", None)]
)
def test_points_and_their_meanings_agree(where, value):
    family = read_family(changed("press_fit_cup_v1", where, value), name="press_fit_cup_v1")
    with pytest.raises(FamilyRefused, match=where.split("/")[1]):
        family_json(family)


def test_an_anchor_that_is_not_the_origin_is_refused():
    text = changed("press_fit_cup_v1", "placement/anchor", "dome")
    with pytest.raises(FamilyRefused, match="origin"):
        family_json(read_family(text, name="press_fit_cup_v1"))


def test_one_bad_file_stops_the_whole_library(tmp_path):
    for stem, path in FILES.items():
        (tmp_path / f"{stem}.json").write_text(path.read_text())
    assert len(selectors.load(tmp_path)) == len(FILES)
    (tmp_path / "press_fit_cup_v1.json").write_text(changed("press_fit_cup_v1", "colour", 1))
    with pytest.raises(FamilyRefused):
        selectors.load(tmp_path)


def test_an_empty_library_is_refused(tmp_path):
    with pytest.raises(FamilyRefused, match="no implant family"):
        selectors.load(tmp_path)


def test_an_unknown_family_or_version_is_said():
    for key, version in (("press_fit_cup", 99), ("nothing", 1)):
        with pytest.raises(selectors.UnknownFamily):
            selectors.geometry(key, version)


@pytest.mark.parametrize(("key", "version"), list(selectors.families()))
def test_a_version_never_draws_anything_else(key, version):
    """Plans name a version and trust it: a changed drawing is a new version, a new file."""
    for view in selectors.family(key, version).data["views"]:
        digest = selectors.stored(key, version, view).digest
        assert digest == DIGESTS[f"{key}@{version} {view}"]


def test_the_digest_is_that_of_the_content():
    stored = selectors.stored("modular_head", 1)
    assert hashlib.sha256(stored.content).hexdigest() == stored.digest
    assert json.loads(stored.content) == selectors.geometry("modular_head", 1)
