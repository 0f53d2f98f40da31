"""The heavy work on pixels, inside the limited child process.

Imports neither Django nor settings. The parent never imports this module; it names one of
:data:`WORK` to :mod:`planning.imaging.child_entry` instead.
"""

from __future__ import annotations

import os

# numpy's linear algebra would otherwise reserve memory and threads for every core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import gzip
import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import numpy as np
import zstandard
from PIL import Image

from planning.imaging.decode import decode_frame
from planning.imaging.decoders import ALWAYS_LOSSY
from planning.imaging.description import PixelDescription, describe
from planning.imaging.meaning import add_coverings, meaning_of, padding_of
from planning.imaging.overlays import WORD_BITS, Overlay, overlays_of, words
from planning.imaging.palette import palette_of
from planning.imaging.pixel_source import PixelSource, open_source
from planning.imaging.pixels import LevelPixels, to_level
from planning.imaging.preview import picture, survey
from planning.imaging.reduction import area_mean
from planning.imaging.refusal import CannotShow
from planning.imaging.rendered import PREVIEW_PX, Picture, Rendered, RenderedFile
from planning.imaging.stored import StoredFrame, add_to_digest
from planning.imaging.strips import STRIP_ROWS, Checks, code_strip, encode_level
from planning.imaging.tones import Tones

_QUARTER = 4
_JPEG_QUALITY = 85
_ZSTD_LEVEL = 1
_GZIP_LEVEL = 1
_CHUNK_BYTES = 2**20


class _Film:
    """An open file with its description."""

    def __init__(self, source: PixelSource):
        self.source = source
        self.description: PixelDescription = describe(source.header, source.pixel_keyword)

    def frame(self, number: int) -> StoredFrame:
        return decode_frame(self.source, self.description, number)

    def level(self, stored: StoredFrame) -> LevelPixels:
        palette = palette_of(self.source.header, is_big_endian=self.source.is_big_endian)
        return to_level(stored, palette)

    def tones(self, level: LevelPixels) -> Tones:
        padding = padding_of(self.source.header, self.description)
        background = None
        if padding is not None and level.step == 1 and not level.is_colour:
            background = (padding[0] - level.value_offset, padding[1] - level.value_offset)
        elif level.missing is not None:
            background = (level.missing, level.missing)
        return Tones(level.rows, level.columns, background)

    def meaning(self, number: int, level: LevelPixels, tones: Tones) -> tuple[dict, list[Overlay]]:
        meaning = meaning_of(
            self.source.header,
            number,
            self.description,
            level,
            tones,
            is_big_endian=self.source.is_big_endian,
            lossy=self.source.transfer_syntax in ALWAYS_LOSSY or bool(level.frame.lossy),
        )
        overlays, is_broken = overlays_of(
            self.source.header, number, level.frame, is_big_endian=self.source.is_big_endian
        )
        add_coverings(meaning, self.source.header, number, overlays, is_broken=is_broken)
        return meaning, overlays


@contextmanager
def _opened(path: str) -> Iterator[_Film]:
    source = open_source(Path(path))
    try:
        yield _Film(source)
    finally:
        source.close()


def render_frame(path: str, frame: int, scratch: str, with_digest: bool) -> Rendered:
    """Decode one frame and write its levels and preview.

    Parameters
    ----------
    path : str
        The stored file.
    frame : int
        1-based.
    scratch : str
        An empty folder for the files.
    with_digest : bool
        Also decode every other frame for the pixel digest.

    Returns
    -------
    Rendered

    Raises
    ------
    CannotShow
        With the reason.
    """
    with _opened(path) as film:
        stored = film.frame(frame)
        level = film.level(stored)
        tones = film.tones(level)
        full, quarter = _write_full(level, tones, Path(scratch))
        meaning, overlays = film.meaning(frame, level, tones)
        image = picture(level, meaning, longest_px=PREVIEW_PX, quarter=quarter, overlays=overlays)
        files = (
            full,
            _write_quarter(quarter, Path(scratch)),
            _write_preview(image, Path(scratch)),
            *_write_overlays(overlays, level, Path(scratch)),
        )
        digest = _digest(film, {frame: stored}) if with_digest else None
    return Rendered(meaning=meaning, files=files, pixel_sha256=digest)


def _write_full(level: LevelPixels, tones: Tones, scratch: Path) -> tuple[RenderedFile, np.ndarray]:
    """Code the full level and reduce it in one pass, a strip at a time."""
    path = scratch / "full"
    checks, quarters = Checks(), []
    total = 2 * level.planes * level.rows * level.columns
    compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
    with path.open("wb") as file, compressor.stream_writer(file, size=total) as out:
        for plane in range(level.planes):
            reduced = []
            for block in level.blocks(plane):
                checks.add(block)
                out.write(code_strip(block))
                reduced.append(area_mean(block, _QUARTER, bits=level.bits))
                if plane == 0:
                    tones.add(block)
            quarters.append(np.concatenate(reduced))
    shape = (level.planes, level.rows, level.columns)
    return _finished("full", "zstd", path, shape, checks.values), np.stack(quarters)


def _write_quarter(quarter: np.ndarray, scratch: Path) -> RenderedFile:
    path = scratch / "quarter"
    coded, checks = encode_level(quarter)
    path.write_bytes(zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(coded))
    return _finished("quarter", "zstd", path, quarter.shape, checks)


def _write_overlays(
    overlays: list[Overlay], level: LevelPixels, scratch: Path
) -> Iterator[RenderedFile]:
    """Code the overlays as a level of their own: a plane each, sixteen pixels to a word."""
    if not overlays:
        return
    path, checks = scratch / "overlays", Checks()
    shape = (len(overlays), level.rows, -(-level.columns // WORD_BITS))
    compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
    size = 2 * math.prod(shape)
    with path.open("wb") as file, compressor.stream_writer(file, size=size) as out:
        for overlay in overlays:
            for block in overlay.blocks(level.rows, level.columns):
                packed = words(block)
                checks.add(packed)
                out.write(code_strip(packed))
    yield _finished("overlays", "zstd", path, shape, checks.values)


def _write_preview(image: Image.Image, scratch: Path) -> RenderedFile:
    path = scratch / "preview"
    image.save(path, "JPEG", quality=_JPEG_QUALITY)
    shape = (len(image.getbands()), image.height, image.width)
    return _finished("preview", "jpeg", path, shape, ())


def _finished(
    name: str, encoding: str, path: Path, shape: tuple[int, ...], checks: tuple[int, ...]
) -> RenderedFile:
    planes, rows, columns = shape
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return RenderedFile(
        level=name,
        encoding=encoding,
        path=str(path),
        columns=columns,
        rows=rows,
        planes=planes,
        strip_rows=STRIP_ROWS if checks else 0,
        checks=checks,
        sha256=digest,
        size_bytes=path.stat().st_size,
    )


def pixel_digest(path: str) -> str:
    """Return the SHA-256 over the stored values of all frames.

    See :func:`planning.imaging.stored.add_to_digest` for what exactly is hashed.
    """
    with _opened(path) as film:
        return _digest(film, {})


def _digest(film: _Film, decoded: Mapping[int, StoredFrame]) -> str:
    digest = hashlib.sha256()
    for number in range(1, film.description.frames + 1):
        add_to_digest(digest, decoded.get(number) or film.frame(number))
    return digest.hexdigest()


def write_picture(path: str, frame: int, out: str, kind: str, longest_px: int) -> Picture:
    """Write one frame as an ordinary picture.

    Parameters
    ----------
    path : str
        A DICOM file.
    frame : int
        1-based.
    out : str
        Where to write; the caller moves it to its final name.
    kind : str
        "PNG" or "JPEG".
    longest_px : int
        The longer side.
    """
    with _opened(path) as film:
        level = film.level(film.frame(frame))
        tones = film.tones(level)
        quarter = survey(level, tones, longest_px)
        meaning, overlays = film.meaning(frame, level, tones)
        image = picture(level, meaning, longest_px=longest_px, quarter=quarter, overlays=overlays)
    options = {"quality": _JPEG_QUALITY} if kind == "JPEG" else {"compress_level": 4}
    image.save(out, kind, **options)
    window = next(iter(meaning["windows"]), None)
    return Picture(columns=image.width, rows=image.height, window=window)


def write_gzip(zstd_path: str, out: str) -> tuple[str, int]:
    """Recode a level from zstd to gzip, for browsers on a plain connection.

    Returns
    -------
    tuple of str and int
        SHA-256 and size in bytes of what was written; the same input gives the same bytes.
    """
    with Path(zstd_path).open("rb") as source, Path(out).open("wb") as target:
        reader = zstandard.ZstdDecompressor().stream_reader(source)
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, target, mtime=0) as writer:
            while chunk := reader.read(_CHUNK_BYTES):
                writer.write(chunk)
    with Path(out).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), Path(out).stat().st_size


WORK: Mapping[str, Callable] = MappingProxyType(
    {work.__name__: work for work in (render_frame, pixel_digest, write_picture, write_gzip)}
)

__all__ = ["WORK", "CannotShow"]
