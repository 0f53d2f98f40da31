"""The 1024 px preview on the server beside a mere sum of the pixels and beside DCMTK."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom

from planning.imaging import child_pool
from tests.benchmarks.rounds import seconds
from tests.peers.programs import dcmtk

LONGEST_PX = 1024
PEER_S = 60


@dataclass(frozen=True, slots=True)
class Previews:
    """Seconds of one round."""

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

    ours()
    summed()
    times = seconds(ours), seconds(summed)
    return Previews(*times, _dcmj2pnm(film, folder / "peer.jpg"))


def _dcmj2pnm(film: Path, out: Path) -> float | None:
    """Return the seconds of DCMTK's program, its start included; None where it is absent."""
    program = dcmtk("dcmj2pnm")
    if program is None:
        return None
    options = ["+oj", "+Wi", "1", "+Syv", str(LONGEST_PX)]

    def theirs() -> None:
        command = [str(program), *options, str(film), str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=PEER_S)

    theirs()
    return seconds(theirs)
