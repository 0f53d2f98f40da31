"""The film on the screen is the film: grey for grey, whatever the view."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=7))
WINDOW = {"name": "", "center": 2000, "width": 3000, "function": "LINEAR"}


def opened(chromium: Browser, server: FilmServer, **options) -> Viewer:
    page = chromium.new_page(viewport={"width": 1280, "height": 690}, **options)
    return Viewer(page, server)


def expected_greys(values: np.ndarray, viewer: Viewer, **view) -> tuple[np.ndarray, np.ndarray]:
    shown = viewer.pixels()
    height, width = shown.shape[:2]
    x, y = pictures.film_positions(width, height, **view)
    rows, columns = values.shape[1:]
    inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    grey = pictures.linear_grey(np.floor(pictures.bilinear(values[0], x, y) + 0.5), 2000, 3000)
    return np.where(inside, grey, 0), shown[..., 0].astype(float)


def assert_same(expected: np.ndarray, shown: np.ndarray) -> None:
    assert np.abs(expected - shown).max() <= 1.0
    assert shown.max() - shown.min() > 150, "the picture must show something"


@pytest.fixture(scope="module")
def noisy(chromium: Browser) -> Iterator[tuple[np.ndarray, Viewer]]:
    values = pictures.noise(480, 640)
    film, blobs = film_json(values, FILM_ID, windows=[WINDOW])
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        yield values, viewer
        assert viewer.problems == []
        viewer.page.close()


def centred_at_1_to_1(viewer: Viewer) -> None:
    viewer.press("f", "0")


def test_at_1_to_1_every_pixel_has_the_grey_that_the_window_gives_it(noisy):
    values, viewer = noisy
    centred_at_1_to_1(viewer)
    a, b, c, d, left, top = viewer.matrix()
    assert (a, b, c, d) == (1, 0, 0, 1)
    assert left == int(left)
    assert top == int(top)
    shown = viewer.pixels()[int(top) : int(top) + 480, int(left) : int(left) + 640]
    expected = pictures.linear_grey(values[0].astype(float), 2000, 3000)
    assert np.abs(expected - shown[..., 0]).max() <= 0.51
    assert (shown[..., 0] == shown[..., 1]).all()
    assert (shown[..., 0] == shown[..., 2]).all()


def test_beside_the_film_the_screen_is_black(noisy):
    _, viewer = noisy
    centred_at_1_to_1(viewer)
    _, _, _, _, left, top = (int(value) for value in viewer.matrix())
    shown = viewer.pixels().copy()
    shown[top : top + 480, left : left + 640] = 0
    assert shown.max() == 0


def test_a_quarter_turn_moves_whole_pixels_clockwise(noisy):
    values, viewer = noisy
    centred_at_1_to_1(viewer)
    viewer.tool("rotateRight")
    a, b, c, d, right, top = viewer.matrix()
    assert (a, b, c, d) == (0, 1, -1, 0)
    turned = np.rot90(pictures.linear_grey(values[0].astype(float), 2000, 3000), -1)
    shown = viewer.pixels()[..., 0]
    first = max(0, -int(top))
    part = turned[first : first + shown.shape[0]]
    assert part.shape[0] > 500
    found = shown[max(0, int(top)) :, int(right) - 480 : int(right)]
    assert np.abs(part - found[: part.shape[0]]).max() <= 0.51
    viewer.tool("rotateLeft")


def test_a_flip_mirrors_whole_pixels(noisy):
    values, viewer = noisy
    centred_at_1_to_1(viewer)
    viewer.tool("flip")
    a, _, _, d, right, top = viewer.matrix()
    assert (a, d) == (-1, 1)
    shown = viewer.pixels()[int(top) : int(top) + 480, int(right) - 640 : int(right), 0]
    expected = pictures.linear_grey(values[0, :, ::-1].astype(float), 2000, 3000)
    assert np.abs(shown - expected).max() <= 0.51
    viewer.tool("flip")


def test_an_oblique_flipped_enlarged_view_is_interpolated_right(chromium):
    values = pictures.smooth(480, 640)
    film, blobs = film_json(values, FILM_ID, windows=[WINDOW])
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        viewer.press("f", "0", "+", "+", "+")
        viewer.tool("flip")
        for _ in range(7):
            viewer.tool("rotateRightFine")
        view = {"centre": (320, 240), "scale": 1.25**3, "turned_deg": 7, "flipped": True}
        assert_same(*expected_greys(values, viewer, **view))
        viewer.page.close()


def test_a_reduced_view_is_an_average_not_a_sample(chromium):
    values = pictures.noise(2400, 2400)
    film, blobs = film_json(values, FILM_ID, windows=[WINDOW])
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        a, _, _, _, left, top = viewer.matrix()
        assert a < 0.25
        inner = viewer.pixels()[int(top) + 2 : -int(top) - 2, int(left) + 2 : -int(left) - 2, 0]
        # Noise of sigma 1182 averaged over 16 pixels and more: a sample would keep all of it.
        assert inner.std() < 1182 / 4 * 255 / 3000 * 1.1
        assert abs(inner.mean() - (2047.5 - 500) / 3000 * 255) < 2
        viewer.page.close()


def test_pixels_higher_than_wide_are_shown_higher_than_wide(chromium):
    values = pictures.smooth(301, 640)
    film, blobs = film_json(values, FILM_ID, windows=[WINDOW], aspect=1.5)
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        viewer.press("f", "0")
        a, _, _, d, _, _ = viewer.matrix()
        assert (a, d) == (1, 1.5)
        view = {"centre": (320, 150.5), "scale": 1, "aspect": 1.5}
        assert_same(*expected_greys(values, viewer, **view))
        viewer.page.close()


def test_on_a_dense_screen_1_to_1_means_device_pixels(chromium):
    values = pictures.noise(480, 640)
    film, blobs = film_json(values, FILM_ID, windows=[WINDOW])
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server, device_scale_factor=2)
        viewer.press("f", "0")
        a, _, _, _, left, top = viewer.matrix()
        assert a == 0.5
        left, top = int(2 * left), int(2 * top)
        shown = viewer.pixels()[top : top + 480, left : left + 640, 0]
        expected = pictures.linear_grey(values[0].astype(float), 2000, 3000)
        assert np.abs(expected - shown).max() <= 0.51
        viewer.page.close()


def test_inversion_and_colour(chromium):
    grey = pictures.noise(200, 300)
    film, blobs = film_json(grey, FILM_ID, windows=[WINDOW], invert=True)
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        viewer.press("f", "0")
        expected = 255 - pictures.linear_grey(grey[0].astype(float), 2000, 3000)
        _, _, _, _, left, top = (int(value) for value in viewer.matrix())
        shown = viewer.pixels()[top : top + 200, left : left + 300, 0]
        assert np.abs(expected - shown).max() <= 0.51
        viewer.press("i")
        again = viewer.pixels()[top : top + 200, left : left + 300, 0]
        assert np.abs(255 - again.astype(float) - shown).max() <= 0.51
        viewer.page.close()

    colour = np.random.default_rng(5).integers(0, 256, (3, 200, 300)).astype(np.uint16)
    window = {"name": "", "center": 128, "width": 256, "function": "LINEAR"}
    film, blobs = film_json(colour, FILM_ID, windows=[window])
    with FilmServer(film, blobs) as server:
        viewer = opened(chromium, server)
        viewer.press("f", "0")
        _, _, _, _, left, top = (int(value) for value in viewer.matrix())
        shown = viewer.pixels()[top : top + 200, left : left + 300]
        assert np.abs(shown.astype(int) - np.moveaxis(colour, 0, 2)).max() <= 1
        viewer.page.close()
