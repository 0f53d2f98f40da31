"""Whole sets on phantoms: with the true landmarks clicked, every value on the screen is true."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from planning.measuring.definition_files import catalogue
from planning.phantom.film import generate
from tests.browser import journey, plan_steps
from tests.browser.implant_pages import calibrated, closed, film_server, opened

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(480)]
PIXEL_MM = 0.3
WITHIN = {"mm": 0.5, "deg": 0.2, "%": 1.0}
TRUE_NAMES = {"lesser_troch_apex": "lesser_troch"}
# A screen pixel at its end is half a degree.
SHORT = {"plafond_lat", "plafond_med"}
# What follows from the others, and what the phantom's outlines say rather than its points.
NOT_IN_THE_TRUTH = {
    "ap_pelvis": {"femoral_head_diameter"},
    "long_leg": {"CPAK_aHKA", "CPAK_JLO", "CPAK_type"},
}


def place_all(film: journey.Film, truth: dict, one) -> None:
    """Click every landmark of a set where it truly is, as the film asks for it."""
    for key in one.landmarks:
        for side in ("R", "L"):
            if key == "head_rim":
                outline = truth["spheres"][f"femoral_head_{side}"]["outline"]
                for point in plan_steps.outline(outline, 6):
                    film.place(point)
                film.press("End")
                continue
            name = f"{TRUE_NAMES.get(key, key)}_{side}"
            place_near(film, tuple(truth["landmarks"][name]["image_px"]), short=key in SHORT)


def place_near(film: journey.Film, point: tuple[float, float], *, short: bool) -> None:
    """Click a point; an end of a short line from nearer, as a hand would for a fine angle."""
    if short:
        film.bring(point)
        film.page.mouse.move(*film.on_page(point))
        while film.zoom < 3:
            film.page.mouse.wheel(0, -240)
            film.settle()
    film.place(point)
    if short:
        film.press("0")


@pytest.mark.parametrize(
    ("kind", "key", "letters"),
    [("ap_pelvis", "ap_pelvis", "ap pelvis set"), ("long_leg", "long_leg", "long leg set")],
)
def test_each_value_of_a_set_is_within_half_a_millimetre_and_a_fifth_of_a_degree(
    chromium, kind, key, letters
):
    phantom, one = generate(kind, 11, pixel_mm=PIXEL_MM), catalogue().sets[key]
    readings = phantom.truth["readings"]
    mm = PIXEL_MM / phantom.truth["planes"][readings["plane"]]["magnification"]
    low, high = int(phantom.pixels.min()), int(phantom.pixels.max())
    window = {"name": "", "center": (low + high) / 2, "width": high - low, "function": "LINEAR"}
    with film_server(calibrated(mm, mm), values=phantom.pixels[None], windows=[window]) as server:
        viewer = opened(chromium, server)
        film = journey.Film(viewer.page)
        film.press("0")
        plan_steps.measure(film.page, letters)
        place_all(film, phantom.truth, one)
        card = film.page.get_by_test_id(f"set-{key}")
        expect(card.locator(".state")).not_to_contain_text(" of ")
        off = {}
        for name in one.measurements:
            if name in NOT_IN_THE_TRUTH[key]:
                continue
            sides = ("_R", "_L") if f"{name}_R" in readings["values"] else ("",)
            for side in sides:
                wanted = readings["values"][f"{name}{side}"]
                cell = film.page.get_by_test_id(f"set-value-{name}{side.replace('_', '-')}")
                found = float(cell.get_attribute("data-value"))
                if abs(found - wanted["value"]) > WITHIN[wanted["unit"]]:
                    off[f"{name}{side}"] = (found, wanted["value"])
        assert off == {}
        closed(viewer)
