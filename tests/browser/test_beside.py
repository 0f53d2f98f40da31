"""Two films side by side: an earlier one beside the one that is planned on."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from planning.phantom import ORDERS, generate
from tests.browser import pages
from tests.browser.planning_page import Planner, signed_in
from tests.installation import Installation

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(300)]
PATIENT = "DEMO-001"
WIDE = {"width": 1920, "height": 950}


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """The product with a patient of two studies, and one who has no other films."""
    place = tmp_path_factory.mktemp("phantoms")
    wanted = [order for order in ORDERS if order.person.patient_id == PATIENT]
    films = [generate(one.kind, one.seed, order=one, pixel_mm=0.8).write(place) for one in wanted]
    films.append(generate("ap_pelvis", 12, pixel_mm=0.8).write(place))
    with Installation(tmp_path_factory.mktemp("installation")) as running:
        running.manage("import_files", *map(str, films))
        yield running


@pytest.fixture(scope="module")
def studies(installation) -> dict[str, str]:
    """The newest study of each patient."""
    found = installation.sign_in().get("studies").json()
    found.sort(key=lambda one: one["date"])
    return {one["patient"]["id"]: one["id"] for one in found}


@pytest.fixture
def wide(chromium_browser: Browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation, viewport=WIDE) as page:
        yield page


@pytest.fixture
def small(chromium_browser: Browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation, viewport=pages.SMALL) as page:
        yield page


def scale(planner: Planner, film: str = ".film") -> float:
    """Return how many pixels of the screen a film's pixel takes."""
    across, down, *_ = planner.matrix(film)
    return math.hypot(across, down)


def opened(page: Page, installation, study: str) -> Planner:
    planner = Planner(page, installation, study)
    expect(page.get_by_test_id("tool-beside")).to_be_visible()
    planner.press("p")
    expect(page.locator('.second-film[data-loaded="full"]')).to_be_visible(timeout=30_000)
    planner.settle()
    return planner


def test_p_shows_the_earlier_film_of_the_patient_in_the_other_half(wide, installation, studies):
    opened(wide, installation, studies[PATIENT])
    first = wide.get_by_test_id("film").bounding_box()
    second = wide.get_by_test_id("second-film").bounding_box()
    assert first["x"] + first["width"] <= second["x"] + 1, "side by side"
    assert first["width"] == pytest.approx(second["width"], abs=2)
    choice = wide.get_by_test_id("beside-choice")
    assert "2023-06-11" in choice.locator("option:checked").inner_text()
    expect(wide.get_by_test_id("beside-side-R")).to_have_text("R")
    wide.keyboard.press("p")
    expect(wide.get_by_test_id("second-film")).to_have_count(0)


def test_a_film_that_does_not_come_says_so_and_no_other_stands_in_its_place(
    wide, installation, studies
):
    planner = opened(wide, installation, studies[PATIENT])
    planner.press("p")
    wide.route("**/api/v1/films/*", lambda route: route.abort())
    planner.press("p")
    message = wide.get_by_test_id("beside-film-message")
    expect(message).to_contain_text("connection")
    expect(wide.locator(".second-film[data-loaded]")).to_have_count(0)


def test_linked_films_zoom_together_and_unlinked_ones_alone(wide, installation, studies):
    planner = opened(wide, installation, studies[PATIENT])
    ratio = scale(planner, ".second-film") / scale(planner)
    before = scale(planner)
    planner.press("+", "+")
    planner.settle()
    assert scale(planner) > before * 1.5
    now = scale(planner, ".second-film") / scale(planner)
    assert now == pytest.approx(ratio, rel=1e-6)
    wide.get_by_test_id("second-film").focus()
    wide.keyboard.press("k")
    expect(wide.get_by_test_id("beside-link")).to_have_attribute("aria-pressed", "false")
    stays = scale(planner)
    wide.keyboard.press("+")
    planner.settle()
    assert scale(planner) == stays
    assert scale(planner, ".second-film") / stays == pytest.approx(ratio * 1.25, rel=1e-6)


def test_on_a_small_screen_the_other_film_takes_the_place_and_gives_it_back(
    small, installation, studies
):
    opened(small, installation, studies[PATIENT])
    first = small.get_by_test_id("film").bounding_box()
    second = small.get_by_test_id("second-film").bounding_box()
    assert second["x"] == pytest.approx(first["x"], abs=2)
    small.get_by_test_id("beside-close").click()
    expect(small.get_by_test_id("second-film")).to_have_count(0)
    expect(small.get_by_test_id("film")).to_be_focused()


def test_a_patient_without_other_films_is_told_so(small, installation, studies):
    (other,) = [key for name, key in studies.items() if name != PATIENT]
    planner = Planner(small, installation, other)
    expect(small.get_by_test_id("tool-beside")).to_be_visible()
    planner.press("p")
    expect(small.locator(".planner-status .live")).to_contain_text("No other films")
