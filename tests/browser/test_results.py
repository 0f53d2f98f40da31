"""Measurements in the planner: guided, reused, dragged, recalibrated, undone."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from tests.browser import plan_steps
from tests.browser.film_pages import detector_scale
from tests.browser.implant_pages import FILM_ID, calibrated, closed, film_server, opened
from tests.browser.test_viewer_calibration import calibration

pytestmark = pytest.mark.peer("chromium")
GEOMETRY = {"detector_mm": [0.17, 0.17], "sid_mm": None, "central_ray_px": None}
LEG = "result-LLD_lesser_trochanter"
PELVIS = [(700, 600), (1100, 600), (640, 700), (1160, 740)]
"""Both teardrops, both lesser trochanters: the right one lies 40 px higher."""


def measured_leg(viewer) -> None:
    plan_steps.measure(viewer.page, "leg length diff")
    for point in PELVIS:
        viewer.click(point)


def card_text(viewer, test_id: str = LEG) -> str:
    return viewer.page.get_by_test_id(test_id).locator(".value").inner_text()


def prompt(viewer):
    return viewer.page.locator(".film .prompt")


def test_the_film_asks_for_each_landmark_and_the_card_reads_in_words(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "leg length diff")
        expect(prompt(viewer)).to_contain_text("Teardrop, right")
        expect(prompt(viewer)).to_contain_text("1 of 4")
        for point in PELVIS[:2]:
            viewer.click(point)
        expect(prompt(viewer)).to_contain_text("Lesser trochanter, apex, right")
        viewer.press("Escape")
        expect(prompt(viewer)).to_contain_text("Teardrop, left")
        for point in PELVIS[1:]:
            viewer.click(point)
        expect(prompt(viewer)).to_be_hidden()
        assert card_text(viewer) == "right 8 mm short"
        assert viewer.value(LEG) == pytest.approx(-8.0, abs=0.15), "40 px of 0.2 mm"
        expect(viewer.page.get_by_test_id(LEG).locator(".error")).to_contain_text("±")
        expect(viewer.page.get_by_test_id("figure-LLD_lesser_trochanter")).to_contain_text("short")
        closed(viewer)


def test_a_dragged_landmark_changes_its_number_while_it_moves_and_undo_takes_it_back(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        measured_leg(viewer)
        before = viewer.value(LEG)
        x, y = viewer.on_page(PELVIS[2])
        mouse = viewer.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x, y + 10)
        mouse.move(x, y + 20)
        viewer.settle()
        moving = viewer.value(LEG)
        assert moving > before + 1, "the right trochanter went down, the leg reads longer"
        mouse.up()
        viewer.settle()
        assert viewer.value(LEG) == pytest.approx(moving, abs=0.5)
        viewer.page.keyboard.press("Control+z")
        viewer.settle()
        assert viewer.value(LEG) == pytest.approx(before, abs=1e-9)
        closed(viewer)


def test_a_landmark_is_placed_once_and_a_set_of_points_is_ended_by_hand(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "head diam", side="R")
        for at in range(5):
            angle = 2 * math.pi * at / 5
            viewer.click((700 + 120 * math.cos(angle), 500 + 120 * math.sin(angle)))
        expect(prompt(viewer)).to_contain_text("5 points")
        viewer.press("End")
        expect(prompt(viewer)).to_be_hidden()
        assert viewer.value("result-femoral_head_diameter-R") == pytest.approx(48.0, abs=0.3)
        plan_steps.measure(viewer.page, "femoral off", side="R")
        expect(prompt(viewer)).to_contain_text("Shaft axis, upper")
        viewer.click((560, 800))
        viewer.click((560, 1100))
        assert viewer.value("result-femoral_offset-R") == pytest.approx(28.0, abs=0.3)
        expect(viewer.page.locator('[data-handle^="landmark:"]')).to_have_count(7)
        closed(viewer)


def test_a_new_calibration_changes_every_value_and_says_what_it_was(chromium):
    with film_server(detector_scale(0.2, 0.2), geometry=GEOMETRY) as server:
        server.answers[f"/api/v1/films/{FILM_ID}/calibrations"] = lambda method, body: (
            (200, []) if method == "GET" else (201, calibration(1, 0.1))
        )
        viewer = opened(chromium, server)
        measured_leg(viewer)
        assert card_text(viewer) == "right 8 mm short"
        expect(viewer.page.get_by_test_id(LEG)).to_contain_text("before the film is calibrated")
        viewer.press("c")
        viewer.page.get_by_test_id("ball-diameter").fill("25.4")
        for at in range(8):
            angle = math.pi * at / 4
            viewer.click((900 + 90 * math.cos(angle), 950 + 90 * math.sin(angle)))
        viewer.page.get_by_test_id("calibration-save").click()
        change = viewer.page.get_by_test_id(LEG).locator(".change")
        expect(change).to_contain_text("was right 8 mm short, now right 4 mm short")
        change.get_by_role("button", name="Seen").click()
        expect(change).to_be_hidden()
        closed(viewer)


def test_without_a_scale_there_is_an_angle_but_no_millimetre(chromium):
    with film_server(geometry=GEOMETRY) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "angle")
        for point in [(600, 500), (900, 500), (900, 800)]:
            viewer.click(point)
        assert card_text(viewer, "result-angle") == "90°"
        measured_leg(viewer)
        expect(viewer.page.get_by_test_id(LEG)).to_contain_text("no value")
        expect(viewer.page.get_by_test_id(LEG)).to_contain_text("Press C")
        closed(viewer)


def test_a_deleted_measurement_comes_back_with_undo(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        measured_leg(viewer)
        card = viewer.page.get_by_test_id(LEG)
        card.get_by_role("button", name="Delete").click()
        expect(card).to_have_count(0)
        viewer.page.locator(".film").focus()
        viewer.page.keyboard.press("Control+z")
        expect(card.locator(".value")).to_have_text("right 8 mm short")
        closed(viewer)
