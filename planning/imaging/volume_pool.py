"""Work on volumes in the limited children, seen from the parent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planning.imaging import child_pool

_DEADLINE_PER_SLICE_S = 2.0
CUT_DEADLINE_S = 30.0


def read_frames(path: Path) -> list[dict[str, list[str]]]:
    """Return where each frame of an enhanced object lies, as tags.

    Raises
    ------
    CannotShow
        With the reason.
    """
    return child_pool.run("volume_child.read_frames", (str(path),), child_pool.DEADLINE_S)


def write_slabs(
    sources: Sequence[tuple[Path, int]],
    *,
    out: Path,
    first_slab: int,
    shape: tuple[int, int],
    signed: bool,
) -> None:
    """Decode slices into a volume's file; see :func:`planning.imaging.volume_child.write_slabs`.

    Raises
    ------
    CannotShow
        With the reason.
    """
    plain = [(str(path), frame) for path, frame in sources]
    deadline_s = child_pool.DEADLINE_S + _DEADLINE_PER_SLICE_S * len(sources)
    arguments = (plain, str(out), first_slab, shape, signed)
    child_pool.run("volume_child.write_slabs", arguments, deadline_s)


def describe_values(path: Path, *, frame: int, signed: bool) -> dict:
    """Return what the values of a volume mean, as one of its slices says it.

    Raises
    ------
    CannotShow
        With the reason.
    """
    arguments = (str(path), frame, signed)
    return child_pool.run("volume_child.describe_values", arguments, child_pool.DEADLINE_S)


def cut_planes(
    path: Path,
    *,
    shape: tuple[int, int, int],
    axes: tuple[int, int, int],
    backwards: tuple[bool, bool, bool],
    start: int,
    count: int,
    encoding: str,
) -> tuple[bytes, tuple[int, int]]:
    """Cut and code planes; see :func:`planning.imaging.volume_child.cut_planes`.

    Raises
    ------
    CannotShow
        With the reason.
    """
    arguments = (str(path), shape, axes, backwards, start, count, encoding)
    return child_pool.run("volume_child.cut_planes", arguments, CUT_DEADLINE_S)
