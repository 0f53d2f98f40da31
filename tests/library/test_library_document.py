"""docs/library.md says what the library is."""

from __future__ import annotations

import importlib.util
import json
import math
import re
from pathlib import Path
from types import ModuleType

import pytest

from planning.library import selectors
from planning.library.family import SCHEMA_FILE, FamilyRefused, read_family
from planning.library.generators import GENERATORS, generator_of
from planning.library.geometry import family_json
from planning.library.package_check import check_package
from planning.library.package_families import package_of

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
FAMILIES = list(selectors.families().values())


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_family_stands_in_the_table_with_its_sizes_and_options(family):
    [row] = [line for line in TEXT.splitlines() if line.startswith(f"| `{family.key}`")]
    smallest, largest = family.sizes[0].size, family.sizes[-1].size
    assert smallest in row
    assert largest in row
    for option, meaning in family.options.items():
        assert f"`{option}`" in row
        first, *_, last = meaning["values"]
        assert first.replace("-", "−") in row
        assert last in row


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_named_point_is_explained(family):
    assert [point for point in family.data["points"] if f"`{point}`" not in TEXT] == []


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def example() -> tuple[str, str]:
    """Return the generator and the file of the family that the document adds."""
    [generator] = [block for block in blocks("python") if "ASKED = " in block]
    [data] = [block for block in blocks("json") if '"key": "trial_ball"' in block]
    return generator, data


def test_examples_are_parts_of_the_files():
    stem = selectors.family("tapered_wedge_stem", 1).data
    shown = [json.loads(block) for block in blocks("json")[:2]]
    assert shown == [stem["ladder"], stem["options"]["offset"]]


def test_a_family_is_added_by_data_and_one_generator_as_the_document_says(tmp_path, monkeypatch):
    generator, data = example()
    (tmp_path / "trial_ball.py").write_text(generator, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("trial_ball", tmp_path / "trial_ball.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(GENERATORS, "trial_ball", generator_of(module))
    (tmp_path / "trial_ball_v1.json").write_text(data, encoding="utf-8")
    [family] = selectors.load(tmp_path).values()
    for view in ("AP", "LAT"):
        sizes = family_json(family, view)["sizes"]
        assert [size["size"] for size in sizes] == ["28", "32", "36"]
        outline = sizes[1]["variants"][0]["outline"][0]["polyline"]
        assert all(math.hypot(x, y) == pytest.approx(16, abs=0.001) for x, y in outline)
    check_package(package_of([family]))


def test_a_file_that_lacks_what_the_example_asks_for_is_refused(monkeypatch):
    module = ModuleType("trial_ball")
    exec(example()[0], module.__dict__)
    monkeypatch.setitem(GENERATORS, "trial_ball_2", generator_of(module))
    data = json.loads(example()[1]) | {"generator": "trial_ball_2", "shape": {}}
    with pytest.raises(FamilyRefused, match="drawn_ccd_deg"):
        read_family(json.dumps(data), name="trial_ball_v1")


def test_fields_of_the_table_are_those_of_the_schema():
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    table = TEXT.split("| field | meaning |")[1].split("\n\n")[0]
    named = {
        name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert named <= set(schema["required"])
    assert {"placement", "provenance", "status"} <= named
    assert {family.data["generator"] for family in FAMILIES} == set(GENERATORS)


def test_the_quoted_name_is_one_of_the_library():
    [quoted] = re.findall(r'"(wedge, [^"]+)"', TEXT.replace("\n", " "))
    sizes = selectors.geometry("tapered_wedge_stem", 1)["sizes"]
    assert quoted in {size["name"] for size in sizes}
