"""Calibrating on the film: live figures, what is sent, what changes afterwards."""

from __future__ import annotations

import math
import uuid

import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.film_pages import NO_SCALE, FilmServer, detector_scale, film_json
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=9))
CALIBRATIONS = f"/api/v1/films/{FILM_ID}/calibrations"
DETECTOR_MM, BALL_MM, CENTRE, RADIUS_PX = 0.15, 25.4, (640.3, 512.6), 104.7
TRUE_MAGNIFICATION = 2 * RADIUS_PX * DETECTOR_MM / BALL_MM


def calibration(number: int, column_mm: float, *, supersedes: str | None = None) -> dict:
    """A calibration as the server answers it, worked out here."""
    scale = detector_scale(column_mm, column_mm) | {
        "method": "ball", "label": "calibrated (user: 25.4 mm ball)", "confidence": "high",
        "templating": "yes", "calibrated": True, "relative_sigma": 0.0131,
        "magnification": DETECTOR_MM / column_mm,
    }  # fmt: skip
    return {
        "id": str(uuid.UUID(int=100 + number)), "method": "ball", "label": scale["label"],
        "magnification": scale["magnification"], "row_mm": column_mm, "column_mm": column_mm,
        "relative_error_95": 0.0257, "residual_px": 0.31, "residual_mm": 0.04,
        "plausibility": "plausible", "reason": "", "created_by": f"Dr Number {number}",
        "created_at": "2026-11-20T08:00:00+00:00", "supersedes": supersedes, "current": True,
        "inputs": {}, "scale": scale,
    }  # fmt: skip


def film_server(**changes: object) -> FilmServer:
    values = pictures.disc(1024, 1280, CENTRE, RADIUS_PX)
    scale = detector_scale(DETECTOR_MM, DETECTOR_MM)
    geometry = {"detector_mm": [DETECTOR_MM, DETECTOR_MM], "sid_mm": None, "central_ray_px": None}
    given = {"scale": scale, "header_scale": scale | {"row": 9}, "geometry": geometry} | changes
    film, blobs = film_json(values, FILM_ID, **given)
    return FilmServer(film, blobs)


def opened(chromium: Browser, server: FilmServer) -> Viewer:
    return Viewer(chromium.new_context(viewport={"width": 1280, "height": 690}).new_page(), server)


def closed(viewer: Viewer) -> None:
    assert viewer.problems == []
    viewer.page.context.close()


def click_rim(viewer: Viewer, count: int) -> None:
    for index in range(count):
        angle = 2 * math.pi * index / count + 0.2
        viewer.click(
            (CENTRE[0] + RADIUS_PX * math.cos(angle), CENTRE[1] + RADIUS_PX * math.sin(angle))
        )


def test_eight_clicks_on_a_balls_rim_give_the_magnification_within_a_third_of_a_percent(chromium):
    with film_server() as server:
        viewer = opened(chromium, server)
        assert viewer.text("scale-badge") == "NOT CALIBRATED"
        viewer.press("0", "c")
        assert viewer.page.get_by_test_id("ball-diameter").input_value() == "25.4"
        click_rim(viewer, 2)
        assert viewer.text("calibration-agree") == "2 points, 1 more point"
        assert viewer.page.get_by_test_id("calibration-save").is_disabled()
        viewer.press("Escape", "Escape")
        click_rim(viewer, 8)
        assert viewer.text("calibration-agree") == "8 of 8 points agree"
        found = viewer.value("calibration-magnification")
        assert found == pytest.approx(TRUE_MAGNIFICATION, rel=0.003)
        assert viewer.text("calibration-magnification") == f"M {found:.3f}"
        assert viewer.value("calibration-residual") < 0.8
        assert "As expected" in viewer.text("calibration-verdict")
        ellipse = viewer.page.locator(".film-overlay ellipse.stroke")
        assert float(ellipse.get_attribute("rx")) == pytest.approx(RADIUS_PX, abs=0.8)
        closed(viewer)


def test_only_points_and_sizes_are_sent_and_every_length_follows_the_new_scale(chromium):
    with film_server() as server:
        first, second = 0.1237, 0.1212
        made: list[dict] = []

        def answer(method: str, body: dict | None) -> tuple[int, object]:
            if method == "GET":
                return 200, [*reversed(made)]
            for earlier in made:
                earlier["current"] = False
            column_mm = second if made else first
            made.append(calibration(len(made), column_mm, supersedes=body["supersedes"]))
            return 201, made[-1]

        server.answers[CALIBRATIONS] = answer
        viewer = opened(chromium, server)
        viewer.tool("length")
        viewer.click((200, 200))
        viewer.click((800, 200))
        length_px = viewer.value("ruler-1") / DETECTOR_MM
        viewer.press("0", "c")
        click_rim(viewer, 8)
        viewer.page.get_by_test_id("calibration-save").click()
        viewer.page.wait_for_selector(".scale-badge[data-value]:not([data-tone])")
        viewer.settle()
        (sent,) = server.posted("/calibrations")
        assert sorted(sent) == [
            "ball_diameter_mm",
            "method",
            "reason",
            "rim_points_px",
            "supersedes",
        ]
        assert sent["supersedes"] is None
        assert len(sent["rim_points_px"]) == 8
        for x, y in sent["rim_points_px"]:
            assert math.hypot(x - CENTRE[0], y - CENTRE[1]) == pytest.approx(RADIUS_PX, abs=1.2)
        assert viewer.text("scale-badge") == "M 1.21 ±2.6 % · ball"
        assert viewer.value("ruler-1") == pytest.approx(length_px * first)
        assert viewer.text("ruler-error-1").startswith("± ")
        was, now = length_px * DETECTOR_MM, length_px * first
        assert f"was {was:.1f}, now {now:.1f}" in viewer.text("ruler-change-1")
        viewer.page.get_by_role("button", name="Seen").click()
        assert not viewer.page.get_by_test_id("ruler-change-1").is_visible()

        viewer.page.locator(".film").focus()
        viewer.press("c")
        click_rim(viewer, 5)
        viewer.page.get_by_test_id("calibration-save").click()
        viewer.page.get_by_test_id("calibration-history").wait_for()
        assert server.posted("/calibrations")[1]["supersedes"] == made[0]["id"]
        assert viewer.value("ruler-1") == pytest.approx(length_px * second)
        assert "Dr Number 1" in viewer.text("scale-card")
        viewer.page.get_by_test_id("calibration-history").locator("summary").click()
        assert "Dr Number 0" in viewer.text("calibration-history")
        closed(viewer)


def test_somebody_else_was_faster_so_both_results_are_shown(chromium):
    with film_server() as server:
        theirs = calibration(7, 0.12)

        def answer(method: str, body: dict | None) -> tuple[int, object]:
            if method == "GET":
                return 200, [theirs]
            if body["supersedes"] != theirs["id"]:
                error = {"code": "calibration_superseded", "params": {}, "sentence": "Superseded."}
                return 409, {"error": error, "current": theirs}
            return 201, calibration(8, 0.1237, supersedes=theirs["id"])

        server.answers[CALIBRATIONS] = answer
        viewer = opened(chromium, server)
        viewer.press("0", "c")
        click_rim(viewer, 6)
        viewer.page.get_by_test_id("calibration-save").click()
        dialog = viewer.page.get_by_test_id("calibration-conflict")
        dialog.wait_for()
        assert "Dr Number 7" in dialog.inner_text()
        assert "M 1.25" in dialog.inner_text()
        viewer.page.get_by_role("button", name="Use mine instead").click()
        viewer.page.wait_for_selector(".scale-badge[data-value]:not([data-tone])")
        assert [body["supersedes"] for body in server.posted("/calibrations")] == [
            None, theirs["id"],
        ]  # fmt: skip
        assert viewer.text("scale-badge").startswith("M 1.21")
        viewer.problems = [text for text in viewer.problems if "409" not in text]
        closed(viewer)


def test_an_implausible_ball_needs_a_reason(chromium):
    with film_server() as server:
        viewer = opened(chromium, server)
        viewer.press("0", "c")
        click_rim(viewer, 6)
        viewer.page.get_by_test_id("ball-diameter").fill("20")
        assert "enter your reason" in viewer.text("calibration-verdict")
        assert viewer.page.get_by_test_id("calibration-save").is_disabled()
        viewer.page.get_by_test_id("calibration-reason").fill("Ball of another make")
        assert viewer.page.get_by_test_id("calibration-save").is_enabled()
        closed(viewer)


def test_a_site_without_a_ball_asks_for_its_size(chromium):
    with film_server(site={"id": "1", "ball_diameter_mm": None}) as server:
        viewer = opened(chromium, server)
        viewer.press("c")
        field = viewer.page.get_by_test_id("ball-diameter")
        assert field.input_value() == ""
        assert "25 and 25.4 mm" in viewer.page.locator(".panel-scale").inner_text()
        closed(viewer)


def test_a_known_length_and_an_entered_factor(chromium):
    with film_server() as server:
        viewer = opened(chromium, server)
        viewer.press("0", "c")
        viewer.page.get_by_test_id("method-known_length").click()
        left, right = CENTRE[0] - RADIUS_PX, CENTRE[0] + RADIUS_PX
        viewer.click((left, CENTRE[1]))
        viewer.click((right, CENTRE[1]))
        viewer.page.get_by_test_id("known-length").fill("25,4")
        found = viewer.value("calibration-magnification")
        assert found == pytest.approx(TRUE_MAGNIFICATION, rel=0.01)
        viewer.page.get_by_test_id("method-entered_magnification").click()
        viewer.page.get_by_test_id("magnification").fill("1.2")
        assert viewer.page.get_by_test_id("calibration-save").is_disabled()
        viewer.page.get_by_test_id("calibration-reason").fill("Standard for this room")
        assert viewer.page.get_by_test_id("calibration-save").is_enabled()
        assert viewer.value("calibration-magnification") == 1.2
        closed(viewer)


def test_a_film_without_a_scale_has_no_millimetres_and_says_why(chromium):
    with film_server(scale=NO_SCALE, header_scale=NO_SCALE, geometry=None) as server:
        viewer = opened(chromium, server)
        assert "no scale, so millimetres and templates are off" in viewer.text("alert-scale")
        assert not viewer.page.get_by_test_id("scale-bar").is_visible()
        viewer.tool("length")
        viewer.click((200, 200))
        viewer.click((800, 200))
        assert viewer.text("ruler-label-1").startswith("600 px")
        assert "mm" not in viewer.text("ruler-label-1")
        assert viewer.page.get_by_test_id("ruler-1").get_attribute("data-unit") == "px"
        closed(viewer)


def test_which_side_is_which_is_asked_and_answered_as_the_film_lies_on_the_screen(chromium):
    unknown = {"patient_right_on": None, "source": "unknown", "confirmed_by": None}
    with film_server(sides=unknown) as server:
        hanging = f"/api/v1/films/{FILM_ID}/hanging"
        server.answers[hanging] = lambda _, body: (201, body | {"source": "confirmed"})
        viewer = opened(chromium, server)
        assert not viewer.page.get_by_test_id("side-R").is_visible()
        viewer.tool("flip")
        viewer.page.get_by_role("button", name="Yes, right is on the left").click()
        viewer.page.get_by_test_id("side-R").wait_for()
        assert server.posted("/hanging") == [{"patient_right_on": "right"}]
        right, left = (viewer.page.get_by_test_id(f"side-{s}").bounding_box()["x"] for s in "RL")
        assert right < left
        closed(viewer)


def test_looking_around_with_another_tool_keeps_the_points_on_the_rim(chromium):
    with film_server() as server:
        viewer = opened(chromium, server)
        viewer.press("0", "c")
        click_rim(viewer, 4)
        before = viewer.value("calibration-magnification")
        viewer.press("w")
        viewer.drag((300, 300), (40, 20))
        assert viewer.page.locator(".film-overlay ellipse.stroke").count() == 1
        viewer.press("w")
        assert viewer.page.locator(".film").get_attribute("data-tool") == "rim"
        assert viewer.value("calibration-magnification") == before
        viewer.press("Control+z")
        assert viewer.text("calibration-agree") == "3 of 3 points agree"
        closed(viewer)


def test_a_role_that_may_only_look_is_told_so(chromium):
    with film_server(may={"calibrate": False}) as server:
        viewer = opened(chromium, server)
        assert viewer.page.get_by_test_id("calibrate").count() == 0
        viewer.press("c")
        assert "may look at calibrations" in viewer.page.locator(".planner-status").inner_text()
        closed(viewer)


def test_what_is_doubtful_about_a_header_is_said_until_a_person_calibrates(chromium):
    scale = detector_scale(DETECTOR_MM, DETECTOR_MM)
    doubt = {
        "code": "placeholder_spacing",
        "params": {},
        "sentence": "It looks like a placeholder.",
    }
    with film_server(header_scale=scale | {"row": 10, "warnings": [doubt]}) as server:
        viewer = opened(chromium, server)
        viewer.page.get_by_role("button", name="+1 more").click()
        assert doubt["sentence"] in viewer.text("alert-placeholder_spacing")
        closed(viewer)
