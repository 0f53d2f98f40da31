"""PURE. What a frame's level values mean: the part of the Film that comes from the header.

The result is plain JSON. A header that says nothing usable gives a sensible default and,
where a reader should know, a code in ``notes``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset

from planning.imaging.attributes import (
    frame_items,
    integer,
    items,
    number,
    numbers,
    text,
)
from planning.imaging.description import PixelDescription
from planning.imaging.display_lut import modality_values
from planning.imaging.lookup_tables import Table, table_of
from planning.imaging.overlays import Overlay
from planning.imaging.pixels import LevelPixels
from planning.imaging.shutters import shutter_of
from planning.imaging.tones import Tones
from planning.imaging.windows import LINEAR, Window, shows_something, spanning, windows_of

_LARGEST_FACTOR = 1e12
_LARGEST_ASPECT = 50.0
_LONGEST_NAME = 64
_MOST_TABLES = 8


def padding_of(dataset: Dataset, description: PixelDescription) -> list[int] | None:
    """Return the stored values [low, high] that are padding, or None (PS3.3 C.7.5.1.1.2)."""
    value = integer(dataset, "PixelPaddingValue")
    if value is None or description.samples != 1 or description.bits_allocated > 16:
        return None
    limit = integer(dataset, "PixelPaddingRangeLimit")
    ends = [_as_stored(each, description) for each in (value, value if limit is None else limit)]
    return sorted(ends)


def _as_stored(value: int, description: PixelDescription) -> int:
    """Undo a padding value written with the other signedness than the pixels."""
    span = 1 << description.bits_allocated
    value %= span
    return value - span if description.signed and value >= span // 2 else value


def meaning_of(
    dataset: Dataset,
    frame: int,
    description: PixelDescription,
    level: LevelPixels,
    tones: Tones,
    *,
    is_big_endian: bool,
    lossy: bool,
) -> dict:
    """Say what the level values of one frame mean.

    Parameters
    ----------
    dataset : pydicom.Dataset
        The header.
    frame : int
        1-based.
    description : PixelDescription
        Of the same object.
    level : LevelPixels
        How stored values became level values.
    tones : Tones
        Filled with the frame's level values (one plane).
    is_big_endian : bool
        Byte order of tables in the header.
    lossy : bool
        Whether the transfer syntax or codestream is lossy.

    Returns
    -------
    dict
        The keys of the Film contract that describe pixels, and ``notes``, a list of codes.
    """
    meaning = {
        "columns": level.columns,
        "rows": level.rows,
        "frames": description.frames,
        "aspect": aspect_of(dataset, frame),
        "photometric": description.photometric,
        "bits": level.bits,
        "value_offset": level.value_offset,
        "slope": level.step,
        "intercept": level.start,
        "invert": False,
        "windows": [],
        "voi_lut": None,
        "more_voi_luts": [],
        "padding": None,
        "lossy": lossy or text(dataset, "LossyImageCompression") == "01",
        "notes": [],
    }
    if level.is_colour:
        full = float(1 << level.bits)
        meaning["windows"] = [Window(name="", center=full / 2, width=full, function=LINEAR)]
        return meaning
    _add_padding(meaning, dataset, description, level)
    _add_modality(meaning, dataset, frame, description, is_big_endian)
    _add_polarity(meaning, dataset, description)
    _add_windows(
        meaning,
        dataset,
        frame,
        tones,
        is_big_endian=is_big_endian,
        is_float=level.frame.is_float,
    )
    meaning["notes"] = list(dict.fromkeys(meaning["notes"]))
    return meaning


def add_coverings(
    meaning: dict, dataset: Dataset, frame: int, overlays: Sequence[Overlay], *, is_broken: bool
) -> None:
    """Say what lies over one frame: its overlays and its shutter.

    Parameters
    ----------
    meaning : dict
        From :func:`meaning_of`; gets ``overlays``, ``shutter`` and perhaps notes.
    dataset : pydicom.Dataset
        The header.
    frame : int
        1-based.
    overlays : sequence of Overlay
        What can be shown.
    is_broken : bool
        Whether the header promises overlays that cannot be.
    """
    rows, columns = meaning["rows"], meaning["columns"]
    meaning["overlays"] = [
        {
            "group": overlay.group,
            "kind": "region" if overlay.is_region else "graphics",
            "name": overlay.name[:_LONGEST_NAME],
        }
        for overlay in overlays
    ]
    if is_broken:
        meaning["notes"].append("overlay_unusable")
    if any(overlay.is_cut(rows, columns) for overlay in overlays):
        meaning["notes"].append("overlay_cut")
    meaning["shutter"], shutter_is_broken = shutter_of(
        dataset, frame, rows, columns, aspect=meaning["aspect"]
    )
    if shutter_is_broken:
        meaning["notes"].append("shutter_unusable")


def aspect_of(dataset: Dataset, frame: int) -> float:
    """Return pixel height divided by pixel width; 1.0 when the header has no usable pair."""
    measures = frame_items(dataset, frame, "PixelMeasuresSequence")
    pairs = [numbers(item, "PixelSpacing") for item in measures]
    pairs += [
        numbers(dataset, keyword)
        for keyword in (
            "PixelSpacing",
            "ImagerPixelSpacing",
            "NominalScannedPixelSpacing",
            "PixelAspectRatio",
        )
    ]
    for pair in pairs:
        if len(pair) == 2 and min(pair) > 0:
            aspect = pair[0] / pair[1]
            if 1 / _LARGEST_ASPECT <= aspect <= _LARGEST_ASPECT:
                return aspect
    return 1.0


def _add_padding(
    meaning: dict, dataset: Dataset, description: PixelDescription, level: LevelPixels
) -> None:
    if level.missing is not None:
        meaning["padding"] = [level.missing, level.missing]
    elif level.step == 1:
        meaning["padding"] = padding_of(dataset, description)


def _add_modality(
    meaning: dict,
    dataset: Dataset,
    frame: int,
    description: PixelDescription,
    is_big_endian: bool,
) -> None:
    for item in items(dataset, "ModalityLUTSequence")[:1]:
        table = table_of(item, is_big_endian=is_big_endian, signed_input=description.signed)
        if table:
            meaning["modality_lut"] = {"first": table["first"], "values": table["values"]}
            return
        meaning["notes"].append("modality_lut_unusable")
    holders = frame_items(dataset, frame, "PixelValueTransformationSequence")[:1] or [dataset]
    slope, intercept = number(holders[0], "RescaleSlope"), number(holders[0], "RescaleIntercept")
    if slope is None:
        return
    intercept = intercept or 0.0
    if not 1 / _LARGEST_FACTOR <= abs(slope) <= _LARGEST_FACTOR or abs(intercept) > _LARGEST_FACTOR:
        meaning["notes"].append("rescale_unusable")
        return
    meaning["intercept"] = meaning["intercept"] * slope + intercept
    meaning["slope"] = meaning["slope"] * slope


def _add_polarity(meaning: dict, dataset: Dataset, description: PixelDescription) -> None:
    """Invert once, by the photometric interpretation; the shape only repeats it (C.8.11.3)."""
    meaning["invert"] = description.photometric == "MONOCHROME1"
    shape = text(dataset, "PresentationLUTShape").upper()
    if shape in ("INVERSE", "IDENTITY") and (shape == "INVERSE") != meaning["invert"]:
        meaning["notes"].append("polarity_disagrees")


def _add_windows(
    meaning: dict,
    dataset: Dataset,
    frame: int,
    tones: Tones,
    *,
    is_big_endian: bool,
    is_float: bool,
) -> None:
    holders = frame_items(dataset, frame, "FrameVOILUTSequence")[:1] or [dataset]
    windows = windows_of(holders[0], is_float=is_float)
    if numbers(holders[0], "WindowWidth") and not windows:
        meaning["notes"].append("window_unusable")
    tables = _voi_tables(meaning, holders[0], is_big_endian)
    meaning["voi_lut"] = tables[0] if tables else None
    meaning["more_voi_luts"] = tables[1:_MOST_TABLES]
    low, high = _span(meaning, tones)
    if windows and low < high and not shows_something(windows[0], low, high):
        meaning["notes"].append("window_shows_nothing")
        windows.insert(0, spanning(low, high))
    elif not windows and not meaning["voi_lut"]:
        windows.append(spanning(low, high))
    meaning["windows"] = windows


def _voi_tables(meaning: dict, holder: Dataset, is_big_endian: bool) -> list[Table]:
    smallest = modality_values(meaning, _stored_ends(meaning)).min()
    tables = []
    for item in items(holder, "VOILUTSequence"):
        table = table_of(item, is_big_endian=is_big_endian, signed_input=smallest < 0)
        if table:
            tables.append(table)
        else:
            meaning["notes"].append("voi_lut_unusable")
    return tables


def _stored_ends(meaning: dict) -> np.ndarray:
    return np.array([0.0, (1 << meaning["bits"]) - 1.0]) + meaning["value_offset"]


def _span(meaning: dict, tones: Tones) -> tuple[float, float]:
    """Return the robust span of the film in modality units."""
    span = tones.span()
    stored = _stored_ends(meaning) if span is None else np.array(span) + meaning["value_offset"]
    ends = modality_values(meaning, stored.astype(np.float64))
    return float(ends.min()), float(ends.max())
