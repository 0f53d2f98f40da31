"""The drawing list shows what was signed: frozen strings, points as planned, signs, pins."""

from __future__ import annotations

import copy
import math
from dataclasses import replace

import pytest
from PIL import Image

from planning.geometry.points import Point, distance
from planning.measuring.definition_files import catalogue
from planning.measuring.scale import NoScale, scale_from_json
from planning.reports.drawing import Scene, drawing_of, label_words, scale_bar
from planning.reports.lettering import lettering_for
from planning.reports.painting import painted
from planning.reports.shapes import Arc, Cross, Label, Path, Pin, Role, corners
from tests.reports import samples

BODY, OTHER = "b0000000-0000-4000-8000-000000000001", "b0000000-0000-4000-8000-000000000002"
A, B = "c0000000-0000-4000-8000-000000000001", "c0000000-0000-4000-8000-000000000002"
VARIANT = "d0000000-0000-4000-8000-000000000001"


def landmark(key: str, role: str, point: list[float], body: str = BODY) -> dict:
    return {
        "id": key, "body_id": body, "key": f"length_{role}", "side": None, "point_px": point,
        "placed": "loupe",
    }  # fmt: skip


def length_scene(*, moved: bool = False, version: int = 1, **fields) -> Scene:
    """A length of 100 pixels whose second end may lie on a fragment that the plan moves."""
    pose = {
        "type": "rigid2d", "anchor_px": [0, 0], "rotation_rad": 0.0, "mirrored": False,
        "translation_px": [0.0, 40.0],
    }  # fmt: skip
    polygon = [[150.0, 50.0], [250.0, 50.0], [250.0, 150.0]]
    document = {
        "schema": 3,
        "procedures": [],
        "views": [],
        "bodies": [
            {"id": BODY, "kind": "film", "view_id": samples.VIEW},
            {
                "id": OTHER, "kind": "fragment", "view_id": samples.VIEW, "name": "distal",
                "polygon_px": polygon,
            },
        ],
        "landmarks": [
            landmark(A, "a", [100.0, 100.0]),
            landmark(B, "b", [200.0, 100.0], OTHER if moved else BODY),
        ],
        "measurements": [
            {"id": "m", "definition": "length", "side": None, "landmarks": {"a": [A], "b": [B]}}
        ],
        "implants": [],
        "variants": [{"id": VARIANT, "name": "A", "poses": {OTHER: pose}}],
    }  # fmt: skip
    result = samples.result(
        "length", samples.quantity(25.0), samples.quantity(26.9), "25.0 mm",
        "26.9 mm" if moved else "25.0 mm", id="m", name="Length, free", side=None,
        definition_version=version,
    )  # fmt: skip
    defaults = {
        "document": document,
        "view_id": samples.VIEW,
        "columns": 400,
        "rows": 300,
        "scale": scale_from_json(samples.SCALE),
        "right_on": "left",
        "results": [result],
        "pins": [],
        "families": [],
        "definitions": catalogue().by_key,
    }
    return Scene(**(defaults | fields))


def of_kind(drawing, kind, role=None):
    return [s for s in drawing.shapes if isinstance(s, kind) and role in (None, s.role)]


def test_a_length_is_drawn_between_its_landmarks_with_the_frozen_words():
    drawing = drawing_of(length_scene())
    (line,) = of_kind(drawing, Path, Role.PLANNED)
    assert line.corners_px == (Point(100, 100), Point(200, 100))
    (label,) = of_kind(drawing, Label)
    assert (label.text, label.detail) == ("25.0 mm", "Length")
    assert {cross.point_px for cross in of_kind(drawing, Cross)} == {(100, 100), (200, 100)}


def test_a_moved_end_is_drawn_where_it_was_and_where_it_goes():
    drawing = drawing_of(length_scene(moved=True))
    (native,) = of_kind(drawing, Path, Role.NATIVE)
    (planned,) = of_kind(drawing, Path, Role.PLANNED)
    assert native.corners_px[1] == Point(200, 100)
    assert planned.corners_px[1] == Point(200, 140)
    (label,) = of_kind(drawing, Label)
    assert (label.text, label.detail) == ("26.9 mm", "Length, was 25.0 mm")
    assert {(c.role, c.point_px) for c in of_kind(drawing, Cross)} == {
        (Role.NATIVE, (100, 100)), (Role.NATIVE, (200, 100)), (Role.PLANNED, (200, 140)),
    }  # fmt: skip
    (fragment,) = of_kind(drawing, Path, Role.FRAGMENT)
    assert fragment.corners_px[0] == Point(150, 90)


def test_of_two_ways_of_operating_the_chosen_one_is_drawn():
    scene = length_scene(moved=True)
    (first,) = scene.document["variants"]
    chosen = copy.deepcopy(first) | {"id": "d0000000-0000-4000-8000-000000000002", "name": "B"}
    chosen["poses"][OTHER]["translation_px"] = [0.0, 12.0]
    procedure = {"view_id": None, "targets": {}, "variant_id": chosen["id"]}
    document = scene.document | {"variants": [first, chosen], "procedures": [procedure]}
    (planned,) = of_kind(drawing_of(replace(scene, document=document)), Path, Role.PLANNED)
    assert planned.corners_px[1] == Point(200, 112)


def test_a_definition_that_changed_since_draws_no_lines_but_keeps_its_words():
    drawing = drawing_of(length_scene(version=99))
    assert of_kind(drawing, Path, Role.PLANNED) == []
    (label,) = of_kind(drawing, Label)
    assert label.text == "25.0 mm"


def test_pins_and_side_letters_are_carried():
    pin = Pin(Role.MUST_READ, Point(5, 6), 1)
    drawing = drawing_of(length_scene(pins=[pin], right_on="right"))
    assert of_kind(drawing, Pin) == [pin]
    assert drawing.right_on == "right"


def test_the_bar_is_50_mm_where_that_fits_and_says_what_a_millimetre_is():
    scale = scale_from_json(samples.SCALE)
    # 50 mm at 0.25 mm a pixel.
    assert scale_bar(scale, 2000).length_px == 200
    assert scale_bar(scale, 2000).words == "50 mm"
    assert scale_bar(scale, 400).words == "20 mm"
    detector = samples.SCALE | {"templating": "no", "label": "mm at detector plane"}
    assert scale_bar(scale_from_json(detector), 2000).words == "50 mm (mm at detector plane)"
    assert scale_bar(NoScale("no_spacing"), 2000) is None


def test_a_value_that_is_missing_has_no_label():
    assert label_words({"text": "", "planned_text": ""}, "x") is None


def test_two_ways_to_measure_one_thing_are_told_apart_on_the_picture():
    shorts = {key: each.data["short"] for key, each in catalogue().by_key.items()}
    versions = [short for key, short in shorts.items() if key.startswith("cup_anteversion_")]
    assert len(versions) == len(set(versions)) == 5
    (label,) = of_kind(drawing_of(length_scene()), Label)
    assert shorts["length"] in label.detail


@pytest.mark.parametrize("aspect", [1.0, 1.25, 0.8])
def test_a_circle_is_round_in_the_patient_on_oblong_pixels(aspect):
    circle = Arc(Role.IMPLANT, Point(100, 80), 50)
    for corner in corners(circle, aspect):
        square = Point(corner.x, corner.y * aspect)
        assert math.isclose(distance(square, Point(100, 80 * aspect)), 50, rel_tol=1e-9)


def test_a_painted_drawing_puts_its_line_on_the_film():
    drawing = drawing_of(length_scene())
    film = Image.new("L", (1600, 1200), 40)
    picture = painted(film, drawing, lettering_for("25.0 mm Length RL50"))
    assert picture.size == (1600, 1200)
    # Four times as large as the film: the line runs from (400, 400) to (800, 400).
    assert picture.getpixel((500, 400)) == (0xFF, 0xD8, 0x4D)
    assert picture.getpixel((500, 430)) == (40, 40, 40)
