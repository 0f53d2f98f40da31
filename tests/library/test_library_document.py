"""docs/library.md says what the library is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from planning.library import selectors
from planning.library.family import SCHEMA_FILE
from planning.library.generators import GENERATORS

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


def test_examples_are_parts_of_the_files():
    stem = selectors.family("tapered_wedge_stem", 1).data
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
    assert shown == [stem["ladder"], stem["options"]["offset"]]


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
