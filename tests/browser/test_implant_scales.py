"""Implant templates and the film's scale: none without it, another size with another one."""

from __future__ import annotations

import math
import uuid

import numpy as np
import pytest
from playwright.sync_api import expect

from planning.plans import document
from tests.browser.film_pages import detector_scale
from tests.browser.implant_pages import FILM_ID, calibrated, closed, film_server, opened, plan
from tests.browser.test_viewer_calibration import calibration

pytestmark = pytest.mark.peer("chromium")
CALIBRATIONS = f"/api/v1/films/{FILM_ID}/calibrations"
GEOMETRY = {"detector_mm": [0.17, 0.17], "sid_mm": None, "central_ray_px": None}


def with_head(diameter_mm: float, centre: tuple[float, float], column_mm: float) -> dict:
    """A plan whose right femoral head is measured."""
    view, body = str(uuid.UUID(int=201)), str(uuid.UUID(int=202))
    rim = [str(uuid.UUID(int=210 + at)) for at in range(8)]
    reach_px = diameter_mm / 2 / column_mm
    points = [
        [centre[0] + reach_px * math.cos(at), centre[1] + reach_px * math.sin(at)]
        for at in np.arange(8) * math.pi / 4
    ]
    return document.empty() | {
        "views": [{"id": view, "sop_instance_uid": "2.25.1", "frame": 1,
                   "pixel_sha256": "0" * 64, "calibration_id": None, "side": None}],
        "bodies": [{"id": body, "kind": "film", "view_id": view}],
        "landmarks": [
            {"id": one, "body_id": body, "key": "head_rim", "side": "R", "point_px": point,
             "placed": "loupe"} for one, point in zip(rim, points, strict=True)
        ],
        "measurements": [{"id": str(uuid.UUID(int=203)), "definition": "femoral_head_diameter",
                          "side": "R", "landmarks": {"rim": rim}}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "code"), [(None, "no_scale"), (detector_scale(0.2, 0.2), "scale_not_of_patient")]
)
def test_without_a_calibration_there_is_no_template_and_the_panel_says_what_to_do(
    chromium, scale, code
):
    with film_server(**({"scale": scale} if scale else {}), geometry=GEOMETRY) as server:
        viewer = opened(chromium, server)
        viewer.open_section()
        refused = viewer.page.get_by_test_id("implants-refused")
        expect(refused).to_contain_text("Press C to calibrate")
        assert refused.get_attribute("data-code") == code
        expect(viewer.page.get_by_test_id("add-cup")).to_be_hidden()
        refused.get_by_role("button", name="Calibrate").click()
        expect(viewer.page.get_by_test_id("ball-diameter")).to_be_visible()
        closed(viewer)


def test_a_scale_that_waits_for_a_person_is_confirmed_here_and_another_one_keeps_the_anchor(
    chromium,
):
    column_mm = 0.2
    scale = calibrated(column_mm, column_mm, templating="confirm")
    with film_server(scale, geometry=GEOMETRY) as server:
        server.book.plan = plan() | {
            "version": 1,
            "document": with_head(47.2, (800.5, 600.25), 0.2),
        }
        made: list[dict] = []

        def answer(method: str, body: dict | None) -> tuple[int, object]:
            if method == "GET":
                return 200, [*reversed(made)]
            made.append(calibration(len(made), 0.2 if not made else 0.16))
            return 201, made[-1]

        server.answers[CALIBRATIONS] = answer
        viewer = opened(chromium, server)
        viewer.open_section()
        expect(viewer.page.get_by_test_id("implants-refused")).to_contain_text("Confirm it")
        viewer.page.get_by_test_id("implants-accept").click()
        expect(viewer.page.get_by_test_id("implants-refused")).to_be_hidden()
        assert server.posted("/calibrations")[0]["method"] == "accepted_header"

        viewer.add("cup")
        assert viewer.card("cup").get_attribute("data-size") == "52", "47.2 mm and 4 to 6 more"
        assert viewer.image_point("cup", (0, 0)) == pytest.approx((800.5, 600.25), abs=1e-6)
        before = viewer.placed("cup")
        viewer.press("0", "c")
        for at in np.arange(8) * math.pi / 4:
            viewer.click((1150 + 90 * math.cos(at), 800 + 90 * math.sin(at)))
        viewer.page.get_by_test_id("calibration-save").click()
        expect(viewer.page.get_by_test_id("calibration-save")).to_be_hidden()
        viewer.settle()
        after = viewer.placed("cup")
        assert after[:, 2] == pytest.approx(before[:, 2], abs=1e-9)
        assert after[:, :2] == pytest.approx(before[:, :2] * 0.2 / 0.16, rel=1e-9)
        closed(viewer)


def test_a_signed_plan_shows_its_implants_and_says_why_they_stay(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        viewer.add("cup")
        expect(viewer.page.get_by_test_id("save-state")).to_contain_text("Saved")
        before = viewer.placed("cup")
        closed(viewer)
        server.book.plan |= {"state": "signed"}
        viewer = opened(chromium, server)
        viewer.open_section()
        assert np.array_equal(viewer.placed("cup"), before)
        viewer.drag(viewer.image_point("cup", (0, -24.5)), (40, 0))
        assert np.array_equal(viewer.placed("cup"), before)
        assert "signed" in viewer.said().lower()
        viewer.press("+", "ArrowRight", "Delete")
        assert np.array_equal(viewer.placed("cup"), before)
        assert viewer.card("cup").get_attribute("data-size") == "52"
        closed(viewer)
