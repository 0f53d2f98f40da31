"""The 1024 px preview on the server beside a mere sum of the pixels and beside DCMTK."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom

from planning.imaging import child_pool
from tests.benchmarks.rounds import seconds
from tests.peers.programs import dcmtk

LONGEST_PX = 1024
PEER_S = 60
# Each is so short that one of a round would be chance.
TURNS = 5


@dataclass(frozen=True, slots=True)
class Previews:
    """Seconds of one round, each the median of some turns."""

    ours_s: float
    sum_s: float
    dcmj2pnm_s: float | None


def measure(film: Path, folder: Path) -> Previews:
    """Make the preview in the warm child, sum the pixels, let dcmj2pnm make the same picture."""
    header = pydicom.dcmread(film, stop_before_pixels=True)
    count = header.Rows * header.Columns
    out = folder / "preview.jpg"

    def ours() -> None:
        child_pool.write_picture(film, frame=1, out=out, kind="jpeg", longest_px=LONGEST_PX)

    def summed() -> None:
        offset = film.stat().st_size - 2 * count
        np.fromfile(film, dtype="<u2", offset=offset).sum(dtype=np.uint64)

    works = [ours, summed, *_dcmj2pnm(film, folder / "peer.jpg")]
    for work in works:
        work()
    times = [[seconds(work) for work in works] for _ in range(TURNS)]
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    return Previews(medians[0], medians[1], medians[2] if len(medians) > 2 else None)


def _dcmj2pnm(film: Path, out: Path) -> list[Callable[[], None]]:
    """Return the work of DCMTK's program, its start included; nothing where it is absent."""
    program = dcmtk("dcmj2pnm")
    if program is None:
        return []
    options = ["+oj", "+Wi", "1", "+Syv", str(LONGEST_PX)]

    def theirs() -> None:
        command = [str(program), *options, str(film), str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=PEER_S)

    return [theirs]
