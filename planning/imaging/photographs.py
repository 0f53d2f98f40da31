"""Photographs of films, seen from the parent: decoded in the limited child, kept as DICOM."""

from __future__ import annotations

from pathlib import Path

from planning.imaging import child_pool
from planning.pacs.secondary_capture import Photograph, uids_of, write_unassigned

LONGEST_SIDE_PX = 20_000
# Below the gate's limit on one file, which the Secondary Capture has to pass.
LIMIT_BYTES = 240 * 2**20


def secondary_capture(path: Path, *, sha256: str, scratch: Path) -> Path:
    """Write a photograph as a Secondary Capture that belongs to nobody yet.

    Parameters
    ----------
    path : Path
        A PNG or JPEG file from a stranger.
    sha256 : str
        Of that file; the same photograph is the same object.
    scratch : Path
        An existing folder for files on their way.

    Returns
    -------
    Path
        The DICOM file in `scratch`; it still has to pass the gate.

    Raises
    ------
    CannotShow
        ``photograph_unreadable``, ``photograph_too_large`` or why the child ended.
    """
    pixels = scratch / "photograph.raw"
    arguments = (str(path), str(pixels), LONGEST_SIDE_PX, LIMIT_BYTES)
    read = child_pool.run("photo_child.read_photograph", arguments, child_pool.DEADLINE_S)
    photograph = Photograph(
        pixels=pixels,
        rows=read["rows"],
        columns=read["columns"],
        samples=read["samples"],
        bits=read["bits"],
        lossy=read["format"] == "JPEG",
        coded_bytes=path.stat().st_size,
    )
    target = scratch / "photograph.dcm"
    write_unassigned(photograph, uids_of(sha256), target)
    pixels.unlink()
    return target
