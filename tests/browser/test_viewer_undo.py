"""One history for everything that is done on a film; it says what it undid and shows where."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser

from tests.browser.test_viewer_calibration import (
    CALIBRATIONS,
    DETECTOR_MM,
    calibration,
    click_rim,
    closed,
    film_server,
    opened,
)

pytestmark = pytest.mark.peer("chromium")
FIRST_MM, SECOND_MM = 0.1237, 0.1212


class Records:
    """The calibrations of a film, kept as the server keeps them."""

    def __init__(self, *rows: dict):
        self.rows = list(rows)

    def __call__(self, method: str, body: dict | None) -> tuple[int, object]:
        if method == "GET":
            return 200, self.rows[::-1]
        assert body["supersedes"] == (self.rows[-1]["id"] if self.rows else None)
        # What is entered again gives the same scale again.
        same = [row for row in self.rows if row["inputs"] == body.get("rim_points_px")]
        column_mm = same[0]["column_mm"] if same else SECOND_MM
        row = calibration(len(self.rows), column_mm, supersedes=body["supersedes"])
        self.rows.append(row | {"inputs": body.get("rim_points_px")})
        return 201, self.rows[-1] | {"inputs": {"rim_points_px": body.get("rim_points_px")}}


def calibrate(viewer) -> None:
    viewer.press("0", "c")
    click_rim(viewer, 6)
    viewer.page.get_by_test_id("calibration-save").click()
    viewer.page.get_by_test_id("scale-card").wait_for()
    viewer.settle()


def draw(viewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    if viewer.page.locator(".film").get_attribute("data-tool") != "length":
        viewer.tool("length")
    viewer.click(start)
    viewer.click(end)


def said(viewer) -> str:
    return viewer.page.locator(".planner-status .live").inner_text()


def test_undo_and_redo_go_through_lengths_and_calibrations_in_their_order(chromium: Browser):
    before = calibration(0, FIRST_MM) | {"inputs": {"rim_points_px": [[1, 1], [2, 2], [3, 1]]}}
    records = Records(before | {"inputs": [[1, 1], [2, 2], [3, 1]]})
    with film_server(calibration=before, scale=before["scale"]) as server:
        server.answers[CALIBRATIONS] = records
        viewer = opened(chromium, server)
        draw(viewer, (200, 200), (500, 200))
        calibrate(viewer)
        viewer.press("f")
        draw(viewer, (200, 300), (500, 300))
        length_px = viewer.value("ruler-1") / SECOND_MM

        viewer.press("Control+z")
        assert said(viewer) == "Undone: Length 2 drawn"
        viewer.press("Control+z")
        viewer.page.wait_for_function(
            "() => document.querySelector('.planner-status .live').textContent.includes('Film cal')"
        )
        assert said(viewer) == "Undone: Film calibrated"
        assert viewer.value("ruler-1") == pytest.approx(length_px * FIRST_MM)
        assert "was" in viewer.text("ruler-change-1")
        assert [row["column_mm"] for row in records.rows] == [FIRST_MM, SECOND_MM, FIRST_MM]

        viewer.press("Control+Shift+z")
        viewer.page.wait_for_function(
            "() => document.querySelector('.planner-status .live').textContent.startsWith('Done')"
        )
        assert viewer.value("ruler-1") == pytest.approx(length_px * SECOND_MM)
        viewer.press("Control+Shift+z")
        assert said(viewer) == "Done again: Length 2 drawn"
        viewer.page.wait_for_timeout(1000)
        (view,) = server.book.plan["document"]["views"]
        assert view["calibration_id"] == records.rows[-1]["id"]
        assert len(records.rows) == 4
        closed(viewer)


def test_a_first_calibration_says_why_it_stays_and_the_next_undo_goes_on(chromium: Browser):
    with film_server() as server:
        server.answers[CALIBRATIONS] = Records()
        viewer = opened(chromium, server)
        draw(viewer, (200, 200), (500, 200))
        calibrate(viewer)
        assert viewer.value("ruler-1") < 300 * DETECTOR_MM
        viewer.press("Control+z")
        assert "cannot be taken back, only replaced" in said(viewer)
        assert viewer.page.get_by_test_id("ruler-1").count() == 1
        viewer.press("Control+z")
        assert said(viewer) == "Undone: Length 1 drawn"
        assert viewer.page.get_by_test_id("ruler-1").count() == 0
        closed(viewer)


def test_undo_brings_what_it_undid_into_view(chromium: Browser):
    with film_server() as server:
        viewer = opened(chromium, server)
        draw(viewer, (100, 100), (160, 140))
        viewer.press("Escape", "Escape", "0")
        viewer.drag((640, 512), (-450, -280))
        viewer.drag((900, 700), (-300, -280))
        x, y = viewer.on_page((130, 120))
        assert x < viewer.box["x"] or y < viewer.box["y"]
        viewer.press("Control+z")
        assert viewer.page.get_by_test_id("ruler-1").count() == 0
        x, y = viewer.on_page((130, 120))
        box = viewer.box
        assert (x, y) == pytest.approx(
            (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), abs=2
        )
        viewer.press("Control+Shift+z")
        assert viewer.page.get_by_test_id("ruler-1").count() == 1
        closed(viewer)


def test_points_of_a_length_or_calibration_under_way_are_undone_first(chromium: Browser):
    with film_server() as server:
        viewer = opened(chromium, server)
        draw(viewer, (200, 200), (500, 200))
        viewer.click((300, 400))
        assert viewer.page.locator("[data-handle^='length:']").count() == 1
        viewer.press("Control+z")
        assert viewer.page.locator("[data-handle^='length:']").count() == 0
        assert viewer.page.get_by_test_id("ruler-1").count() == 1
        viewer.press("c")
        viewer.click((700, 500))
        viewer.press("Control+z")
        assert viewer.page.locator("[data-handle^='rim:']").count() == 0
        assert viewer.page.get_by_test_id("ruler-1").count() == 1
        closed(viewer)


def test_a_step_that_somebody_else_has_changed_since_stays_and_is_named(chromium: Browser):
    with film_server() as server:
        viewer = opened(chromium, server)
        draw(viewer, (200, 200), (500, 200))
        draw(viewer, (200, 300), (500, 300))
        viewer.page.wait_for_function(
            "() => document.querySelector('[data-testid=save-state]').textContent.includes('Saved')"
        )
        plan = server.book.plan
        document = plan["document"]
        moved = document["landmarks"][-1]
        change = {"op": "upsert", "collection": "landmarks", "item": moved | {"point_px": [9, 9]}}
        body = {"id": str(uuid.uuid4()), "base_version": plan["version"], "changes": [change]}
        assert server.book.answer("POST", f"/api/v1/plans/{plan['id']}/changes", body)[0] == 200
        told = {"plan_id": plan["id"], "study_id": plan["study_id"], "state": "draft"}
        server.tell("plan", told | {"version": server.book.plan["version"]})
        viewer.page.wait_for_function(
            "() => document.querySelector('.live').textContent.includes('saved ver')"
        )
        viewer.press("Control+z")
        assert said(viewer).startswith("“Length 2 drawn” cannot be undone")
        viewer.press("Control+z")
        assert said(viewer) == "Undone: Length 1 drawn"
        closed(viewer)
