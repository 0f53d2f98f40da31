"""Templates that others wrote are read, whichever unit their mating points have."""

from __future__ import annotations

import dataclasses

import pytest

from planning.library.exchange.dicom.decode_template import decode_template
from planning.library.exchange.dicom.encode_template import encode_template
from planning.library.exchange.dicom.hpgl import Plot, Stroke
from planning.library.exchange.dicom.paper import paper_of
from planning.library.exchange.refusal import ExchangeRefused
from tests.library.exchange.dicom.by_hand import stem


def test_mating_points_in_millimetres_and_in_plotter_units_mean_the_same():
    in_mm, in_units = decode_template(stem()), decode_template(stem(points_in_units=True))

    [places] = [[f.places[0].point for f in one.features] for one in in_mm.sets]
    assert places == [(45.0, 110.0), (48.0, 113.0)]
    assert in_mm.drawings[0].rotation_point == (30.0, 100.0)
    assert in_units == in_mm


def test_a_template_says_what_was_written_in_it():
    read = decode_template(stem())

    assert (read.manufacturer, read.name, read.size) == ("Öhr Implantate", "Grade stem", "10")
    assert (read.types[0].value, read.fixation.value) == ("112310", "304367000")
    assert read.drawings[0].bounds == (25.0, 0.0, 35.0, 110.0)
    assert read.drawings[0].pens == {1: ("Outline", ""), 7: ("Axis", "")}
    assert read.landmarks[0].places == {1: (30.0, 100.0, 30.0, 0.0)}
    assert read.landmarks[0].codes[0].value == "112302"
    assert not read.derived


def test_points_that_lie_nowhere_near_the_drawing_are_refused():
    data = stem()
    place = data.MatingFeatureSetsSequence[0].MatingFeatureSequence[0]
    place.TwoDMatingFeatureCoordinatesSequence[0].TwoDMatingPoint = [90_000.0, 0.0]

    with pytest.raises(ExchangeRefused) as refused:
        decode_template(data)

    assert refused.value.code == "template_points"
    assert refused.value.params["where"] == "HPGLDocumentSequence[1]: mating points"


def test_a_pen_that_draws_must_be_in_the_list_of_pens():
    data = stem()
    data.HPGLDocumentSequence[0].HPGLPenSequence = data.HPGLDocumentSequence[0].HPGLPenSequence[:1]

    with pytest.raises(ExchangeRefused) as refused:
        decode_template(data)

    assert refused.value.code == "template_pens"


def test_a_rotation_point_in_the_corner_follows_the_other_values():
    plot = Plot({1: (0, 0, 0)}, (Stroke(1, ((0, 0), (4000, 4000))),))
    written = {"plot": plot, "rotation_point": (100.0, 100.0), "where": "it"}

    units = paper_of(rectangle=(0, 0, 4000, 4000), mating_points=[(2000.0, 2000.0)], **written)
    millimetres = paper_of(rectangle=(0, 0, 100, 100), mating_points=[(50.0, 50.0)], **written)

    assert units.rotation_point_mm == (2.5, 2.5)
    assert millimetres.rotation_point_mm == (100.0, 100.0)


def test_what_was_read_is_written_again_as_it_was():
    read = decode_template(stem(points_in_units=True, scaling=2.5))

    again = decode_template(encode_template(read))

    assert dataclasses.asdict(again) == dataclasses.asdict(read)
