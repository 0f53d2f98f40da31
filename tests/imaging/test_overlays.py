"""Overlays come to the screen bit by bit, wherever they lie, or a note says what does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from planning.imaging.child import pixel_digest, render_frame, write_picture
from planning.imaging.overlays import Overlay, words
from planning.imaging.rendered import Rendered
from planning.imaging.strips import decode_level
from tests.imaging.covered import REGION, add_embedded_overlay, add_overlay, marks
from tests.imaging.films import with_pixels, write
from tests.peers.programs import dcmtk

pytestmark = pytest.mark.filterwarnings("ignore")

NOISE = np.random.default_rng(60)
GREY = NOISE.integers(0, 4096, (150, 90)).astype(np.uint16)


def _render(path: Path, frame: int = 1) -> tuple[Rendered, list[np.ndarray]]:
    """Return what a render says and the planes that the browser gets, bool."""
    scratch = path.with_suffix(f".{frame}")
    scratch.mkdir()
    rendered = render_frame(str(path), frame, str(scratch), False)
    (file,) = [each for each in rendered.files if each.level == "overlays"] or [None]
    if file is None:
        return rendered, []
    level = decode_level(
        zstandard.ZstdDecompressor().decompress(Path(file.path).read_bytes()),
        planes=file.planes,
        rows=file.rows,
        columns=file.columns,
        strip_rows=file.strip_rows,
        expected_checks=file.checks,
    )
    columns = rendered.meaning["columns"]
    # Bit by bit, lowest first, with no help of the packing under test.
    planes = [(plane[:, :, None] >> np.arange(16)) & 1 for plane in level]
    return rendered, [plane.reshape(file.rows, -1)[:, :columns] for plane in planes]


def test_overlays_in_elements_and_in_pixel_bits_are_all_there(shared_data, tmp_path):
    path = shared_data / "overlays-luts" / "ovly_p01.dcm"
    dataset = pydicom.dcmread(path)
    stored = np.frombuffer(dataset.PixelData, "<u2").reshape(512, 512)
    copy = tmp_path / "a.dcm"
    copy.write_bytes(path.read_bytes())
    rendered, planes = _render(copy)
    assert [each["group"] for each in rendered.meaning["overlays"]] == [
        0x6000,
        0x6002,
        0x6004,
        0x6006,
    ]
    assert rendered.meaning["notes"] == []
    expected = (
        stored >> 15 & 1,
        stored >> 14 & 1,
        dataset.overlay_array(0x6004),
        dataset.overlay_array(0x6006),
    )
    for plane, theirs in zip(planes, expected, strict=True):
        assert theirs.sum() > 500
        assert np.array_equal(plane, theirs)


def test_an_overlay_that_leaves_the_film_is_shown_where_it_lies_and_noted(shared_data, tmp_path):
    path = shared_data / "overlays-luts" / "OutOfBoundsOverlay.dcm"
    dataset = pydicom.dcmread(path)
    copy = tmp_path / "a.dcm"
    copy.write_bytes(path.read_bytes())
    rendered, planes = _render(copy)
    assert [each["name"] for each in rendered.meaning["overlays"]] == [
        "First reference mark",
        "First target mark",
    ]
    assert rendered.meaning["notes"] == ["overlay_cut"]
    for plane, group in zip(planes, (0x6000, 0x6002), strict=True):
        theirs = dataset.overlay_array(group)
        row, column = dataset[group, 0x50].value
        expected = np.zeros((dataset.Rows, dataset.Columns), int)
        for y, x in np.argwhere(theirs):
            inside = (y + row - 1, x + column - 1)
            if 0 <= inside[0] < dataset.Rows and 0 <= inside[1] < dataset.Columns:
                expected[inside] = 1
        assert np.array_equal(plane, expected)


@given(
    shape=st.tuples(st.integers(1, 70), st.integers(1, 40)),
    film=st.tuples(st.integers(1, 90), st.integers(1, 50)),
    top=st.integers(-80, 95),
    left=st.integers(-45, 55),
    index=st.integers(0, 3),
)
@settings(max_examples=120, deadline=None)
def test_any_origin_and_size_put_every_bit_at_its_place(shape, film, top, left, index):
    frames = NOISE.random((4, *shape)) < 0.3
    packed = np.packbits(frames.reshape(-1), bitorder="little")
    first_bit = index * shape[0] * shape[1]
    overlay = Overlay(0x6000, False, "", top, left, *shape, packed, first_bit, None)
    found = np.concatenate(list(overlay.blocks(*film)))
    expected = np.zeros(film, bool)
    for y, x in np.argwhere(frames[index]):
        if 0 <= y + top < film[0] and 0 <= x + left < film[1]:
            expected[y + top, x + left] = True
    assert np.array_equal(found, expected)
    assert overlay.is_cut(*film) == (frames[index].sum() > expected.sum())
    packed_words = words(found)
    assert packed_words.shape == (film[0], -(-film[1] // 16))
    assert packed_words.dtype == np.uint16


def test_every_frame_has_its_own_overlay_from_the_frame_that_the_header_names(tmp_path):
    dataset = with_pixels(np.concatenate([GREY] * 4), Rows=150, NumberOfFrames=4)
    bits = np.stack([marks(150, 90, seed) for seed in (1, 2)])
    add_overlay(dataset, bits, frame_origin=2)
    add_overlay(dataset, marks(150, 90, 9), group=0x6002)
    path = write(tmp_path / "a.dcm", dataset)
    for frame, own in ((1, None), (2, bits[0]), (3, bits[1]), (4, None)):
        _, planes = _render(path, frame)
        expected = [plane for plane in (own, marks(150, 90, 9)) if plane is not None]
        assert len(planes) == len(expected)
        assert all(map(np.array_equal, planes, expected))


def test_overlay_words_of_a_big_endian_file_are_turned(tmp_path):
    bits = marks(31, 45)
    values = GREY[:31, :45]
    dataset = with_pixels(values)
    dataset.PixelData = values.astype(">u2").tobytes()
    path = write(tmp_path / "a.dcm", add_overlay(dataset, bits, swapped=True), syntax="2")
    _, (plane,) = _render(path)
    assert np.array_equal(plane, bits)


def test_overlay_bits_are_no_part_of_the_stored_values(tmp_path):
    plain = with_pixels(GREY, BitsStored=12, HighBit=11)
    marked = with_pixels(GREY | marks(150, 90).astype(np.uint16) << 12, BitsStored=12, HighBit=11)
    add_embedded_overlay(marked, 12)
    digests = [
        pixel_digest(str(write(tmp_path / f"{at}.dcm", dataset)))
        for at, dataset in enumerate((plain, marked))
    ]
    assert digests[0] == digests[1]
    _, (plane,) = _render(tmp_path / "1.dcm")
    assert np.array_equal(plane, marks(150, 90))


@pytest.mark.parametrize(
    ("stored_bits", "high_bit", "position"), [(16, 15, 12), (12, 11, 11), (12, 15, 4), (12, 15, 15)]
)
def test_a_bit_of_the_grey_value_is_never_drawn(tmp_path, stored_bits, high_bit, position):
    dataset = with_pixels(GREY, BitsStored=stored_bits, HighBit=high_bit)
    add_embedded_overlay(dataset, position)
    rendered, planes = _render(write(tmp_path / "a.dcm", dataset))
    assert (rendered.meaning["overlays"], planes) == ([], [])
    assert rendered.meaning["notes"] == ["overlay_unusable"]


def test_bits_below_the_grey_value_may_be_an_overlay(tmp_path):
    words_with_both = GREY << 4 | marks(150, 90).astype(np.uint16) << 2
    dataset = with_pixels(words_with_both, BitsStored=12, HighBit=15)
    _, (plane,) = _render(write(tmp_path / "a.dcm", add_embedded_overlay(dataset, 2)))
    assert np.array_equal(plane, marks(150, 90))


def _too_short(dataset):
    dataset[0x6000, 0x3000].value = dataset[0x6000, 0x3000].value[:20]


def _no_size(dataset):
    del dataset[0x6000, 0x0010]


def _no_such_bit(dataset):
    del dataset[0x6000, 0x3000]
    dataset[0x6000, 0x0102].value = 16


@pytest.mark.parametrize("damage", [_too_short, _no_size, _no_such_bit])
def test_an_overlay_that_cannot_be_read_is_noted_and_the_film_shown(tmp_path, damage):
    dataset = add_overlay(with_pixels(GREY), marks(150, 90))
    damage(dataset)
    add_overlay(dataset, marks(150, 90), group=0x6002)
    rendered, planes = _render(write(tmp_path / "a.dcm", dataset))
    assert rendered.meaning["notes"] == ["overlay_unusable"]
    assert [each["group"] for each in rendered.meaning["overlays"]] == [0x6002]
    assert len(planes) == 1


def test_a_film_without_overlays_has_no_such_level(tmp_path):
    rendered, planes = _render(write(tmp_path / "a.dcm", with_pixels(GREY)))
    assert (rendered.meaning["overlays"], planes) == ([], [])
    assert len(rendered.files) == 3


def _picture(path: Path, out: Path, longest_px: int = 2000) -> np.ndarray:
    write_picture(str(path), 1, str(out), "PNG", longest_px)
    with Image.open(out) as image:
        return np.asarray(image, dtype=int)


def test_pictures_show_overlays_in_white_with_a_dark_casing(tmp_path):
    flat = np.full((60, 80), 2000, np.uint16)
    bits = np.zeros((60, 80), np.uint8)
    bits[30, 20:50] = 1
    window = {"WindowCenter": 2048, "WindowWidth": 4096}
    path = write(tmp_path / "a.dcm", add_overlay(with_pixels(flat, **window), bits))
    greys = _picture(path, tmp_path / "a.png")
    assert (greys[30, 20:50] == 244).all()
    assert (greys[29, 20:50] < 60).all()
    assert (greys[31, 20:50] < 60).all()
    assert abs(greys[10, 10] - 124) <= 1


def test_a_line_of_one_pixel_stays_in_a_small_picture(tmp_path):
    bits = np.zeros((2000, 1500), np.uint8)
    bits[777, :], bits[:, 501] = 1, 1
    dataset = add_overlay(with_pixels(np.zeros((2000, 1500), np.uint16)), bits)
    greys = _picture(write(tmp_path / "a.dcm", dataset), tmp_path / "a.png", 100)
    assert greys.shape == (100, 75)
    assert (greys[777 * 100 // 2000] == 244).all()
    assert (greys[:, 501 * 75 // 1500] == 244).all()


def test_of_a_region_the_outline_is_drawn(tmp_path):
    bits = np.zeros((60, 80), np.uint8)
    bits[10:40, 20:70] = 1
    dataset = add_overlay(with_pixels(np.full((60, 80), 100, np.uint16)), bits, kind=REGION)
    rendered, (plane,) = _render(write(tmp_path / "a.dcm", dataset))
    assert rendered.meaning["overlays"][0]["kind"] == "region"
    assert np.array_equal(plane, bits)
    greys = _picture(tmp_path / "a.dcm", tmp_path / "a.png")
    assert (greys[10, 20:70] == 244).all()
    assert (greys[20:30, 30:60] == greys[0, 0]).all()


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("origin", [(1, 1), (40, 11), (-20, -30), (120, 70)])
def test_overlays_lie_where_dcmtk_draws_them(tmp_path, origin):
    dataset = with_pixels(np.full((150, 90), 2000, np.uint16), WindowCenter=2048, WindowWidth=4096)
    dataset = add_overlay(dataset, marks(90, 61), origin=origin)
    path = write(tmp_path / "a.dcm", dataset)
    theirs = tmp_path / "theirs.pgm"
    command = [dcmtk("dcmj2pnm"), "+op", "+Wi", "1", path, theirs]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with Image.open(theirs) as image:
        drawn = np.asarray(image, dtype=int) > 200
    assert drawn.any()
    _, (plane,) = _render(path)
    assert np.array_equal(plane.astype(bool), drawn)
