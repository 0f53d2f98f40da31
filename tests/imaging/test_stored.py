"""Stored values, colour and the mapping to levels, against plain arithmetic and pydicom."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels import apply_color_lut, convert_color_space
from pydicom.uid import ExplicitVRLittleEndian

from planning.imaging.colour import ybr_to_rgb
from planning.imaging.palette import palette_of
from planning.imaging.pixels import LevelPixels, to_level
from planning.imaging.refusal import CannotShow
from planning.imaging.stored import StoredFrame, add_to_digest, stored_values

NOISE = np.random.default_rng(11)


def _frame(values: np.ndarray, **more: object) -> StoredFrame:
    fields = {
        "raw": values,
        "colour": "MONOCHROME2" if values.ndim == 2 else "RGB",
        "bits": 8 * values.dtype.itemsize,
        "shift": 0,
        "signed": values.dtype.kind == "i",
        "container_bytes": values.dtype.itemsize,
    }
    return StoredFrame(**(fields | more))


def _whole(level: LevelPixels) -> np.ndarray:
    return np.stack([np.concatenate(list(level.blocks(p))) for p in range(level.planes)])


@given(
    words=st.lists(st.integers(0, 65535), min_size=1, max_size=30),
    bits=st.integers(1, 16),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_bits_outside_of_the_stored_ones_never_matter(words, bits, data):
    shift = data.draw(st.integers(0, 16 - bits))
    signed = data.draw(st.booleans())
    found = stored_values(np.array(words, np.uint16), bits=bits, shift=shift, signed=signed)
    for word, value in zip(words, found.tolist(), strict=True):
        expected = (word >> shift) % (1 << bits)
        if signed and expected >= 1 << (bits - 1):
            expected -= 1 << bits
        assert value == expected


@pytest.mark.parametrize(
    ("dtype", "bits", "offset"),
    [
        (np.uint8, 8, 0),
        (np.int8, 8, -128),
        (np.uint16, 12, 0),
        (np.uint16, 16, 0),
        (np.int16, 12, -2048),
        (np.int16, 16, -32768),
    ],
)
def test_level_values_are_the_stored_values_less_the_offset(dtype, bits, offset):
    low = offset if np.dtype(dtype).kind == "i" else 0
    values = NOISE.integers(low, low + (1 << bits), (70, 9)).astype(dtype)
    level = to_level(_frame(values, bits=bits))
    assert (level.value_offset, level.bits, level.planes) == (offset, bits, 1)
    assert np.array_equal(_whole(level)[0].astype(int) + offset, values)


def test_32_bit_values_of_a_small_range_are_only_moved():
    values = (NOISE.integers(0, 60000, (70, 5)) - 2_000_000_000).astype(np.int32)
    level = to_level(_frame(values))
    assert (level.step, level.start) == (1, 0)
    assert np.array_equal(_whole(level)[0].astype(np.int64) + level.value_offset, values)


@pytest.mark.parametrize("dtype", [np.uint32, np.int32, np.float32, np.float64])
def test_wide_values_are_scaled_and_the_scale_is_kept(dtype):
    values = (NOISE.random((70, 5)) * 3e6 - 5e5 * (np.dtype(dtype).kind != "u")).astype(dtype)
    level = to_level(_frame(values))
    again = _whole(level)[0] * level.step + level.start
    spread = float(values.max()) - float(values.min())
    assert np.abs(again - values).max() <= spread / 65535 * 0.51


def test_what_is_not_a_number_is_told_apart_from_the_smallest_value():
    values = np.linspace(-1, 1, 35, dtype=np.float32).reshape(7, 5)
    values[2, 3], values[4, 4] = np.nan, np.inf
    level = to_level(_frame(values))
    whole = _whole(level)[0]
    assert level.missing == 0
    assert np.argwhere(whole == 0).tolist() == [[2, 3], [4, 4]]
    assert whole[0, 0] * level.step + level.start == pytest.approx(-1, abs=1e-4)


def test_the_widest_doubles_do_not_overflow():
    values = np.array([[-1.7e308, 0, 1.7e308]])
    level = to_level(_frame(values))
    assert np.isfinite([level.step, level.start]).all()
    assert _whole(level)[0].tolist() == [[0, 32768, 65535]]


def test_rgb_that_is_grey_becomes_one_plane():
    grey = NOISE.integers(0, 256, (70, 6), np.uint8)
    level = to_level(_frame(np.repeat(grey[:, :, None], 3, axis=2)))
    assert (level.planes, level.is_colour, level.bits) == (1, True, 8)
    assert np.array_equal(_whole(level)[0], grey)


def test_one_coloured_pixel_keeps_three_planes():
    values = np.repeat(NOISE.integers(0, 256, (70, 6, 1), np.uint8), 3, axis=2)
    values[69, 5, 1] ^= 1
    level = to_level(_frame(values))
    assert np.array_equal(_whole(level), np.moveaxis(values, -1, 0))


def test_colour_of_32_bits_keeps_its_upper_sixteen():
    values = NOISE.integers(0, 2**32, (5, 6, 3), np.uint32)
    level = to_level(_frame(values))
    assert level.bits == 16
    assert np.array_equal(_whole(level), np.moveaxis(values >> 16, -1, 0))


def test_ybr_full_is_converted_as_pydicom_does():
    values = NOISE.integers(0, 256, (40, 50, 3), np.uint8)
    theirs = convert_color_space(values, "YBR_FULL", "RGB")
    assert np.abs(ybr_to_rgb(values, 8).astype(int) - theirs).max() <= 1


@pytest.mark.parametrize("colour", ["HSV", "YBR_PARTIAL_420", "CMYK"])
def test_unknown_colour_models_are_refused_by_name(colour):
    frame = _frame(np.zeros((2, 2, 3), np.uint8), colour=colour)
    with pytest.raises(CannotShow) as refusal:
        to_level(frame)
    assert (refusal.value.code, refusal.value.params) == (
        "photometric_unknown",
        {"photometric": colour},
    )


def _palette_data_set(bits: int, first: int, tables: list[bytes], key: str) -> Dataset:
    dataset = Dataset()
    dataset.PhotometricInterpretation = "PALETTE COLOR"
    dataset.PixelRepresentation = 0
    count = 9 if key.startswith("Segmented") else len(tables[0]) // (bits // 8)
    for colour, table in zip(("Red", "Green", "Blue"), tables, strict=True):
        setattr(dataset, f"{colour}PaletteColorLookupTableDescriptor", [count, first, bits])
        setattr(dataset, f"{key.format(colour)}PaletteColorLookupTableData", table)
    return dataset


def _words(*values: int) -> bytes:
    return np.array(values, "<u2").tobytes()


@pytest.mark.parametrize(
    ("bits", "tables", "key"),
    [
        (8, [bytes(range(k, k + 10)) for k in (0, 50, 200)], "{}"),
        (16, [_words(*range(k, k + 1000, 100)) for k in (0, 5000, 60000)], "{}"),
        # Two discrete entries, a ramp of three, then a copy of both segments at byte 0.
        (16, [_words(0, 2, k, 7, 1, 3, 400, 2, 2, 0, 0) for k in (0, 9, 99)], "Segmented{}"),
    ],
    ids=["8", "16", "segmented"],
)
def test_palettes_look_up_as_pydicom_does(bits, tables, key):
    dataset = _palette_data_set(bits, 3, tables, key)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    values = np.arange(0, 14, dtype=np.uint8).reshape(2, 7)
    palette = palette_of(dataset, is_big_endian=False)
    assert palette.bits == bits
    assert np.array_equal(palette.look_up(values), apply_color_lut(values, dataset))


def test_a_palette_shorter_than_it_says_is_none():
    dataset = _palette_data_set(8, 0, [bytes(4)] * 3, "{}")
    dataset.RedPaletteColorLookupTableDescriptor = [200, 0, 8]
    assert palette_of(dataset, is_big_endian=False) is None
    with pytest.raises(CannotShow, match="bad_pixel_description"):
        to_level(_frame(np.zeros((2, 2), np.uint8), colour="PALETTE COLOR"), None)


def test_digest_is_of_the_little_endian_stored_values():
    values = np.array([[-3, 2], [7, -2048]], ">i2")
    digest = hashlib.sha256()
    add_to_digest(digest, _frame(values, bits=12))
    expected = b"\xfd\xff\x02\x00\x07\x00\x00\xf8"
    assert digest.hexdigest() == hashlib.sha256(expected).hexdigest()


def test_digest_of_eight_bits_in_words_counts_the_words():
    values = np.array([[1, 255]], np.uint8)
    digest = hashlib.sha256()
    add_to_digest(digest, _frame(values, container_bytes=2))
    assert digest.hexdigest() == hashlib.sha256(b"\x01\x00\xff\x00").hexdigest()
