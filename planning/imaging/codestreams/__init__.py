"""PURE. What a compressed frame says about itself, read before any decoder sees it.

A decoder allocates by its codestream's own header. A frame whose header disagrees with
Rows, Columns, Samples per Pixel or Bits Allocated is refused here, so that a small file
cannot ask for gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.imaging.refusal import CannotShow


class CodestreamBroken(ValueError):
    """The header of a codestream is missing or makes no sense."""


@dataclass(frozen=True, slots=True)
class CodestreamHeader:
    """Size and sample format of one compressed frame.

    ``samples`` and ``bits`` are None where the header hides them (JPEG XL).
    ``components_are_rgb`` is what the codestream says of its own colour: True, False
    (luminance and colour difference), or None when it is silent. ``is_sequential`` is True
    for JPEG's baseline and extended processes with Huffman codes.
    """

    rows: int
    columns: int
    samples: int | None
    bits: int | None
    components_are_rgb: bool | None = None
    reversible: bool | None = None
    is_sequential: bool = False


_TRAILER_BYTES = 64


def check_whole(data: bytes) -> None:
    """Make sure that a JPEG or JPEG 2000 codestream ends with its end marker, FFD9.

    Some decoders fill up what is missing of a cut codestream without a word. Entropy-coded
    bytes never hold this pair, so that a cut one cannot end with it by chance.

    Raises
    ------
    CannotShow
        ``pixels_truncated``.
    """
    if data.rfind(b"\xff\xd9", max(0, len(data) - _TRAILER_BYTES)) < 0:
        raise CannotShow("pixels_truncated", {"found": len(data)})


def check(
    header: CodestreamHeader, *, rows: int, columns: int, samples: int, bits_allocated: int
) -> None:
    """Make sure that a codestream decodes to what the data set promises.

    Parameters
    ----------
    header : CodestreamHeader
        From one of the parsers of this package.
    rows, columns, samples, bits_allocated : int
        From the data set.

    Raises
    ------
    CannotShow
        ``codestream_mismatch`` naming the first difference.
    """
    pairs = (
        ("rows", header.rows, rows),
        ("columns", header.columns, columns),
        ("samples", header.samples, samples),
    )
    for what, found, promised in pairs:
        if found is not None and found != promised:
            raise mismatch(what, promised, found)
    if header.bits is not None and not 1 <= header.bits <= bits_allocated:
        raise mismatch("bits", bits_allocated, header.bits)


def mismatch(what: str, promised: int, found: int) -> CannotShow:
    """Return the refusal for one difference between data set and codestream."""
    return CannotShow("codestream_mismatch", {"what": what, "promised": promised, "found": found})
