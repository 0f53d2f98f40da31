"""Why a film cannot be shown, as a code. Light: imported by the parent and by the child."""

from __future__ import annotations

from collections.abc import Mapping


class CannotShow(Exception):
    """The pixels of an object cannot be shown; the object itself is kept.

    Parameters
    ----------
    code : str
        One of ``no_pixels``, ``no_such_frame``, ``no_decoder``, ``video``,
        ``bad_pixel_description``, ``photometric_unknown``, ``codestream_mismatch``,
        ``pixels_truncated``, ``too_large``, ``decode_failed``, ``decoder_died``,
        ``decode_timeout``.
    params : mapping, optional
        Plain JSON values for the sentence.
    """

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code
