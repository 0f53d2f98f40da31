"""The table of ``make bench-viewer``: every row, with ratios, medians, ranges and reasons."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as BrowserError

from tests.benchmarks.viewer import chromium
from tests.benchmarks.viewer.machine import processes_with
from tests.benchmarks.viewer.table import ROWS, Row, Sheet

# What the product promises: at most so much, in the unit that is given.
PROMISED = {
    "our first calibrated 16-bit image / dwv's image": "≤ 0.3",
    "our full image / dwv's image": "≤ 0.6",
    "our first image / OHIF (CPU rendering)": "≤ 0.12",
    "our first image / Orthanc's viewer": "≤ 0.35",
    "window/level drag, CPU per step / Cornerstone3D (CPU)": "≤ 0.15",
    "pan on a 4K view, frame time": "≤ 20 ms",
    "first image, 3000 x 9000 / 1024 x 1024": "≤ 1.5",
    "memory over a blank page / dwv": "≤ 0.6",
    "1024 px preview on the server / numpy summing the pixels": "≤ 2",
    "1024 px preview / dcmj2pnm": "≤ 0.25",
    "JPEG 2000 lossless film, second opening / OHIF": "≤ 0.1",
    "script bytes of the planner, gzip": "≤ 80 KB",
    "20 people opening different films at once, p95 first image / one": "≤ 6",
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_of(markdown: str) -> dict[str, list[str]]:
    _, _, *lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return {cells(line)[0]: cells(line)[1:] for line in lines}


def test_every_promise_is_a_row_even_where_nothing_was_measured():
    found = rows_of(Sheet().markdown())
    assert {what: row[1] for what, row in found.items()} == PROMISED
    assert all(row[2].startswith("not measured") for row in found.values())
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_a_ratio_is_a_rounds_own_and_the_row_shows_median_and_range():
    sheet = Sheet()
    for ours, theirs in ((100, 1000), (300, 1000), (100, 500)):
        sheet.ratio("first_dwv", ours, theirs)
    (_, target, shown, met, sides, rounds) = rows_of(sheet.markdown())[ROWS[0].what]
    assert (target, shown, met) == ("≤ 0.3", "**0.20** (0.10–0.30)", "met")
    assert (sides, rounds) == ("100 / 1000 ms", "3")


@pytest.mark.parametrize(("value", "met"), [(20.0, "met"), (20.5, "missed")])
def test_a_value_of_ours_alone_has_its_unit(value, met):
    sheet = Sheet()
    sheet.value("pan", value)
    row = rows_of(sheet.markdown())["pan on a 4K view, frame time"]
    assert row[2].endswith(") ms")
    assert row[3:] == [met, "", "1"]


def test_the_first_reason_is_given_where_a_row_has_no_round():
    sheet = Sheet()
    sheet.missing("drag", "npm is not installed")
    sheet.missing("drag", "later")
    row = rows_of(sheet.markdown())["window/level drag, CPU per step / Cornerstone3D (CPU)"]
    assert row[2] == "not measured: npm is not installed"


def test_only_rows_that_exist_are_measured():
    assert isinstance(ROWS[0], Row)
    sheet = Sheet()
    with pytest.raises(KeyError):
        sheet.value("nothing", 1.0)


@pytest.mark.peer("chromium")
def test_a_page_that_hangs_ends_with_its_browser(tmp_path, monkeypatch):
    monkeypatch.setattr(chromium, "SESSION_S", 3.0)
    with chromium.session(tmp_path / "profile") as started:
        page = started.context.new_page()
        with pytest.raises(BrowserError):
            page.evaluate("() => { while (true); }")
    assert processes_with(f"--user-data-dir={tmp_path / 'profile'}") == []
