"""Codestream headers are read without a decoder, and a lie is refused before one runs."""

from __future__ import annotations

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.imaging.codestreams import (
    CodestreamBroken,
    CodestreamHeader,
    check,
    check_whole,
    jpeg,
    jpeg2000,
    jpegxl,
)
from planning.imaging.codestreams.rle import check_rle
from planning.imaging.refusal import CannotShow

NOISE = np.random.default_rng(3)
GREY_8 = NOISE.integers(0, 256, (37, 53), np.uint8)
GREY_12 = NOISE.integers(0, 4096, (37, 53), np.uint16)
RGB_8 = NOISE.integers(0, 256, (37, 53, 3), np.uint8)
READERS = [jpeg.read_header, jpeg2000.read_header, jpegxl.read_header]


@pytest.mark.parametrize(
    ("data", "reader", "samples", "bits"),
    [
        (imagecodecs.jpeg8_encode(GREY_8), jpeg.read_header, 1, 8),
        (imagecodecs.jpeg8_encode(RGB_8), jpeg.read_header, 3, 8),
        (
            imagecodecs.jpeg8_encode(GREY_12, bitspersample=12, lossless=True),
            jpeg.read_header,
            1,
            12,
        ),
        (imagecodecs.jpegls_encode(GREY_12), jpeg.read_header, 1, 16),
        (
            imagecodecs.jpeg2k_encode(GREY_12, codecformat="j2k", bitspersample=12),
            jpeg2000.read_header,
            1,
            12,
        ),
        (imagecodecs.jpeg2k_encode(RGB_8, codecformat="jp2"), jpeg2000.read_header, 3, 8),
        (imagecodecs.htj2k_encode(GREY_12), jpeg2000.read_header, 1, 16),
        (imagecodecs.jpegxl_encode(GREY_12, lossless=True), jpegxl.read_header, None, None),
        (
            imagecodecs.jpegxl_encode(RGB_8, usecontainer=True),
            jpegxl.read_header,
            None,
            None,
        ),
    ],
    ids=["jpeg", "rgb", "lossless", "jls", "j2k", "jp2", "htj2k", "jxl", "jxl-container"],
)
def test_size_and_format_are_those_of_the_encoded_picture(data, reader, samples, bits):
    header = reader(data)
    assert (header.rows, header.columns) == (37, 53)
    assert header.samples == samples
    assert header.bits == bits


@pytest.mark.parametrize("shape", [(8, 8), (24, 48), (100, 130), (300, 400), (9, 9000)])
def test_jpeg_xl_sizes_are_found_in_short_and_ratio_forms(shape):
    header = jpegxl.read_header(imagecodecs.jpegxl_encode(np.zeros(shape, np.uint8)))
    assert (header.rows, header.columns) == shape


@pytest.mark.parametrize(
    ("segments", "is_rgb"),
    [
        (b"", None),
        (b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00", True),
        (b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x01", False),
        (b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", False),
    ],
    ids=["silent", "adobe-none", "adobe-ycc", "jfif"],
)
def test_jpeg_says_whether_its_components_are_rgb(segments, is_rgb):
    frame = b"\xff\xc0\x00\x11\x08\x00\x04\x00\x05\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"
    assert jpeg.read_header(b"\xff\xd8" + segments + frame).components_are_rgb is is_rgb


@pytest.mark.parametrize("level", [0, 1, 5])
def test_jpeg_ls_says_by_how_much_it_changed_a_value(level):
    data = imagecodecs.jpegls_encode(GREY_12, level=level)
    changed = np.abs(imagecodecs.jpegls_decode(data).astype(int) - GREY_12).max()
    assert jpeg.near(data) == level == changed
    assert jpeg.near(imagecodecs.jpegls_encode(RGB_8, level=level)) == level


def test_component_names_rgb_mean_rgb():
    frame = b"\xff\xc0\x00\x11\x08\x00\x04\x00\x05\x03R\x11\x00G\x11\x00B\x11\x00"
    assert jpeg.read_header(b"\xff\xd8" + frame).components_are_rgb is True


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"rows": 65535}, "rows"),
        ({"columns": 1}, "columns"),
        ({"samples": 3}, "samples"),
        ({"bits": 16}, "bits"),
    ],
)
def test_every_difference_from_the_data_set_is_refused_by_name(change, what):
    honest = {"rows": 4, "columns": 5, "samples": 1, "bits": 8}
    promised = {"rows": 4, "columns": 5, "samples": 1, "bits_allocated": 8}
    check(CodestreamHeader(**honest), **promised)
    with pytest.raises(CannotShow) as refusal:
        check(CodestreamHeader(**(honest | change)), **promised)
    assert refusal.value.code == "codestream_mismatch"
    assert refusal.value.params["what"] == what


@given(data=st.binary(max_size=400), prefix=st.sampled_from([b"", b"\xff\xd8", b"\xff\x0a"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_header_or_one_kind_of_error(data, prefix):
    for reader in READERS:
        try:
            header = reader(prefix + data)
        except CodestreamBroken:
            continue
        assert header.rows >= 0


@pytest.mark.parametrize("reader", READERS)
def test_every_cut_of_a_header_is_an_error_or_the_true_header(reader):
    whole = {
        jpeg.read_header: imagecodecs.jpeg8_encode(GREY_8),
        jpeg2000.read_header: imagecodecs.jpeg2k_encode(RGB_8, codecformat="jp2"),
        jpegxl.read_header: imagecodecs.jpegxl_encode(GREY_8),
    }[reader]
    for cut in range(min(len(whole), 400)):
        try:
            header = reader(whole[:cut])
        except CodestreamBroken:
            continue
        assert (header.rows, header.columns) == (37, 53)


def test_a_codestream_without_its_end_is_not_whole():
    data = imagecodecs.jpeg8_encode(GREY_8)
    check_whole(data)
    check_whole(data + b"\x00")
    with pytest.raises(CannotShow, match="pixels_truncated"):
        check_whole(data[:-2])


def _rle_header(*offsets: int, count: int | None = None) -> bytes:
    words = [len(offsets) if count is None else count, *offsets]
    return b"".join(word.to_bytes(4, "little") for word in words).ljust(64, b"\0")


def test_rle_must_have_a_segment_for_every_byte_of_a_pixel():
    size = {"rows": 4, "columns": 4, "samples": 1, "bits_allocated": 16}
    check_rle(_rle_header(64, 70) + bytes(12), **size)
    with pytest.raises(CannotShow, match="segments"):
        check_rle(_rle_header(64) + bytes(12), **size)
    with pytest.raises(CodestreamBroken):
        check_rle(_rle_header(64, 60) + bytes(12), **size)
    with pytest.raises(CodestreamBroken):
        check_rle(_rle_header(64, 5000) + bytes(12), **size)
    with pytest.raises(CodestreamBroken):
        check_rle(b"\x02\0\0\0", **size)


def test_rle_too_short_for_its_pixels_is_refused():
    with pytest.raises(CannotShow, match="bytes"):
        check_rle(
            _rle_header(64, 70) + bytes(12),
            rows=20000,
            columns=20000,
            samples=1,
            bits_allocated=16,
        )
