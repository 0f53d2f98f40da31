"""Calibrating by a head, two markers, distances and another film: live figures, what is sent."""

from __future__ import annotations

import math

import pytest

from tests.browser.film_pages import detector_scale, study_json
from tests.browser.test_viewer_calibration import (
    CALIBRATIONS,
    CENTRE,
    DETECTOR_MM,
    RADIUS_PX,
    calibration,
    click_rim,
    closed,
    film_server,
    opened,
)

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(240)]
OTHER_ID = "00000000-0000-0000-0000-000000000077"
VIEW = {
    "detector_mm": [DETECTOR_MM, DETECTOR_MM], "sid_mm": 1150.0, "central_ray_px": None,
    "sod_mm": 1100.0, "region": "pelvis", "standing": False,
    "expected": {"least": 1.05, "usual_from": 1.12, "usual_to": 1.28, "most": 1.35},
}  # fmt: skip


def begun(chromium, server, method: str):
    server.answers[CALIBRATIONS] = lambda verb, _body: (
        (201, calibration(0, 0.12)) if verb == "POST" else (200, [])
    )
    viewer = opened(chromium, server)
    viewer.press("0", "c")
    viewer.page.get_by_test_id(f"method-{method}").click()
    return viewer


def sent(viewer, server) -> dict:
    viewer.page.get_by_test_id("calibration-save").click()
    viewer.page.wait_for_selector(".scale-badge[data-value]:not([data-tone])")
    (body,) = server.posted("/calibrations")
    return body


def test_an_implant_head_and_a_standing_ball(chromium):
    with film_server(geometry=VIEW) as server:
        viewer = begun(chromium, server, "implant_head")
        viewer.page.get_by_test_id("head-diameter").fill("26.2")
        click_rim(viewer, 8)
        found = viewer.value("calibration-magnification")
        assert found == pytest.approx(2 * RADIUS_PX * DETECTOR_MM / 26.2, rel=0.004)
        assert viewer.value("calibration-error") == pytest.approx(1.05, abs=0.3)
        viewer.page.get_by_test_id("method-ball").click()
        click_rim(viewer, 8)
        viewer.page.get_by_test_id("ball-standing").check()
        assert viewer.value("calibration-error") == pytest.approx(12, abs=0.1)
        assert "12 % or more" in viewer.text("calibration-warnings")
        body = sent(viewer, server)
        assert (body["method"], body["standing"]) == ("ball", True)
        closed(viewer)


def test_two_markers_are_clicked_one_after_the_other(chromium):
    with film_server(geometry=VIEW) as server:
        viewer = begun(chromium, server, "two_markers")
        viewer.page.get_by_test_id("front-diameter").fill("23")
        click_rim(viewer, 6)
        viewer.page.get_by_test_id("marker-front").click()
        assert viewer.page.locator('[data-handle^="rim:"]').count() == 0
        for k in range(6):
            turn = 2 * math.pi * k / 6
            viewer.click((CENTRE[0] + RADIUS_PX * math.cos(turn),
                          CENTRE[1] + RADIUS_PX * math.sin(turn)))  # fmt: skip
        far, near = 25.4 / (2 * RADIUS_PX), 23 / (2 * RADIUS_PX)
        true = DETECTOR_MM / (0.55 * far + 0.45 * near)
        assert viewer.value("calibration-magnification") == pytest.approx(true, rel=0.005)
        body = sent(viewer, server)
        assert len(body["rim_points_px"]) == len(body["front_rim_points_px"]) == 6
        assert (body["ball_diameter_mm"], body["front_ball_diameter_mm"]) == (25.4, 23)
        assert body["depth_share"] == pytest.approx(0.45)
        closed(viewer)


def test_distances_name_the_table_trap(chromium):
    with film_server(geometry=VIEW) as server:
        viewer = begun(chromium, server, "distances")
        assert "ends at the table" in viewer.text("distance-trap")
        away = viewer.page.get_by_test_id("distance-object")
        away.fill("50")
        assert "header’s distances" in viewer.text("calibration-warnings")
        assert viewer.page.get_by_test_id("calibration-save").is_disabled()
        away.fill("170")
        assert viewer.text("calibration-warnings") == ""
        assert viewer.value("calibration-magnification") == pytest.approx(1150 / 980)
        body = sent(viewer, server)
        assert (body["sid_mm"], body["object_distance_mm"]) == (1150, 170)
        closed(viewer)


def test_another_film_lends_the_size_of_an_object_and_its_doubt(chromium):
    with film_server(geometry=VIEW) as server:
        calibrated = detector_scale(0.12, 0.12) | {
            "calibrated": True, "templating": "yes", "relative_sigma": 0.013, "method": "ball",
        }  # fmt: skip
        server.answers[f"/api/v1/films/{OTHER_ID}"] = lambda *_: (200, {"scale": calibrated})
        server.study = study_json(server.film, server.film | {"id": OTHER_ID})
        viewer = begun(chromium, server, "other_film")
        viewer.page.get_by_test_id("other-length").fill("48")
        viewer.click((CENTRE[0] - 200, CENTRE[1]))
        viewer.click((CENTRE[0] + 200, CENTRE[1]))
        viewer.page.get_by_test_id("other-film").select_option(OTHER_ID)
        viewer.page.wait_for_selector('[data-testid="calibration-magnification"][data-value]')
        assert viewer.value("calibration-magnification") == pytest.approx(
            DETECTOR_MM / 0.12, rel=0.01
        )
        assert viewer.value("calibration-error") > 3.8
        body = sent(viewer, server)
        assert (body["method"], body["source_film_id"]) == ("other_film", OTHER_ID)
        closed(viewer)
