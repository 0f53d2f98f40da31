"""Every shared film, from the stored file to the greys of the browser, against other programs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import get_frame

from planning.imaging.colour import GREY
from planning.imaging.display_lut import lut
from planning.imaging.refusal import CannotShow
from tests.imaging import contact_sheet, references
from tests.imaging.every_film import Delivered, all_delivered, show

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.peer("node"),
    pytest.mark.timeout(300),
]

# No second program reads these; each has a test of its own in test_decoding.py, or is cut.
NO_SECOND_DECODER = {
    "emri_small_jpeg_2k_lossless_too_short.dcm",
    "badVR.dcm",
    "htj2k_lossless_parity.dcm",
    "liver_deflate.dcm",
    "GDCMJ2K_TextGBR.dcm",
    "SC_rgb_jpeg_gdcm.dcm",
    "HTJ2KLossless_08_RGB.dcm",
    "HTJ2K_08_RGB.dcm",
}
# DCMTK takes the header's RGB at its word although the codestream's JFIF segment says YCbCr.
COLOUR_OF_HEADER = {"GH195.dcm"}
# Why a file with pixels is not shown; DCMTK shows none of these either.
REASONS = {
    "20-wrong-transfer-syntax.dcm": "decode_failed",
    "3gb-bulk-data-truncated": "bad_pixel_description",
    "GH340.dcm": "bad_pixel_description",
    "JPEG2000-embedded-sequence-delimiter.dcm": "codestream_mismatch",
    "MR_truncated.dcm": "pixels_truncated",
    "genFile.dcm": "decode_failed",
    "meta_missing_tsyntax.dcm": "bad_pixel_description",
    "nested_priv_SQ.dcm": "bad_pixel_description",
}
# Greys: JPEG rounds, and means are taken before the window in a preview and after it here.
_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Films:
    """All films that are delivered, and the reasons of the others."""

    shown: list[Delivered]
    refused: dict[Path, CannotShow]


@pytest.fixture(scope="module")
def films(shared_data, tmp_path_factory) -> Films:
    """Render every film once, and let the browser's code show it."""
    shown, refused = all_delivered(shared_data, tmp_path_factory.mktemp("delivered"))
    show(shown)
    return Films(shown, refused)


def _is_grey(film: Delivered) -> bool:
    return film.meaning["photometric"] in GREY


def _is_whole_numbers(film: Delivered) -> bool:
    return film.header().get("PixelData") is not None


def test_every_pixel_of_the_delivered_full_level_is_the_stored_one(films):
    ours, theirs, checked = hashlib.sha256(), hashlib.sha256(), 0
    unchecked, wrong = set(), {}
    for film in filter(_is_grey, films.shown):
        if not _is_whole_numbers(film):
            continue
        expected = references.stored_values(film, film.header())
        if expected is None:
            unchecked.add(film.path.name)
            continue
        again = film.values()[0].astype(np.int64) + film.meaning["value_offset"]
        ours.update(again.tobytes())
        theirs.update(expected.astype(np.int64).tobytes())
        if not np.array_equal(again, expected):
            wrong[film.name] = int(np.abs(again - expected).max())
        checked += 1
    assert wrong == {}
    assert ours.hexdigest() == theirs.hexdigest()
    assert unchecked <= NO_SECOND_DECODER
    assert checked > 80
    inverted = [film for film in films.shown if film.meaning["photometric"] == "MONOCHROME1"]
    assert len(inverted) > 5


def test_colour_is_that_of_pydicom(films):
    unchecked, wrong, checked = set(), {}, 0
    for film in films.shown:
        if _is_grey(film):
            continue
        expected = references.colours(film, film.header())
        if expected is None:
            unchecked.add(film.path.name)
            continue
        if expected.dtype.itemsize == 4:
            expected = expected >> 16
        difference = np.abs(np.moveaxis(film.values(), 0, -1).astype(int) - expected)
        if difference.max() > 1:
            wrong[film.name] = int(difference.max())
        checked += 1
    assert wrong == {}
    assert unchecked <= NO_SECOND_DECODER
    assert checked > 40


def _not_padding(film: Delivered) -> np.ndarray:
    stored = film.values()[0].astype(np.int64) + film.meaning["value_offset"]
    low, high = film.meaning["padding"] or (1, 0)
    return (stored < low) | (stored > high)


def test_the_browser_shows_the_greys_of_pydicom_in_every_window_and_table(films):
    wrong, checked = {}, 0
    for film in filter(_is_grey, films.shown):
        header = references.frame_header(film.header(), film.frame)
        stored = references.stored_values(film, header) if _is_whole_numbers(film) else None
        if stored is None:
            continue
        seen = _not_padding(film)
        # A window of our own making stands before those of the header, which follow in order.
        given = [w["name"] != "auto" for w in film.meaning["windows"]]
        views = [view for view in film.seen if view.startswith("voi") or given[int(view)]]
        for view in views:
            number = view if view.startswith("voi") else str(sum(given[: int(view)]))
            difference = np.abs(film.greys(view)[0] - references.greys(stored, header, number))
            if seen.any() and difference[seen].max() > 1:
                wrong[film.name, view] = float(difference[seen].max())
            assert (film.greys(view)[0][~seen] == 0).all(), film.name
            checked += 1
    assert wrong == {}
    assert checked > 60


@pytest.mark.peer("dcmtk")
def test_the_browser_shows_the_greys_of_dcmtk(films):
    wrong, checked = {}, 0
    for film in films.shown:
        if "SharedFunctionalGroupsSequence" in film.header():
            continue
        for view in film.seen:
            expected = references.by_dcmtk(film, view)
            if expected is None or film.path.name in COLOUR_OF_HEADER:
                continue
            ours = np.moveaxis(film.greys(view).astype(int), 0, -1)
            difference = np.abs(ours - expected.reshape(*ours.shape[:2], -1))[_not_padding(film)]
            # Its conversion from YBR is in whole numbers.
            allowed = 2 if film.meaning["photometric"].startswith("YBR") else 1
            if difference.size and difference.max() > allowed:
                wrong[film.name, view] = int(difference.max())
            checked += 1
    assert wrong == {}
    assert checked > 110


def test_pictures_of_the_server_have_the_greys_of_the_browser(films):
    for film in films.shown:
        for view in film.seen:
            if ":" in view:
                continue
            window = None if view == "voi_lut" else film.meaning["windows"][int(view)]
            greys = lut(film.meaning, window)[film.values()].astype(int)
            assert np.abs(greys - film.greys(view)).max() <= 1, film.name


def test_previews_show_the_film_as_the_browser_does(films):
    unlike = {}
    for film in films.shown:
        if film.meaning["overlays"] or film.meaning["shutter"]:
            continue
        with Image.open(film.preview) as preview:
            # Of blocks, so that JPEG's blur of fine colour does not count.
            size = tuple(max(1, side // 8) for side in preview.size)
            found = np.asarray(preview.resize(size, Image.Resampling.BOX), dtype=int)
        first = np.moveaxis(film.greys(next(iter(film.seen))), 0, -1)
        whole = Image.fromarray(first[:, :, 0] if first.shape[2] == 1 else first)
        expected = np.asarray(whole.resize(size, Image.Resampling.BOX), dtype=int)
        if np.abs(found - expected).mean() > _ALIKE:
            unlike[film.name] = float(np.abs(found - expected).mean())
    assert unlike == {}


@pytest.mark.peer("dcmtk")
def test_what_is_not_shown_has_a_reason_and_no_other_program_shows_it(films):
    reasons = {path.name: reason.code for path, reason in films.refused.items()}
    with_pixels = {name: code for name, code in reasons.items() if code != "no_pixels"}
    assert with_pixels == REASONS
    shown_elsewhere = {path.name for path in films.refused if references.is_shown_elsewhere(path)}
    assert not shown_elsewhere


def test_the_contact_sheet_has_a_tile_for_every_film_and_none_is_empty(films, tmp_path):
    written = contact_sheet.sheets(films.shown, films.refused, tmp_path)
    assert len(written) == -(-(len(films.shown) + len(films.refused)) // 54)
    for film in films.shown:
        with Image.open(film.preview) as preview:
            is_flat = all(low == high for low, high in _extrema(preview))
        greys = film.greys(next(iter(film.seen)))
        assert not is_flat or greys.std() < 1, film.name


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    found = image.getextrema()
    return [found] if image.mode == "L" else list(found)


def test_jpeg_lossless_colour_is_what_dcmtk_decodes(films, tmp_path):
    (film,) = [each for each in films.shown if each.path.name == "SC_rgb_jpeg_gdcm.dcm"]
    expected = references.by_dcmtk(film, "0")
    assert np.array_equal(np.moveaxis(film.greys("0"), 0, -1), expected)


def test_a_component_transform_is_undone_once(films):
    (film,) = [each for each in films.shown if each.path.name == "GDCMJ2K_TextGBR.dcm"]
    # The words red, green and blue stand below each other, written in their colours.
    values = np.moveaxis(film.values(), 0, -1).astype(int)
    pure = (values.max(axis=2) > 240) & (values.min(axis=2) < 20)
    rows = [np.median(np.nonzero(pure & (values.argmax(axis=2) == c))[0]) for c in range(3)]
    assert rows[0] < values.shape[0] / 3 < rows[1] < values.shape[0] * 2 / 3 < rows[2]


def test_htj2k_is_what_openjph_decodes(films):
    for film in films.shown:
        if film.path.name != "HTJ2KLossless_08_RGB.dcm":
            continue
        data = get_frame(pydicom.dcmread(film.path).PixelData, 0, number_of_frames=1)
        expected = imagecodecs.htj2k_decode(data)
        assert np.array_equal(np.moveaxis(film.values(), 0, -1), expected)
        return
    raise AssertionError("no HTJ2K film")
