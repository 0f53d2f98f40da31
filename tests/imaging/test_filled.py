"""A JPEG that ends too early is a reason, never a picture with a made-up end."""

from __future__ import annotations

import imagecodecs
import numpy as np
import pytest

from planning.imaging.decoders import DECODERS
from planning.imaging.description import PixelDescription
from planning.imaging.refusal import CannotShow

ROOT = "1.2.840.10008.1.2."
ROWS, COLUMNS = 200, 160
NOISE = np.random.default_rng(14)


def _film() -> np.ndarray:
    y, x = np.mgrid[:ROWS, :COLUMNS]
    film = 128 + 80 * np.sin(x / 40) * np.cos(y / 50) + NOISE.normal(0, 4, (ROWS, COLUMNS))
    return np.clip(film, 0, 255).astype(np.uint8)


def _collimated() -> np.ndarray:
    film = _film()
    film[140:] = 0
    film[:, 110:] = 0
    return film


PICTURES = {
    "film": _film(),
    "black below and beside": _collimated(),
    "flat": np.full((ROWS, COLUMNS), 7, np.uint8),
    "twelve bits": _film().astype(np.uint16) * 16 + 3,
    "colour": np.stack([_film(), _collimated(), _film()], axis=-1),
}
CODINGS = {"4.50": {"level": 90}} | {
    f"4.57 predictor {k}": {"lossless": True, "predictor": k} for k in range(1, 8)
}


def _encoded(values: np.ndarray, coding: str) -> bytes:
    depth = {"bitspersample": 12} if values.dtype.itemsize == 2 else {}
    return imagecodecs.jpeg8_encode(values, **CODINGS[coding], **depth)


def _decode(coding: str, values: np.ndarray, data: bytes) -> np.ndarray:
    bits = 8 * values.dtype.itemsize
    description = PixelDescription(
        rows=ROWS,
        columns=COLUMNS,
        samples=1 if values.ndim == 2 else 3,
        bits_allocated=bits,
        bits_stored=bits,
        high_bit=bits - 1,
        signed=False,
        photometric="MONOCHROME2" if values.ndim == 2 else "RGB",
        planar=False,
        frames=1,
        kind="integer",
    )
    return DECODERS[ROOT + coding.split()[0]](data, description).samples


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("name", PICTURES)
def test_a_whole_jpeg_is_shown_and_a_short_one_with_its_end_marker_is_refused(name, coding):
    values = PICTURES[name]
    data = _encoded(values, coding)
    shown = _decode(coding, values, data)
    if "lossless" in CODINGS[coding]:
        assert np.array_equal(shown, values)
    start = data.rindex(b"\xff\xda") + 12
    for kept in (0, 0.3, 0.7, 0.9, 0.97):
        cut = data[: start + int((len(data) - 2 - start) * kept)].rstrip(b"\xff") + b"\xff\xd9"
        with pytest.raises(CannotShow) as refusal:
            _decode(coding, values, cut)
        assert refusal.value.code == "pixels_truncated"


@pytest.mark.parametrize("coding", ["4.50", "4.57 predictor 1"])
def test_bytes_that_writers_leave_behind_the_picture_do_not_matter(coding):
    values = PICTURES["flat"]
    data = _encoded(values, coding)
    for more in (data + b"\0", data[:-2] + b"\0\0\x12" + data[-2:]):
        assert np.array_equal(_decode(coding, values, more), _decode(coding, values, data))
