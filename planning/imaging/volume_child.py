"""The heavy work on volumes, inside the limited child process.

Imports neither Django nor settings; see :mod:`planning.imaging.child`.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import zstandard
from pydicom.dataset import Dataset

from planning.imaging.attributes import items, texts
from planning.imaging.decode import decode_frame
from planning.imaging.decoders import ALWAYS_LOSSY
from planning.imaging.description import PixelDescription, describe
from planning.imaging.meaning import meaning_of, padding_of
from planning.imaging.pixel_source import PixelSource, open_source
from planning.imaging.pixels import LevelPixels, to_level
from planning.imaging.refusal import CannotShow
from planning.imaging.strips import encode_level
from planning.imaging.tones import Tones
from planning.imaging.volume_bricks import SIDE, cut, file_bytes, open_bricks, slab_of

_ZSTD_LEVEL = 1
_GZIP_LEVEL = 1
_BITS = 16
_SIGNED_OFFSET = -(1 << (_BITS - 1))

# By keyword: the functional group that holds it (PS3.3 C.7.6.16.2), None for the object itself.
_FRAME_TAGS = {
    "ImagePositionPatient": "PlanePositionSequence",
    "ImageOrientationPatient": "PlaneOrientationSequence",
    "PixelSpacing": "PixelMeasuresSequence",
    "SliceThickness": "PixelMeasuresSequence",
    "RescaleSlope": "PixelValueTransformationSequence",
    "RescaleIntercept": "PixelValueTransformationSequence",
    "RescaleType": "PixelValueTransformationSequence",
    "StackID": "FrameContentSequence",
    "TemporalPositionIndex": "FrameContentSequence",
    "Rows": None,
    "Columns": None,
    "BitsAllocated": None,
    "PixelRepresentation": None,
    "PhotometricInterpretation": None,
    "FrameOfReferenceUID": None,
    "AcquisitionNumber": None,
    "ImageType": None,
}

Source = tuple[str, int]
"""A stored file and a frame in it, 1-based."""


def read_frames(path: str) -> list[dict[str, list[str]]]:
    """Return the tags that say where each frame of an object lies, as text by keyword."""
    with _opened(path) as (source, description):
        header = source.header
        per_frame = items(header, "PerFrameFunctionalGroupsSequence")
        shared = items(header, "SharedFunctionalGroupsSequence")[:1]
        return [
            {
                keyword: _texts(keyword, group, [*per_frame[at : at + 1], *shared, header])
                for keyword, group in _FRAME_TAGS.items()
            }
            for at in range(description.frames)
        ]


def _texts(keyword: str, group: str | None, holders: Sequence[Dataset]) -> list[str]:
    """Return an element of a frame's own group, else of the shared one, else of the object."""
    for holder in holders if group else ():
        found = items(holder, group)
        if found and texts(found[0], keyword):
            return texts(found[0], keyword)
    return texts(holders[-1], keyword)


def write_slabs(
    sources: Sequence[Source], out: str, first_slab: int, shape: tuple[int, int], signed: bool
) -> None:
    """Decode slices and write them as bricks.

    Parameters
    ----------
    sources : sequence of (str, int)
        The slices in their order; whole slabs of 16 but for the last of a volume.
    out : str
        An existing file; slabs before ``first_slab`` are already there.
    first_slab : int
        Where to write: doing it twice changes nothing.
    shape : tuple of int
        Rows and columns of every slice.
    signed : bool
        Whether stored values are; they are moved to be unsigned.

    Raises
    ------
    CannotShow
        With the reason, when one of the slices cannot be decoded.
    """
    slab_bytes = file_bytes((SIDE, *shape))
    slices = _levels(sources, signed)
    with Path(out).open("r+b") as file:
        file.seek(first_slab * slab_bytes)
        for at in range(0, len(sources), SIDE):
            slab = np.empty((len(sources[at : at + SIDE]), *shape), np.uint16)
            for values in slab:
                # Copied one by one: each may look into a mapping of its whole file.
                values[:] = _plane(next(slices), shape)
            file.write(slab_of(slab))


def _plane(level: LevelPixels, shape: tuple[int, int]) -> np.ndarray:
    if (level.rows, level.columns) != shape or level.is_colour or level.step != 1:
        raise CannotShow("codestream_mismatch", {"what": "slice"})
    return level.block(0, 0, level.rows)


def _levels(sources: Sequence[Source], signed: bool) -> Iterator[LevelPixels]:
    at = 0
    while at < len(sources):
        path = sources[at][0]
        with _opened(path) as (source, description):
            while at < len(sources) and sources[at][0] == path:
                yield _level(source, description, sources[at][1], signed)
                at += 1


def _level(
    source: PixelSource, description: PixelDescription, frame: int, signed: bool
) -> LevelPixels:
    level = to_level(decode_frame(source, description, frame))
    # One offset for all slices, however many bits each of them really uses.
    return replace(level, bits=_BITS, value_offset=_SIGNED_OFFSET if signed else 0)


def describe_values(path: str, frame: int, signed: bool) -> dict:
    """Return what the values of a volume mean, as one of its slices says it.

    The keys are those of the Film contract; ``value_offset`` is the volume's.
    """
    with _opened(path) as (source, description):
        level = _level(source, description, frame, signed)
        padding = padding_of(source.header, description)
        background = padding and tuple(value - level.value_offset for value in padding)
        tones = Tones(level.rows, level.columns, background)
        tones.add(level.block(0, 0, level.rows))
        return meaning_of(
            source.header,
            frame,
            description,
            level,
            tones,
            is_big_endian=source.is_big_endian,
            lossy=source.transfer_syntax in ALWAYS_LOSSY or bool(level.frame.lossy),
        )


def cut_planes(
    path: str,
    shape: tuple[int, int, int],
    axes: tuple[int, int, int],
    backwards: tuple[bool, bool, bool],
    start: int,
    count: int,
    encoding: str,
) -> tuple[bytes, tuple[int, int]]:
    """Cut planes out of a volume, coded and compressed for the browser.

    Parameters
    ----------
    path : str
        The file of bricks.
    shape, axes, backwards, start, count
        As for :func:`planning.imaging.volume_bricks.cut`.
    encoding : str
        ``zstd`` or ``gzip``.

    Returns
    -------
    tuple of bytes and (int, int)
        A level of as many planes as were cut, and its two checks.

    Raises
    ------
    CannotShow
        ``pixels_truncated`` when the file is not as long as the shape says.
    """
    found, expected = Path(path).stat().st_size, file_bytes(shape)
    if found != expected:
        raise CannotShow("pixels_truncated", {"expected": expected, "found": found})
    planes = cut(
        open_bricks(Path(path), shape),
        shape,
        axes=axes,
        backwards=backwards,
        start=start,
        count=count,
    )
    coded, checks = encode_level(planes)
    if encoding == "gzip":
        return gzip.compress(coded, _GZIP_LEVEL, mtime=0), checks
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(coded), checks


@contextmanager
def _opened(path: str) -> Iterator[tuple[PixelSource, PixelDescription]]:
    source = open_source(Path(path))
    try:
        yield source, describe(source.header, source.pixel_keyword)
    finally:
        source.close()


WORK: Mapping[str, Callable] = MappingProxyType(
    {work.__name__: work for work in (read_frames, write_slabs, describe_values, cut_planes)}
)
