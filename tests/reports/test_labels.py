"""Labels stay in the picture, off each other and off what they tell of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.reports.labels import Box, arrange

PICTURE = Box(0, 0, 1000, 800)
places = st.builds(Point, st.floats(0, 1000), st.floats(0, 800))


@given(st.lists(places, min_size=1, max_size=6))
def test_every_label_is_inside_the_picture(anchors):
    boxes = arrange(anchors, [(150, 40)] * len(anchors), within=PICTURE, reach=20)
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= 1000
        assert box.bottom <= 800


@given(st.lists(places, min_size=2, max_size=6))
def test_labels_do_not_cover_one_another(anchors):
    boxes = arrange(anchors, [(150, 40)] * len(anchors), within=PICTURE, reach=20)
    pairs = [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]]
    assert all(a.overlaps(b) == 0 for a, b in pairs)


def test_a_label_keeps_off_what_is_taken():
    bone = Box(300, 300, 500, 500)
    (box,) = arrange([Point(310, 400)], [(150, 40)], within=PICTURE, reach=20, taken=[bone])
    assert box.overlaps(bone) == 0


def test_a_label_lies_outwards_of_the_middle_of_the_film():
    right, left = arrange(
        [Point(300, 400), Point(700, 400)], [(100, 30)] * 2, within=PICTURE, reach=20
    )
    assert right.right < 300
    assert left.left > 700
