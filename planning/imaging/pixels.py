"""PURE. From stored values to the 16-bit level that the browser gets, nothing lost.

Grey values of up to 16 bits cross unchanged, only moved so that they are unsigned. Wider
integers and floating point are mapped linearly onto 16 bits, and the mapping is kept, so
that shown values stay true. Colour becomes RGB, or one plane when it is really grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planning.imaging.colour import GREY, to_rgb
from planning.imaging.palette import Palette
from planning.imaging.stored import StoredFrame
from planning.imaging.strips import STRIP_ROWS

_FULL_SCALE = 65535


@dataclass(frozen=True, slots=True)
class LevelPixels:
    """A frame as ``planes x rows x columns`` of uint16 level values.

    A stored value is ``(level + value_offset) * step + start``; ``step`` is 1 and ``start``
    is 0 except for pixels that were mapped onto 16 bits.

    Attributes
    ----------
    planes : int
        1 grey, 3 RGB.
    bits : int
        Every level value is below ``2 ** bits``.
    missing : int or None
        Level value that stands for "no number" in floating point pixels.
    """

    planes: int
    rows: int
    columns: int
    bits: int
    value_offset: int
    step: float
    start: float
    is_colour: bool
    missing: int | None
    frame: StoredFrame
    rgb: np.ndarray | None = None

    def block(self, plane: int, top: int, bottom: int) -> np.ndarray:
        """Return some rows of a plane, uint16 in C order."""
        if self.rgb is not None:
            return self.rgb[plane, top:bottom]
        values = self.frame.values(top, bottom)
        if self.step != 1 or self.start != 0:
            return self._mapped(values)
        if values.dtype.itemsize == 2:
            words = np.ascontiguousarray(values).view(np.uint16)
            return words - np.uint16(self.value_offset % 65536) if self.value_offset else words
        if values.dtype.itemsize == 1:
            return (values.astype(np.int32) - self.value_offset).astype(np.uint16)
        return (values - values.dtype.type(self.value_offset)).astype(np.uint16)

    def _mapped(self, values: np.ndarray) -> np.ndarray:
        # Divided first: the difference of two doubles can be beyond the largest one.
        scaled = np.rint(values.astype(np.float64) / self.step - self.start / self.step)
        if self.missing is not None:
            scaled = np.where(np.isfinite(scaled), scaled, self.missing)
        return np.clip(scaled, 0, _FULL_SCALE).astype(np.uint16)

    def blocks(self, plane: int) -> Iterator[np.ndarray]:
        """Yield a plane strip by strip."""
        for top in range(0, self.rows, STRIP_ROWS):
            yield self.block(plane, top, min(top + STRIP_ROWS, self.rows))


def to_level(frame: StoredFrame, palette: Palette | None = None) -> LevelPixels:
    """Say how a frame becomes a level.

    Parameters
    ----------
    frame : StoredFrame
        Any frame that was decoded.
    palette : Palette, optional
        For PALETTE COLOR.

    Returns
    -------
    LevelPixels
        Grey frames stay where they are and are converted strip by strip.

    Raises
    ------
    CannotShow
        For colour that cannot be converted.
    """
    if frame.colour not in GREY or frame.raw.ndim == 3:
        rgb, bits = to_rgb(frame, palette)
        return _level(frame, bits=bits, is_colour=True, rgb=rgb)
    if frame.is_float or frame.bits > 16:
        return _fitted(frame)
    offset = -(1 << (frame.bits - 1)) if frame.signed else 0
    return _level(frame, bits=frame.bits, value_offset=offset)


def _fitted(frame: StoredFrame) -> LevelPixels:
    """Fit wide values into 16 bits: moved when they fit as they are, scaled otherwise."""
    low, high, all_finite = _range(frame)
    if not frame.is_float and high - low <= _FULL_SCALE:
        bits = max(1, int(high - low).bit_length())
        return _level(frame, bits=bits, value_offset=int(low))
    # Level 0 is kept free for pixels that are not a number.
    room = _FULL_SCALE if all_finite else _FULL_SCALE - 1
    step = float(high) / room - float(low) / room or 1.0
    start = float(low) if all_finite else float(low) - step
    return _level(frame, bits=16, step=step, start=start, missing=None if all_finite else 0)


def _range(frame: StoredFrame) -> tuple[float, float, bool]:
    lows, highs, all_finite = [], [], True
    for block in frame.blocks():
        if frame.is_float:
            finite = block[np.isfinite(block)]
            all_finite &= finite.size == block.size
            block = finite
        if block.size:
            lows.append(block.min())
            highs.append(block.max())
    if not lows:
        return 0.0, 0.0, all_finite
    convert = float if frame.is_float else int
    return convert(min(lows)), convert(max(highs)), all_finite


def _level(
    frame: StoredFrame,
    *,
    bits: int,
    value_offset: int = 0,
    step: float = 1.0,
    start: float = 0.0,
    is_colour: bool = False,
    missing: int | None = None,
    rgb: np.ndarray | None = None,
) -> LevelPixels:
    return LevelPixels(
        planes=1 if rgb is None else rgb.shape[0],
        rows=frame.rows,
        columns=frame.columns,
        bits=bits,
        value_offset=value_offset,
        step=step,
        start=start,
        is_colour=is_colour,
        missing=missing,
        frame=frame,
        rgb=rgb,
    )
