"""Photographs of films, inside the limited child process.

Imports neither Django nor settings; see :mod:`planning.imaging.child`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from PIL import Image, ImageOps, UnidentifiedImageError

from planning.imaging.refusal import CannotShow

# What pictures become: grey in 8 or 16 bits, or RGB in 8 (PS3.3 C.7.6.3.1.2).
_GREY_16 = ("I;16", "I;16L", "I;16B", "I;16N")
_MIB = 2**20


def read_photograph(path: str, out: str, longest_side_px: int, limit_bytes: int) -> dict:
    """Decode a picture, upright, and write its bare pixels: no EXIF, no profile, no comment.

    Parameters
    ----------
    path : str
        A PNG or JPEG file.
    out : str
        Where the pixels go: rows from the top, samples of a pixel together, little endian.
    longest_side_px, limit_bytes : int
        More of either is refused before anything is decoded.

    Returns
    -------
    dict
        ``rows``, ``columns``, ``samples`` (1 or 3), ``bits`` (8 or 16), ``format``.

    Raises
    ------
    CannotShow
        ``photograph_unreadable`` or ``photograph_too_large``.
    """
    # Our own limit stands below; Pillow's would only warn.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            _check_size(picture, longest_side_px, limit_bytes)
            upright = _plain(ImageOps.exif_transpose(picture))
            kind = "PNG" if picture.format == "PNG" else "JPEG"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise CannotShow("photograph_unreadable") from error
    Path(out).write_bytes(upright.tobytes())
    return {
        "rows": upright.height,
        "columns": upright.width,
        "samples": len(upright.getbands()),
        "bits": 16 if upright.mode in _GREY_16 else 8,
        "format": kind,
    }


def _check_size(picture: Image.Image, longest_side_px: int, limit_bytes: int) -> None:
    width, height = picture.size
    per_pixel = 2 if picture.mode in _GREY_16 else 1 if picture.mode in ("1", "L") else 3
    if max(width, height) > longest_side_px or width * height * per_pixel > limit_bytes:
        raise CannotShow(
            "photograph_too_large",
            {"columns": width, "rows": height, "limit_mb": limit_bytes // _MIB},
        )


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture as grey or RGB; what shines through is black, as around a film."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode in _GREY_16:
        return picture if picture.mode == "I;16" else picture.convert("I").convert("I;16")
    if picture.mode == "I":
        return picture.convert("I;16")
    if picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        below = Image.new("RGBA", shown.size, (0, 0, 0, 255))
        picture = Image.alpha_composite(below, shown)
    colour = picture.convert("RGB")
    red, green, blue = colour.split()
    is_grey = red.tobytes() == green.tobytes() == blue.tobytes()
    return red if is_grey else colour


WORK: Mapping[str, Callable] = MappingProxyType({"read_photograph": read_photograph})

__all__ = ["WORK", "CannotShow"]
