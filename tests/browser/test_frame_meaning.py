"""Each frame is shown by what its own header says of it."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=12))
OWN_WINDOW = {"name": "", "center": 1000, "width": 2500, "function": "LINEAR"}


def test_another_frame_has_its_own_rescale_and_window(chromium: Browser):
    values = pictures.noise(240, 320)
    first, blobs = film_json(values, FILM_ID, frames=2)
    second = first | {"frame": 2, "slope": 2, "intercept": -1000, "windows": [OWN_WINDOW]}
    with FilmServer(first, blobs) as server:
        server.answers[f"/api/v1/films/{FILM_ID}"] = lambda _method, _body: (200, second)
        viewer = Viewer(chromium.new_page(viewport={"width": 1280, "height": 690}), server)
        viewer.press("f", "0")
        greys = values[0].astype(float)
        for frame, expected in (
            (1, pictures.linear_grey(greys, 2048, 4096)),
            (2, pictures.linear_grey(greys * 2 - 1000, 1000, 2500)),
        ):
            if frame == 2:
                viewer.page.locator(".frames button").last.click()
                viewer.page.wait_for_selector(".film.is-stale", state="detached", timeout=10_000)
                viewer.page.wait_for_selector(".loading[hidden]", state="attached", timeout=10_000)
                viewer.settle()
            _, _, _, _, left, top = (int(value) for value in viewer.matrix())
            shown = viewer.pixels()[top : top + 240, left : left + 320, 0]
            assert np.abs(expected - shown).max() <= 0.51
        assert viewer.problems == []
        viewer.page.close()


def test_a_table_that_another_frame_lacks_gives_way_to_its_window(chromium: Browser):
    values = pictures.noise(96, 128)
    table = {"name": "T", "first": 0, "values": [0, 1023], "bits": 10}
    first, blobs = film_json(values, FILM_ID, frames=2, voi_lut=table, windows=[])
    second = first | {"frame": 2, "voi_lut": None, "windows": [OWN_WINDOW]}
    with FilmServer(first, blobs) as server:
        server.answers[f"/api/v1/films/{FILM_ID}"] = lambda _method, _body: (200, second)
        viewer = Viewer(chromium.new_page(viewport={"width": 1280, "height": 690}), server)
        viewer.press("f", "0")
        viewer.page.locator(".frames button").last.click()
        viewer.page.wait_for_selector(".film.is-stale", state="detached", timeout=10_000)
        viewer.page.wait_for_selector(".loading[hidden]", state="attached", timeout=10_000)
        viewer.settle()
        _, _, _, _, left, top = (int(value) for value in viewer.matrix())
        shown = viewer.pixels()[top : top + 96, left : left + 128, 0]
        expected = pictures.linear_grey(values[0].astype(float), 1000, 2500)
        assert np.abs(expected - shown).max() <= 0.51
        assert viewer.problems == []
        viewer.page.close()
