"""Implant templates on the film: as large as the scale says, moved and turned by hand and key."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.browser.implant_pages import calibrated, closed, film_server, opened

pytestmark = pytest.mark.peer("chromium")


@pytest.mark.parametrize(("row_mm", "column_mm"), [(0.2, 0.2), (0.26, 0.2)])
def test_a_cup_is_as_large_on_the_screen_as_its_millimetres_through_the_scale(
    chromium, row_mm, column_mm
):
    with film_server(calibrated(row_mm, column_mm)) as server:
        viewer = opened(chromium, server)
        viewer.add("cup")
        for key in ("f", "0"):
            viewer.press(key)
            px_per_mm = viewer.matrix()[0] / column_mm
            outline = viewer.outline_px("cup")
            box = viewer.box
            centre = np.array(viewer.on_page(viewer.image_point("cup", (0, 0))))
            away = np.hypot(*(outline - centre).T)
            assert away.max() == pytest.approx(26 * px_per_mm, abs=0.5)
            on_arc = away > 26 * px_per_mm - 1
            assert on_arc.mean() == pytest.approx(math.pi / (math.pi + 2), abs=0.02)
            assert box["x"] < centre[0] < box["x"] + box["width"]
        closed(viewer)
