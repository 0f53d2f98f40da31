"""Implant templates on the film: as large as the scale says, moved and turned by hand and key."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.implant_pages import Templates, calibrated, closed, film_server, opened

pytestmark = pytest.mark.peer("chromium")
SCALE = calibrated(0.2, 0.2)
# On the shell of a cup, where no other implant lies.
ON_SHELL = (-23, -9)


def turned_deg(viewer: Templates, kind: str, about: np.ndarray) -> float:
    """By how much an implant is turned from `about`, clockwise on the film."""
    now = viewer.placed(kind)
    return math.degrees(
        math.atan2(now[1, 0], now[0, 0]) - math.atan2(about[1, 0], about[0, 0])
    )  # fmt: skip


@pytest.mark.parametrize("row_mm", [0.2, 0.26])
def test_a_cup_is_as_large_on_the_screen_as_its_millimetres_through_the_scale(chromium, row_mm):
    with film_server(calibrated(row_mm, 0.2)) as server:
        viewer = opened(chromium, server)
        viewer.add("cup")
        for key in ("f", "0"):
            viewer.press(key)
            radius_px = 26 * viewer.matrix()[0] / 0.2
            centre = viewer.on_page(viewer.image_point("cup", (0, 0)))
            away = np.hypot(*(viewer.outline_px("cup") - centre).T)
            assert away.max() == pytest.approx(radius_px, abs=0.5)
            # A half circle and its diameter: the whole arc lies that far from the centre.
            on_arc = np.abs(away - radius_px) < 0.5
            assert on_arc.mean() == pytest.approx(math.pi / (math.pi + 2), abs=0.03)
        assert turned_deg(viewer, "cup", np.eye(2, 3)) == pytest.approx(
            math.degrees(math.atan2(math.sin(math.radians(40)) * 0.2 / row_mm,
                                    math.cos(math.radians(40)))), abs=1e-6
        )  # fmt: skip
        closed(viewer)


def test_a_body_is_dragged_as_far_as_the_hand_a_click_moves_nothing_and_undo_takes_it_back(
    chromium,
):
    with film_server(SCALE) as server:
        viewer = opened(chromium, server)
        viewer.add("cup")
        before = viewer.placed("cup")
        for by in ((0, 0), (2, 1)):
            viewer.drag(viewer.image_point("cup", ON_SHELL), by)
        assert np.array_equal(viewer.placed("cup"), before)

        x, y = viewer.on_page(viewer.image_point("cup", ON_SHELL))
        per_px = viewer.matrix()[0]
        fill = "(body) => getComputedStyle(body).fillOpacity"
        body = viewer.shape("cup").locator(".body")
        assert float(body.evaluate(fill)) == pytest.approx(0.1)
        viewer.page.mouse.move(x, y)
        viewer.page.mouse.down()
        viewer.page.mouse.move(x + 20, y)
        viewer.page.mouse.move(x + 60, y + 34)
        viewer.settle()
        assert float(body.evaluate(fill)) == 0
        viewer.page.mouse.up()
        viewer.settle()
        moved = viewer.placed("cup")
        assert np.allclose(moved[:, :2], before[:, :2], atol=1e-12)
        assert np.allclose(moved[:, 2] - before[:, 2], np.array([60, 34]) / per_px, atol=1e-3)
        assert viewer.said() == "Cup 52, right moved"

        viewer.press("Control+z")
        assert np.allclose(viewer.placed("cup"), before, atol=1e-12)
        assert viewer.said() == "Undone: Cup 52, right moved"
        viewer.press("Control+z")
        expect(viewer.shape("cup")).to_have_count(0)
        viewer.press("Control+Shift+z", "Control+Shift+z")
        assert np.allclose(viewer.placed("cup"), moved, atol=1e-12)
        closed(viewer)


def test_the_ring_and_the_arrows_turn_about_the_anchor_and_a_size_keeps_it(chromium):
    with film_server(SCALE) as server:
        viewer = opened(chromium, server)
        viewer.add("cup")
        viewer.press("f")
        before = viewer.placed("cup")
        centre = np.array(viewer.on_page(viewer.image_point("cup", (0, 0))))
        knob = viewer.page.locator(".film-overlay .implant-knob .ring").bounding_box()
        reach = np.array([knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2]) - centre
        across = np.array([-reach[1], reach[0]])
        viewer.page.mouse.move(*(centre + reach))
        viewer.page.mouse.down()
        viewer.page.mouse.move(*(centre + (reach + across) * 0.7))
        viewer.page.mouse.move(*(centre + across))
        viewer.page.mouse.up()
        viewer.settle()
        assert turned_deg(viewer, "cup", before) % 360 == pytest.approx(90, abs=0.1)
        assert np.allclose(viewer.placed("cup")[:, 2], before[:, 2], atol=1e-9)
        viewer.press("Control+z")

        viewer.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight")
        assert turned_deg(viewer, "cup", before) == pytest.approx(2.2, abs=1e-9)
        assert np.allclose(viewer.placed("cup")[:, 2], before[:, 2], atol=1e-9)
        viewer.page.mouse.move(*centre)
        viewer.page.keyboard.down("Shift")
        viewer.page.mouse.wheel(0, -120)
        viewer.page.keyboard.up("Shift")
        viewer.settle()
        assert turned_deg(viewer, "cup", before) == pytest.approx(1.2, abs=1e-9)

        turned = viewer.placed("cup")
        viewer.press("+")
        assert viewer.said() == "Cup 54"
        assert viewer.page.locator(".film-overlay .is-fading").count() == 1
        expect(viewer.page.locator(".film-overlay .is-fading")).to_have_count(0)
        assert np.array_equal(viewer.placed("cup"), turned)
        away = np.hypot(*(viewer.outline_px("cup") - centre).T)
        assert away.max() == pytest.approx(27 * viewer.matrix()[0] / 0.2, abs=0.5)
        viewer.press("-", "-")
        assert viewer.card("cup").get_attribute("data-size") == "50"
        viewer.press("Delete")
        assert viewer.said() == "Cup 50, right removed"
        viewer.press("Control+z")
        assert np.allclose(viewer.placed("cup"), turned, atol=1e-12)
        closed(viewer)


def test_keys_move_along_and_across_the_own_axis_and_up_on_the_screen(chromium):
    with film_server(SCALE) as server:
        viewer = opened(chromium, server)
        viewer.add("stem")
        anchor = np.array(viewer.image_point("stem", (0, 0)))

        def shift_mm() -> np.ndarray:
            return (np.array(viewer.image_point("stem", (0, 0))) - anchor) * 0.2

        viewer.press("ArrowDown", "ArrowDown", "ArrowUp")
        assert shift_mm() == pytest.approx([0, 1], abs=1e-9)
        viewer.press("u", "u", "y")
        assert shift_mm() == pytest.approx([0.5, 1], abs=1e-9)
        viewer.press("Shift+y")
        assert shift_mm() == pytest.approx([0.5, 0.5], abs=1e-9)
        viewer.tool("flip")
        viewer.page.locator('[data-handle^="implant:"]').focus()
        before = viewer.placed("stem")
        viewer.press("u", "ArrowRight")
        assert shift_mm() == pytest.approx([0, 0.5], abs=1e-9), "to the right as it is seen"
        assert turned_deg(viewer, "stem", before) == pytest.approx(-1, abs=1e-9)
        closed(viewer)


def test_a_head_sits_on_its_stem_and_offset_and_neck_length_move_it_by_their_millimetres(chromium):
    with film_server(SCALE) as server:
        viewer = opened(chromium, server)
        for kind in ("cup", "stem", "head"):
            viewer.add(kind)

        def centre_mm() -> np.ndarray:
            return np.array(viewer.image_point("head", (0, 0))) * 0.2

        assert viewer.image_point("head", (0, 0)) == pytest.approx(
            viewer.image_point("cup", (0, 0)), abs=1e-9
        )
        start = centre_mm()
        viewer.press("o")
        assert centre_mm() - start == pytest.approx([7, 0], abs=1e-9)
        assert "high" in viewer.said()
        viewer.press("o", "]")
        neck = math.radians(131 - 90)
        assert centre_mm() - start == pytest.approx(
            [4 * math.cos(neck), -4 * math.sin(neck)], abs=1e-6
        )
        assert viewer.said() == "Head 36, right, neck length +4 mm"
        viewer.press("[", "[")
        assert viewer.said() == "Head 36, right, neck length −4 mm"
        viewer.press("[")
        viewer.page.locator('[data-value="0"]').click()
        assert centre_mm() == pytest.approx(start, abs=1e-6)

        stem = viewer.placed("stem")
        viewer.drag(viewer.image_point("stem", (0, 60)), (30, 10))
        shift = viewer.placed("stem")[:, 2] - stem[:, 2]
        assert shift == pytest.approx(np.array([30, 10]) / viewer.matrix()[0], abs=1e-3)
        assert centre_mm() - start == pytest.approx(shift * 0.2, abs=1e-6)

        viewer.card("cup").locator(".name").click()
        viewer.card("cup").locator('[data-value="32"]').click()
        expect(viewer.page.locator(".implant-set .notice")).to_contain_text(
            "The head is 36 mm, the liner is made for 32 mm"
        )
        viewer.page.get_by_test_id("measure-inclination-R").click()
        expect(viewer.page.get_by_test_id("implant-inclination-R")).to_have_text(
            "needs both teardrops"
        )
        closed(viewer)


@pytest.mark.parametrize(
    ("side", "right_on", "mirrored"),
    [("L", "left", True), ("L", "right", False), ("", "left", True)],
)
def test_a_left_hip_is_drawn_mirrored_as_the_film_hangs(chromium, side, right_on, mirrored):
    sides = {"patient_right_on": right_on, "source": "header", "confirmed_by": None}
    with film_server(SCALE, side=side, sides=sides) as server:
        viewer = opened(chromium, server)
        viewer.open_section()
        if not side:
            viewer.page.get_by_test_id("add-stem").click()
            expect(viewer.page.get_by_test_id("implant-refused")).to_contain_text("Which side")
            expect(viewer.shape("stem")).to_have_count(0)
            viewer.page.locator(".implant-sides").get_by_role("button", name="Left").click()
        viewer.add("stem")
        assert (np.linalg.det(viewer.placed("stem")[:, :2]) < 0) == mirrored
        expect(viewer.card("stem").locator(".name")).to_have_text("Stem 148, left")
        tip = np.array(viewer.image_point("stem", (0, 100)))
        viewer.card("stem").get_by_role("button", name="Mirror").click()
        assert (np.linalg.det(viewer.placed("stem")[:, :2]) < 0) != mirrored
        assert viewer.image_point("stem", (0, 100)) == pytest.approx(tip, abs=1e-9)
        expect(viewer.card("stem").locator(".name")).to_have_text("Stem 148, right")
        closed(viewer)


def test_no_template_is_placed_while_nobody_has_said_which_side_is_which(chromium):
    sides = {"patient_right_on": None, "source": "unknown", "confirmed_by": None}
    with film_server(SCALE, sides=sides) as server:
        viewer = opened(chromium, server)
        viewer.open_section()
        viewer.page.get_by_test_id("add-cup").click()
        expect(viewer.page.get_by_test_id("implant-refused")).to_contain_text(
            "Which side is which on this film is not recorded"
        )
        expect(viewer.shape("cup")).to_have_count(0)
        closed(viewer)


def test_a_finger_moves_only_what_a_tap_has_selected_and_pans_elsewhere(chromium):
    with film_server(SCALE) as server:
        viewer = opened(chromium, server, has_touch=True)
        viewer.add("cup")
        viewer.press("Escape")
        touch = viewer.page.context.new_cdp_session(viewer.page)

        def swipe(dx: float, dy: float) -> None:
            x, y = viewer.on_page(viewer.image_point("cup", ON_SHELL))
            for kind, by in (("Start", 0), ("Move", 0.5), ("Move", 1), ("End", None)):
                points = [] if by is None else [{"x": x + dx * by, "y": y + dy * by}]
                touch.send(
                    "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points}
                )
            viewer.settle()

        before, view = viewer.placed("cup"), viewer.matrix()
        swipe(60, 20)
        assert np.array_equal(viewer.placed("cup"), before)
        assert viewer.matrix()[4:] == pytest.approx([view[4] + 60, view[5] + 20], abs=1)
        viewer.page.touchscreen.tap(*viewer.on_page(viewer.image_point("cup", ON_SHELL)))
        viewer.settle()
        expect(viewer.card("cup")).to_contain_class("is-selected")
        view = viewer.matrix()
        swipe(40, -30)
        assert viewer.matrix() == view
        moved = (viewer.placed("cup") - before)[:, 2]
        assert moved == pytest.approx(np.array([40, -30]) / view[0], abs=1e-3)
        closed(viewer)
