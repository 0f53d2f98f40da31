"""Sets and entered values in the planner: guided, left, resumed, read side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import plan_steps
from tests.browser.axe import violations
from tests.browser.implant_pages import calibrated, closed, film_server, opened

pytestmark = pytest.mark.peer("chromium")
FOOT = {
    # From the base up to the head of a right first metatarsal, and its joint, square to it.
    "metatarsal": [(800, 1400), (800, 800)],
    "joint": [(900, 700), (700, 700)],
    # The toe turns outwards by atan(1/4), the second metatarsal inwards of it by atan(1/10).
    "phalanx": [(800, 580), (700, 180)],
    "second": [(500, 1400), (440, 800)],
}


def prompt(viewer):
    return viewer.page.locator(".film .prompt")


def set_value(viewer, test_id: str) -> float:
    return float(viewer.page.get_by_test_id(test_id).get_attribute("data-value"))


def test_a_set_is_guided_left_resumed_and_read_in_one_card(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "hallux set", side="R")
        expect(prompt(viewer)).to_contain_text("1 of 8")
        for point in FOOT["metatarsal"]:
            viewer.click(point)
        viewer.click((10, 10))
        expect(prompt(viewer)).to_contain_text("4 of 8")
        viewer.press("Escape")
        expect(prompt(viewer)).to_contain_text("3 of 8")
        prompt(viewer).get_by_role("button", name="Stop").click()
        card = viewer.page.get_by_test_id("set-hallux")
        expect(card.locator(".state")).to_contain_text("0 of 3 values")
        card.get_by_role("button", name="Go on").click()
        expect(prompt(viewer)).to_contain_text("3 of 8")
        for point in [*FOOT["joint"], *FOOT["phalanx"], *FOOT["second"]]:
            viewer.click(point)
        expect(prompt(viewer)).to_be_hidden()
        expect(card.locator(".state")).to_contain_text("3 values")
        hva = set_value(viewer, "set-value-hallux_valgus_angle-R")
        assert hva == pytest.approx(14.036, abs=0.3)
        assert set_value(viewer, "set-value-DMAA-R") == pytest.approx(0, abs=0.6)
        card.locator("summary").first.click()
        assert violations(viewer.page) == []
        ima = set_value(viewer, "set-value-intermetatarsal_angle_1_2-R")
        assert abs(ima) == pytest.approx(5.711, abs=0.3)
        card.get_by_role("button", name="Delete Hallux set").click()
        expect(card).to_have_count(0)
        viewer.page.locator(".film").focus()
        viewer.page.keyboard.press("Control+z")
        expect(card.locator(".state")).to_contain_text("3 values")
        closed(viewer)


def test_a_grade_is_given_on_its_card_and_taken_back_by_undo(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "kellgren hip", side="L")
        card = viewer.page.get_by_test_id("result-Kellgren_Lawrence_hip-L")
        expect(card).to_contain_text("Nobody has given a grade yet")
        card.get_by_role("button", name="3", exact=True).click()
        expect(card.locator(".value")).to_have_text(
            "grade 3: moderate osteophytes, definite narrowing"
        )
        viewer.page.locator(".film").focus()
        viewer.page.keyboard.press("Control+z")
        expect(card).to_contain_text("Nobody has given a grade yet")
        closed(viewer)


def test_a_number_is_entered_by_keyboard_within_its_limits(chromium):
    with film_server(calibrated(0.2, 0.2)) as server:
        viewer = opened(chromium, server)
        plan_steps.measure(viewer.page, "incidence less")
        card = viewer.page.get_by_test_id("result-PI_minus_LL")
        field = card.get_by_role("textbox", name="Pelvic incidence")
        expect(field).to_be_focused()
        field.fill("200")
        field.press("Enter")
        expect(card.get_by_role("alert").first).to_contain_text("from 0 to 120")
        field.fill("52,5")
        field.press("Enter")
        card.get_by_role("textbox", name="Lumbar lordosis").fill("40")
        card.get_by_role("textbox", name="Lumbar lordosis").press("Enter")
        expect(card.locator(".value")).to_have_text("lordosis 13° too small")
        assert viewer.value("result-PI_minus_LL") == 12.5
        assert violations(viewer.page) == []
        handed = f"/api/v1/plans/{server.book.plan['id']}/measurements.csv"
        server.answers[handed] = lambda *_: (200, {})
        with viewer.page.expect_download():
            viewer.page.get_by_test_id("export-csv").click()
        asked = [(method, path) for method, path, _ in server.asked]
        saved = [at for at, (_, path) in enumerate(asked) if path.endswith("/changes")]
        assert max(saved) < asked.index(("GET", handed)), "what is handed out is saved before"
        closed(viewer)
