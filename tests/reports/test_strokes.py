"""Strokes lie where the points are, are as wide as told, dashed as told, with a dark casing."""

from __future__ import annotations

import numpy as np
from PIL import Image

from planning.geometry.points import Point
from planning.reports.strokes import BAND_ROWS, Stroke, paint

WHITE, YELLOW, GREY = (255, 255, 255), (255, 216, 77), 128


def painted(*strokes: Stroke, size=(100, 60), casing: float = 0.0) -> np.ndarray:
    picture = Image.new("RGB", size, (GREY, GREY, GREY))
    paint(picture, strokes, casing_wider=casing)
    return np.asarray(picture).astype(int)


def test_a_line_is_as_wide_as_told():
    # From 19.5 to 22.5: corner-based, so rows 20 and 21 are full and 19 and 22 partly.
    column = painted(Stroke((Point(10, 21), Point(90, 21)), WHITE, 3.0))[:, 50, 0]
    assert list(column[[20, 21]]) == [255, 255]
    assert column[18] == column[23] == GREY
    assert abs((column - GREY).sum() / (255 - GREY) - 3.0) < 0.35


def test_the_middle_of_a_line_is_where_its_points_are():
    for y in (20.0, 20.25, 20.5, 31.75):
        column = painted(Stroke((Point(10, y), Point(90, y)), WHITE, 4.0))[:, 50, 0] - GREY
        centres = np.arange(60) + 0.5
        assert abs((column * centres).sum() / column.sum() - y) < 0.2


def test_dashes_leave_gaps_of_their_length():
    row = painted(Stroke((Point(0, 30), Point(100, 30)), WHITE, 2.0, dashes=(20, 20)))[30, :, 0]
    assert list(row[[5, 15, 45, 55, 85]]) == [255] * 5
    assert list(row[[25, 30, 35, 65, 70, 75]]) == [GREY] * 6


def test_dashes_run_on_around_corners():
    corner = (Point(10, 10), Point(20, 10), Point(20, 50))
    pixels = painted(Stroke(corner, WHITE, 2.0, dashes=(20, 10)))[:, :, 0]
    # The first dash is 10 across and 10 down, then 10 are left out.
    assert pixels[15, 20] == 255
    assert pixels[25, 20] == GREY
    assert pixels[38, 20] == 255


def test_a_casing_makes_a_line_visible_on_its_own_colour():
    pixels = painted(Stroke((Point(10, 30), Point(90, 30)), (GREY,) * 3, 2.0), casing=4.0)
    column = pixels[:, 50, 0]
    # 65 % black on 128.
    assert abs(column[27] - GREY * 0.35) <= 3
    assert column[30] == GREY


def test_a_fill_is_faint_and_inside_only():
    square = (Point(20, 10), Point(80, 10), Point(80, 50), Point(20, 50))
    pixels = painted(Stroke(square, WHITE, 2.0, closed=True, filled=True))[:, :, 0]
    assert abs(pixels[30, 50] - (GREY + 0.1 * (255 - GREY))) <= 2
    assert pixels[30, 5] == GREY


def test_a_line_across_bands_is_whole():
    rows = 2 * BAND_ROWS + 50
    pixels = painted(Stroke((Point(20, 5), Point(20, rows - 5)), WHITE, 4.0), size=(40, rows))
    assert (pixels[10 : rows - 10, 20, 0] == 255).all()


def test_what_lies_off_the_picture_is_cut_and_nothing_else():
    pixels = painted(Stroke((Point(-500, 30), Point(600, 30)), YELLOW, 2.0))
    assert tuple(pixels[30, 0]) == tuple(pixels[30, 99]) == YELLOW
    assert (pixels[:20] == GREY).all()
