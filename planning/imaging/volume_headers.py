"""PURE. From index tags to where an image of a stack lies.

Tags are text by keyword, as the gate reads them; those of an enhanced object's frame are
gathered from its functional groups first (PS3.3 C.7.6.16).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planning.imaging.volume_stack import Slice, directions
from planning.studies.mapping import SLICE_MODALITIES

Tags = Mapping[str, Sequence[str]]

# Modalities whose series are looked at as stacks also where slices do not say where they lie.
_GREY = frozenset({"MONOCHROME1", "MONOCHROME2"})
_DEEPEST_BITS = 16
# Rescale Types that name no unit (PS3.3 C.11.1.1.2).
_NO_UNITS = frozenset({"", "US"})


def may_be_stack(modality: str, headers: Sequence[tuple[Tags, int]]) -> bool:
    """Say whether a series is worth opening as a volume, from its index tags alone.

    Parameters
    ----------
    modality : str
    headers : sequence of (tags, int)
        Tags and number of frames of each object with pixels.
    """
    placed = sum(
        frames
        for tags, frames in headers
        if modality in SLICE_MODALITIES or tags.get("ImageOrientationPatient")
        if _is_grey(tags)
    )
    return placed > 1


def slice_of(tags: Tags, *, instance: str, frame: int, number: int | None) -> Slice | None:
    """Return where an image lies.

    Parameters
    ----------
    tags : mapping
        Of the object, or of one frame of it.
    instance : str
        Key of the object.
    frame : int
        1-based.
    number : int or None
        Instance Number.

    Returns
    -------
    Slice or None
        None for colour, for more than 16 bits, and for what is no picture.
    """
    rows, columns = _whole(tags, "Rows"), _whole(tags, "Columns")
    if not rows or not columns or not _is_grey(tags):
        return None
    cosines = directions(_numbers(tags, "ImageOrientationPatient"))
    row, column = cosines or (None, None)
    position = _numbers(tags, "ImagePositionPatient")
    spacing = _numbers(tags, "PixelSpacing")
    thickness = _numbers(tags, "SliceThickness")
    return Slice(
        instance=instance,
        frame=frame,
        number=number,
        rows=rows,
        columns=columns,
        position_mm=tuple(position) if len(position) == 3 else None,
        row_direction=row,
        column_direction=column,
        spacing_mm=tuple(spacing) if len(spacing) == 2 and min(spacing) > 0 else None,
        thickness_mm=thickness[0] if thickness and thickness[0] > 0 else None,
        frame_of_reference=_first(tags, "FrameOfReferenceUID"),
        values=(
            _first(tags, "PhotometricInterpretation"),
            _whole(tags, "BitsAllocated"),
            _whole(tags, "PixelRepresentation") or 0,
            *(_numbers(tags, "RescaleSlope")[:1] or [1.0]),
            *(_numbers(tags, "RescaleIntercept")[:1] or [0.0]),
            _first(tags, "RescaleType").upper(),
        ),
        phase=" ".join(
            _first(tags, keyword)
            for keyword in ("AcquisitionNumber", "StackID", "TemporalPositionIndex")
        ),
        image_type="\\".join(tags.get("ImageType") or ()),
    )


def is_signed(one: Slice) -> bool:
    """Whether stored values of a slice are two's complement."""
    return one.values[2] == 1


def unit_of(one: Slice, modality: str) -> str:
    """Return the unit of modality values, as far as the header says it.

    The values of a CT are Hounsfield units unless Rescale Type says otherwise
    (PS3.3 C.8.2.1, CT Image Module).
    """
    said = one.values[5]
    if modality == "CT" and said in ("", "HU"):
        return "HU"
    return "" if said in _NO_UNITS else said


def _is_grey(tags: Tags) -> bool:
    bits = _whole(tags, "BitsAllocated")
    photometric = _first(tags, "PhotometricInterpretation").upper()
    return photometric in _GREY and bits is not None and bits <= _DEEPEST_BITS


def _first(tags: Tags, keyword: str) -> str:
    values = tags.get(keyword) or ()
    return values[0].strip() if values else ""


def _numbers(tags: Tags, keyword: str) -> list[float]:
    try:
        found = [float(value) for value in tags.get(keyword) or ()]
    except ValueError:
        return []
    return found if all(math.isfinite(value) for value in found) else []


def _whole(tags: Tags, keyword: str) -> int | None:
    found = _numbers(tags, keyword)
    return int(found[0]) if found and found[0] == int(found[0]) else None
