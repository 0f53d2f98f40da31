"""What comes and goes above the film moves no point of it away under the pointer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

POINT = (150.0, 120.0)


@pytest.fixture
def viewer(chromium) -> Iterator[Viewer]:
    film, blobs = film_json(pictures.noise(300, 400), str(uuid.UUID(int=11)))
    with FilmServer(film, blobs) as server:
        shown = Viewer(chromium.new_page(), server)
        show_bar(shown, False)
        yield shown
        assert shown.problems == []
        shown.page.close()


def show_bar(viewer: Viewer, on: bool) -> None:
    """Let the line of alerts come or go, whatever it says."""
    viewer.page.locator(".alert-bar").evaluate("(bar, on) => { bar.hidden = !on; }", on)
    viewer.settle()


def moved_px(viewer: Viewer, before: tuple[float, float]) -> float:
    """How far the point lies on the page from where it lay."""
    return max(abs(a - b) for a, b in zip(viewer.on_page(POINT), before, strict=True))


def test_no_point_moves_under_the_pointer_when_an_alert_comes_and_goes(viewer):
    before = viewer.on_page(POINT)
    viewer.page.mouse.move(*before)
    height = viewer.box["height"]
    show_bar(viewer, True)
    assert viewer.box["height"] < height - 20
    assert moved_px(viewer, before) < 1
    show_bar(viewer, False)
    assert moved_px(viewer, before) < 1


def test_a_film_that_fitted_fits_again_once_the_pointer_has_left_it(viewer):
    viewer.page.mouse.move(*viewer.on_page(POINT))
    show_bar(viewer, True)
    held = viewer.matrix()
    viewer.page.mouse.move(5, 5)
    viewer.settle()
    assert viewer.matrix() != held
    box, corners = viewer.box, [viewer.on_page((0, 0)), viewer.on_page((400, 300))]
    assert all(box["y"] <= y <= box["y"] + box["height"] for _, y in corners)


def test_a_film_that_was_moved_stays_where_it_is_wherever_the_pointer_is(viewer):
    viewer.drag(POINT, (40, 30))
    viewer.page.mouse.move(5, 5)
    before = viewer.on_page(POINT)
    show_bar(viewer, True)
    assert moved_px(viewer, before) < 1
