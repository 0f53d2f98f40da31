"""What a render in the child gives back. Light: the parent never loads numpy for it."""

from __future__ import annotations

from dataclasses import dataclass

RENDERER = 3
"""Raise this when the same file would give other levels or another meaning."""

PREVIEW_PX = 1024


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One finished file in the scratch folder.

    ``checks`` are the two sums over the level's values; empty for a preview, whose
    ``strip_rows`` is 0.
    """

    level: str
    encoding: str
    path: str
    columns: int
    rows: int
    planes: int
    strip_rows: int
    checks: tuple[int, ...]
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """One frame: what it means, its files, and the digest of all frames if asked for."""

    meaning: dict
    files: tuple[RenderedFile, ...]
    pixel_sha256: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """An ordinary picture of a frame that was written for people to look at."""

    columns: int
    rows: int
    window: dict | None
