"""A stack of slices on the screen: three planes, one place, the right way round."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from planning.imaging import child_pool
from planning.imaging.volume_services import make_volume
from planning.jobs.models import Job
from planning.jobs.work import run_inline
from tests.browser.axe import violations
from tests.browser.pages import LARGE, SMALL
from tests.browser.volume_page import (
    BACK,
    HEAD,
    LEFT,
    VolumePage,
    made,
    octants,
    silence,
)
from tests.imaging.volume_files import bring, write_slices

pytestmark = [
    pytest.mark.peer("chromium"),
    pytest.mark.usefixtures("data_folder", "children"),
    pytest.mark.timeout(120),
]
# 1 HU is a grey of 0.3, so the eight values are told apart; 0 HU is not black.
WINDOW = {"WindowCenter": "350.5", "WindowWidth": "851"}


@pytest.fixture(scope="module")
def children():
    yield
    child_pool.stop()


@pytest.fixture
def octant_series(world, tmp_path):
    """Slices of 48 rows of 0.8 mm and 64 columns of 0.5 mm, 2 mm apart, numbered backwards."""
    paths = write_slices(tmp_path / "o", octants(), number_of=lambda index: 100 - index, **WINDOW)
    return bring(paths, tmp_path, world.site)


@pytest.fixture
def volume(open_page, world, octant_series) -> VolumePage:
    return VolumePage(open_page(world.people["surgeon"]), made(octant_series))


def grey(value: int) -> int:
    """The grey that PS3.3 C.11.2.1.2 gives a value in the window above."""
    return round(((value - (350.5 - 0.5)) / (851 - 1) + 0.5) * 255)


def expected(*values: int) -> list[int]:
    return [pytest.approx(grey(value), abs=2) for value in values]


def test_every_plane_shows_the_right_part_of_the_patient_on_the_right_side(volume):
    assert {name: volume.letters(name) for name in ("axial", "coronal", "sagittal")} == {
        "axial": "RLAP",
        "coronal": "RLHF",
        "sagittal": "APHF",
    }
    for name in ("axial", "coronal", "sagittal"):
        volume.focus(name)
        volume.press("x" if name == "axial" else "f", "Home")
    assert volume.quarters("axial") == expected(HEAD, HEAD + LEFT, HEAD + BACK, HEAD + BACK + LEFT)
    assert volume.quarters("coronal") == expected(HEAD, HEAD + LEFT, 0, LEFT)
    assert volume.quarters("sagittal") == expected(HEAD, HEAD + BACK, 0, BACK)
    for name in ("axial", "coronal", "sagittal"):
        volume.focus(name)
        volume.press("End")
    volume.wait()
    assert volume.quarters("axial") == expected(0, LEFT, BACK, BACK + LEFT)
    assert volume.quarters("coronal") == expected(
        HEAD + BACK, HEAD + BACK + LEFT, BACK, BACK + LEFT
    )
    assert volume.quarters("sagittal") == expected(
        HEAD + LEFT, HEAD + BACK + LEFT, LEFT, BACK + LEFT
    )


def test_voxels_have_their_true_shape(volume):
    """The coronal picture is 64 x 0.5 mm wide and 32 x 2 mm high."""
    volume.focus("coronal")
    volume.press("x")
    greys = volume.greys("coronal")
    inside = (greys > 0).nonzero()
    height, width = (each.max() - each.min() + 1 for each in inside)
    assert height / width == pytest.approx(2.0, rel=0.02)


def test_panes_are_linked_by_the_place_in_the_patient(volume):
    before = volume.place()
    volume.focus("axial")
    volume.press("ArrowDown", "ArrowDown", "ArrowDown")
    x, y, z = volume.place()
    assert (x, y, z) == pytest.approx((before[0], before[1], before[2] - 6))
    crosses = volume.cross("coronal"), volume.cross("sagittal")
    index = volume.index("coronal"), volume.index("sagittal")
    volume.press("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown")
    assert volume.place() == pytest.approx((x + 0.5, y + 1.6, z), abs=0.051)
    assert (volume.index("coronal"), volume.index("sagittal")) == (index[0] + 2, index[1] + 1)
    assert volume.cross("coronal")[0] > crosses[0][0]
    assert volume.cross("coronal")[1] == crosses[0][1]
    assert volume.cross("sagittal")[0] > crosses[1][0]


def test_a_click_puts_the_cross_where_it_was_clicked_and_tells_the_value(volume):
    box = volume.picture("axial").bounding_box()
    x, y = volume.cross("axial")
    volume.page.mouse.click(box["x"] + x + 60, box["y"] + y - 60)
    volume.wait()
    assert volume.cross("axial") == pytest.approx((x + 60, y - 60), abs=1)
    place = volume.place()
    assert place[0] > -4
    assert place[1] < -11
    head = HEAD if volume.index("axial") < 16 else 0
    expect(volume.page.get_by_test_id("value")).to_have_text(f"{head + LEFT} HU")


def test_slices_are_scrolled_by_wheel_keys_and_slider(volume):
    volume.picture("axial").hover()
    start = volume.index("axial")
    volume.page.mouse.wheel(0, 120)
    volume.page.mouse.wheel(0, 120)
    expect(volume.page.get_by_test_id("pane-axial-index")).to_have_attribute(
        "data-value", str(start + 2)
    )
    volume.focus("axial")
    volume.press("PageUp")
    assert volume.index("axial") == start - 8
    volume.press("Home", "PageUp")
    assert volume.index("axial") == 0
    slider = volume.page.get_by_label("Axial slice")
    slider.focus()
    volume.press("ArrowRight")
    assert volume.index("axial") == 1
    assert slider.get_attribute("aria-valuetext").startswith("2 of 32, ")


def test_a_finger_scrolls_and_two_zoom(open_page, world, octant_series):
    page = open_page(world.people["surgeon"])
    volume = VolumePage(page, made(octant_series))
    box = volume.picture("coronal").bounding_box()
    x, y = box["x"] + 60, box["y"] + 300
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": px, "y": py, "id": number} for number, (px, py) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    start = volume.index("coronal")
    fingers("touchStart", (x, y))
    for moved in range(10, 70, 10):
        fingers("touchMove", (x, y - moved))
    fingers("touchEnd")
    volume.settle()
    assert start - 6 <= volume.index("coronal") <= start - 4
    wide = (volume.greys("coronal") > 0).any(axis=0).sum()
    fingers("touchStart", (x, y), (x + 50, y))
    fingers("touchMove", (x, y), (x + 60, y))
    fingers("touchMove", (x, y), (x + 100, y))
    fingers("touchEnd")
    volume.settle()
    assert (volume.greys("coronal") > 0).any(axis=0).sum() > 1.25 * wide


def test_one_window_serves_all_panes(volume):
    page = volume.page
    width, level = page.get_by_test_id("window-width"), page.get_by_test_id("window-center")
    assert (float(width.input_value()), float(level.input_value())) == (851, 351)
    presets = page.get_by_test_id("presets")
    assert presets.locator("option:not([hidden])").all_inner_texts() == [
        "Bone", "Soft tissue", "From the file", "automatic",
    ]  # fmt: skip
    before = {name: volume.greys(name) for name in ("axial", "coronal", "sagittal")}
    presets.select_option(label="Bone")
    volume.settle()
    assert width.input_value() == "1800"
    for name, greys in before.items():
        assert np.abs(volume.greys(name).astype(int) - greys).max() > 20
    box = volume.picture("coronal").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down(button="right")
    page.mouse.move(box["x"] + 220, box["y"] + 200)
    page.mouse.move(box["x"] + 240, box["y"] + 230)
    page.mouse.up(button="right")
    volume.settle()
    assert float(width.input_value()) > 1800
    assert float(level.input_value()) > 400
    width.fill("500")
    width.press("Enter")
    volume.focus("axial")
    volume.press("i")
    expect(page.get_by_test_id("tool-invert")).to_have_attribute("aria-pressed", "true")
    assert width.input_value() == "500"


def test_one_plane_is_large_by_its_key_and_all_come_back(volume):
    volume.focus("axial")
    small = volume.picture("axial").bounding_box()["width"]
    volume.press("2")
    assert volume.picture("coronal").bounding_box()["width"] > 2.5 * small
    expect(volume.picture("axial")).to_be_hidden()
    expect(volume.picture("coronal")).to_be_focused()
    volume.press("2")
    expect(volume.picture("axial")).to_be_visible()
    volume.page.get_by_test_id("layout-sagittal").click()
    expect(volume.picture("coronal")).to_be_hidden()


def test_keys_move_the_picture_zoom_it_and_bring_the_cross_back(volume):
    volume.focus("axial")
    x, y = volume.cross("axial")
    volume.press("Control+ArrowRight", "Control+ArrowUp")
    assert volume.cross("axial") == pytest.approx((x - 40, y + 40), abs=1)
    volume.press("c")
    box = volume.picture("axial").bounding_box()
    assert volume.cross("axial") == pytest.approx((box["width"] / 2, box["height"] / 2), abs=1)
    wide = (volume.greys("axial") > 0).any(axis=1).sum()
    volume.press("-", "-")
    assert (volume.greys("axial") > 0).any(axis=1).sum() < 0.75 * wide
    volume.press("f")
    assert volume.cross("axial") == pytest.approx((x, y), abs=1)


def test_a_tilted_stack_says_why_it_is_only_scrolled(open_page, world, tmp_path):
    paths = write_slices(tmp_path / "t", octants(), directions=(1, 0, 0, 0, 0.965926, 0.258819))
    series = made(bring(paths, tmp_path, world.site))
    volume = VolumePage(open_page(world.people["surgeon"]), series, panes=1)
    expect(volume.page.locator('[data-code="volume_tilted"]')).to_contain_text("sheared by 15°")
    volume.focus("axial")
    z = volume.place()[2]
    volume.press("ArrowUp", "ArrowUp")
    assert volume.place()[2] == pytest.approx(z + 4)


def test_a_series_of_two_stacks_lets_one_choose(open_page, world, tmp_path):
    first = write_slices(tmp_path / "a", octants(), AcquisitionNumber="1")
    second = write_slices(tmp_path / "b", octants(8), like=first[0], AcquisitionNumber="2")
    series = made(bring([*first, *second], tmp_path, world.site))
    volume = VolumePage(open_page(world.people["surgeon"]), series)
    expect(volume.page.locator('[data-code="volume_left_out"]')).to_contain_text("8 images")
    choice = volume.page.get_by_test_id("stacks")
    assert choice.locator("option").all_inner_texts() == [
        "Stack 1: 32 slices", "Stack 2: 8 slices",
    ]  # fmt: skip
    make_volume(series=series, number=2, report=lambda **progress: None)
    choice.select_option(label="Stack 2: 8 slices")
    volume.page.wait_for_url("**?stack=2")
    volume.wait()
    expect(volume.page.get_by_test_id("pane-axial-index")).to_have_text("5 of 8")


def test_a_series_without_a_stack_says_so(open_page, world):
    volume = VolumePage(open_page(world.people["surgeon"]), world.film.series, panes=0)
    message = volume.page.get_by_test_id("volume-message")
    expect(message).to_contain_text("being prepared")
    run_inline(Job.objects.get(kind="volume"))
    expect(message).to_contain_text("no two slices")


def test_a_stack_is_waited_for_and_appears_by_itself(open_page, world, octant_series):
    volume = VolumePage(open_page(world.people["surgeon"]), octant_series, panes=0)
    expect(volume.page.get_by_test_id("volume-message")).to_contain_text("being prepared")
    run_inline(Job.objects.get(kind="volume"))
    volume.wait()
    expect(volume.page.get_by_test_id("volume-message")).to_be_empty()


def test_what_arrives_changed_is_never_shown_and_can_be_asked_for_again(
    open_page, world, octant_series, problems
):
    page = open_page(world.people["surgeon"])

    def damage(route) -> None:
        answer = route.fetch()
        headers = answer.headers | {"x-level-checks": "1 2"}
        route.fulfill(response=answer, headers=headers, body=answer.body())

    page.route("**/planes/**", damage)
    volume = VolumePage(page, made(octant_series), panes=0)
    message = page.get_by_test_id("volume-message")
    expect(message).to_contain_text("arrived changed", timeout=15_000)
    expect(page.locator('.pane[data-loaded="yes"]')).to_have_count(0)
    page.unroute("**/planes/**")
    message.get_by_role("button", name="Try again").click()
    volume.wait()


def test_the_films_of_a_study_lead_to_its_slices(open_page, world, octant_series):
    page = open_page(world.people["surgeon"], size=LARGE)
    silence(page)
    made(octant_series)
    page.goto(f"/studies/{octant_series.study_id}/")
    page.get_by_role("link", name="Scroll and cut the slices").click()
    page.wait_for_url(f"**/series/{octant_series.pk}/")
    expect(page.locator('.pane[data-loaded="yes"]')).to_have_count(3, timeout=20_000)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_the_page_keeps_the_rules_and_never_scrolls(open_page, world, octant_series, size):
    volume = VolumePage(open_page(world.people["surgeon"], size=size), made(octant_series))
    assert violations(volume.page) == []
    height = volume.page.evaluate("() => document.documentElement.scrollHeight")
    assert height <= size["height"]
    volume.page.get_by_test_id("tool-keySheet").click()
    assert violations(volume.page) == []
