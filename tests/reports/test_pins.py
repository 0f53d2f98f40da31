"""The pins of a report are where they were signed, whatever becomes of the notes."""

from __future__ import annotations

from planning.reports.making import _pins

PINNED = ("sop_instance_uid", "frame", "point_px")


def test_a_signed_note_says_where_it_is_pinned(version, film, phantom):
    (note,) = version.content["notes"]
    assert note["sop_instance_uid"] == film.sop_instance_uid
    assert (note["frame"], note["point_px"]) == (1, list(phantom.landmark("s1_mid")))


def test_a_pin_is_drawn_from_what_was_signed(version, film):
    version.content["notes"][0]["point_px"] = [123.0, 456.0]
    (pin,) = _pins(version, film, 1)
    assert (tuple(pin.point_px), pin.number) == ((123.0, 456.0), 1)
    assert _pins(version, film, 2) == []


def test_a_version_that_was_signed_without_pins_takes_them_from_the_notes(version, film, phantom):
    for name in PINNED:
        del version.content["notes"][0][name]
    (pin,) = _pins(version, film, 1)
    assert list(pin.point_px) == list(phantom.landmark("s1_mid"))


def test_a_note_on_the_whole_study_has_no_pin(version, film):
    for name in PINNED:
        version.content["notes"][0][name] = None
    assert _pins(version, film, 1) == []
