"""Shutters hide what the header hides and nothing else; the pixels themselves stay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset

from planning.imaging.child import pixel_digest, render_frame, write_picture
from planning.imaging.shutters import shutter_of
from tests.imaging.covered import add_overlay, marks
from tests.imaging.films import film, with_pixels, write

pytestmark = pytest.mark.filterwarnings("ignore")

ROWS, COLUMNS = 120, 160
SHAPES = {
    "rectangle": {
        "ShutterShape": "RECTANGULAR",
        "ShutterLeftVerticalEdge": "21",
        "ShutterRightVerticalEdge": "120",
        "ShutterUpperHorizontalEdge": "11",
        "ShutterLowerHorizontalEdge": "90",
    },
    "circle": {
        "ShutterShape": "CIRCULAR",
        "CenterOfCircularShutter": ["60", "80"],
        "RadiusOfCircularShutter": "45",
    },
    "polygon": {
        "ShutterShape": "POLYGONAL",
        "VerticesOfThePolygonalShutter": ["10", "20", "20", "140", "110", "150", "100", "40"],
    },
}
SHAPES["all"] = SHAPES["rectangle"] | SHAPES["circle"] | SHAPES["polygon"]
SHAPES["all"]["ShutterShape"] = ["RECTANGULAR", "CIRCULAR", "POLYGONAL"]


def _circle_of(radius: float, centre: list[str]) -> dict[str, object]:
    return SHAPES["circle"] | {
        "CenterOfCircularShutter": centre,
        "RadiusOfCircularShutter": str(int(radius)),
    }


def _polygon_of(*rows_and_columns: int) -> dict[str, object]:
    return SHAPES["polygon"] | {
        "VerticesOfThePolygonalShutter": [str(value) for value in rows_and_columns]
    }


def _film(**attributes: object) -> Dataset:
    values = np.full((ROWS, COLUMNS), 2000, np.uint16)
    return with_pixels(values, WindowCenter=2048, WindowWidth=4096, **attributes)


def _picture(path: Path, out: Path) -> np.ndarray:
    write_picture(str(path), 1, str(out), "PNG", 2000)
    with Image.open(out) as image:
        return np.asarray(image, dtype=int)


def test_edges_and_vertices_become_positions_in_the_image():
    shutter, is_broken = shutter_of(film(**SHAPES["all"]), 1, ROWS, COLUMNS)
    assert shutter == {
        "rectangle_px": [20, 10, 120, 90],
        "circle": {"centre_px": [79.5, 59.5], "radius_px": 45},
        "polygon_px": [[19.5, 9.5], [139.5, 19.5], [149.5, 109.5], [39.5, 99.5]],
        "bitmap_group": None,
        "grey": 0,
    }
    assert not is_broken


@pytest.mark.parametrize(("value", "grey"), [(None, 0), (0, 0), (65535, 255), (32768, 128)])
def test_the_presentation_value_is_the_grey_behind_the_shutter(tmp_path, value, grey):
    attributes = SHAPES["rectangle"] | (
        {} if value is None else {"ShutterPresentationValue": value}
    )
    greys = _picture(write(tmp_path / "a.dcm", _film(**attributes)), tmp_path / "a.png")
    expected = np.full((ROWS, COLUMNS), grey)
    expected[10:90, 20:120] = greys[50, 50]
    assert np.array_equal(greys, expected)
    assert abs(greys[50, 50] - 124) <= 1


def test_a_shutter_is_no_part_of_the_pixels(tmp_path):
    plain = write(tmp_path / "a.dcm", _film())
    shut = write(tmp_path / "b.dcm", _film(**SHAPES["all"]))
    assert pixel_digest(str(plain)) == pixel_digest(str(shut))


def test_an_inverted_film_does_not_invert_its_shutter(tmp_path):
    dataset = _film(**SHAPES["rectangle"], PhotometricInterpretation="MONOCHROME1")
    greys = _picture(write(tmp_path / "a.dcm", dataset), tmp_path / "a.png")
    assert greys[0, 0] == 0
    assert abs(greys[50, 50] - 131) <= 1


def test_a_circle_is_round_in_true_shape(tmp_path):
    dataset = _film(**SHAPES["circle"], PixelSpacing=["0.2", "0.1"])
    greys = _picture(write(tmp_path / "a.dcm", dataset), tmp_path / "a.png")
    assert greys.shape == (2 * ROWS, COLUMNS)
    seen = greys > 60
    assert abs(np.flatnonzero(seen.any(axis=1)).size - 90) <= 1
    assert abs(np.flatnonzero(seen.any(axis=0)).size - 90) <= 1
    assert abs(seen.sum() - np.pi * 45**2) < 40


def test_graphics_stay_on_top_of_a_shutter(tmp_path):
    bits = np.zeros((ROWS, COLUMNS), np.uint8)
    bits[3, 5:15] = 1
    dataset = add_overlay(_film(**SHAPES["rectangle"]), bits)
    greys = _picture(write(tmp_path / "a.dcm", dataset), tmp_path / "a.png")
    assert (greys[3, 5:15] == 244).all()


def test_the_overlay_that_a_shutter_names_hides_and_is_not_drawn(tmp_path):
    dataset = _film(
        ShutterShape="BITMAP", ShutterOverlayGroup=0x6002, ShutterPresentationValue=9000
    )
    bits = marks(ROWS, COLUMNS)
    add_overlay(dataset, bits, group=0x6002)
    greys = _picture(write(tmp_path / "a.dcm", dataset), tmp_path / "a.png")
    expected = np.where(bits, round(9000 / 65535 * 255), greys[1, 1])
    assert np.array_equal(greys, expected)
    assert abs(greys[1, 1] - 124) <= 1


def test_every_frame_of_an_enhanced_object_has_its_own_shutter():
    dataset = film()
    groups = []
    for right in ("50", "100"):
        shutter, group = film(**SHAPES["rectangle"]), Dataset()
        shutter.ShutterRightVerticalEdge = right
        group.FrameDisplayShutterSequence = [shutter]
        groups.append(group)
    dataset.PerFrameFunctionalGroupsSequence = groups
    found = [shutter_of(dataset, frame, ROWS, COLUMNS)[0] for frame in (1, 2)]
    assert [shutter["rectangle_px"][2] for shutter in found] == [50, 100]


@pytest.mark.parametrize(
    ("attributes", "is_broken"),
    [
        ({}, False),
        (SHAPES["rectangle"] | {"ShutterRightVerticalEdge": "5"}, True),
        (SHAPES["rectangle"] | {"ShutterRightVerticalEdge": ""}, True),
        (SHAPES["circle"] | {"RadiusOfCircularShutter": "0"}, True),
        (SHAPES["polygon"] | {"VerticesOfThePolygonalShutter": ["1", "2", "3"]}, True),
        ({"ShutterShape": "TRIANGULAR"}, True),
        (SHAPES["circle"] | {"CenterOfCircularShutter": ["60", "206"]}, True),
        (SHAPES["circle"] | {"CenterOfCircularShutter": ["-45", "80"]}, True),
        (SHAPES["circle"] | {"CenterOfCircularShutter": ["152", "192"]}, True),
        (_circle_of(1e6, centre=["60", "1000002"]), True),
        (_polygon_of(10, 161, 20, 180, 110, 170), True),
        (_polygon_of(-30, 20, 0, 140, -10, 60), True),
        (_polygon_of(10, 20, 50, 20, 110, 20), True),
        (_polygon_of(10, 20, 20, 2000000, 110, 150), True),
        (
            SHAPES["rectangle"]
            | {"ShutterLeftVerticalEdge": "0", "ShutterRightVerticalEdge": "160"}
            | {"ShutterUpperHorizontalEdge": "0", "ShutterLowerHorizontalEdge": "999"},
            False,
        ),
    ],
    ids=[
        *("none", "crossed", "empty", "no radius", "odd", "unknown"),
        *("circle to the right", "circle above", "circle at the corner", "circle far away"),
        *("polygon to the right", "polygon above", "polygon without area", "polygon far away"),
        "whole film",
    ],
)
def test_a_shutter_that_cannot_be_hides_nothing_and_is_noted(tmp_path, attributes, is_broken):
    path = write(tmp_path / "a.dcm", _film(**attributes))
    (tmp_path / "out").mkdir()
    meaning = render_frame(str(path), 1, str(tmp_path / "out"), False).meaning
    assert meaning["shutter"] is None
    assert meaning["notes"] == (["shutter_unusable"] if is_broken else [])


@pytest.mark.parametrize(
    "attributes",
    [
        SHAPES["circle"] | {"CenterOfCircularShutter": ["60", "205"]},
        SHAPES["circle"] | {"CenterOfCircularShutter": ["-44", "80"]},
        SHAPES["circle"] | {"CenterOfCircularShutter": ["151", "191"]},
        _polygon_of(10, 160, 20, 180, 110, 170),
        _polygon_of(-30, 20, 1, 140, -10, 60),
    ],
    ids=["circle, right", "circle, above", "circle, corner", "polygon, right", "polygon, above"],
)
def test_a_shutter_that_leaves_a_pixel_to_be_seen_is_used(attributes):
    shutter, is_broken = shutter_of(film(**attributes), 1, ROWS, COLUMNS)
    assert shutter is not None
    assert not is_broken


def test_whether_a_circle_reaches_the_film_is_told_in_true_shape():
    # 30 rows of twice the height lie between the last row and the centre.
    low = film(**_circle_of(45, centre=["150", "80"]))
    assert shutter_of(low, 1, ROWS, COLUMNS, aspect=1.0)[0] is not None
    assert shutter_of(low, 1, ROWS, COLUMNS, aspect=2.0) == (None, True)


def _is_seen(name: str, row: int, column: int) -> bool:
    """Say by the words of PS3.3 C.7.6.11 whether a pixel, counted from 1, is seen."""
    corners = [(10, 20), (20, 140), (110, 150), (100, 40)]
    # The corners go around one way; a pixel inside lies on the same side of every edge.
    turns = [
        (column - c0) * (r1 - r0) - (row - r0) * (c1 - c0)
        for (r0, c0), (r1, c1) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    seen = {
        "rectangle": 21 <= column <= 120 and 11 <= row <= 90,
        "circle": (row - 60) ** 2 + (column - 80) ** 2 <= 45**2,
        "polygon": all(turn <= 0 for turn in turns),
    }
    return all(seen.values()) if name == "all" else seen[name]


@pytest.mark.parametrize("name", SHAPES)
def test_every_pixel_is_seen_or_hidden_as_the_standard_says(tmp_path, name):
    path = write(tmp_path / "a.dcm", _film(**SHAPES[name]))
    ours = _picture(path, tmp_path / "a.png") > 60
    expected = np.array(
        [[_is_seen(name, r, c) for c in range(1, COLUMNS + 1)] for r in range(1, ROWS + 1)]
    )
    assert 0.1 < expected.mean() < 0.7
    # Only along a slanted border may two ways of filling differ, and by a pixel at most.
    differs = ours != expected
    assert name in ("polygon", "all") or not differs.any()
    spread = np.pad(expected, 1, mode="edge")
    rows, columns = np.nonzero(differs)
    for row, column in zip(rows, columns, strict=True):
        around = spread[row : row + 3, column : column + 3]
        assert around.any()
        assert not around.all()
