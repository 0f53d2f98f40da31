"""How much memory the receiver needs at most, for objects of growing size."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from pacs_bridge.demo_orthanc import free_port
from tests.benchmarks.pacs.table import Row
from tests.builders.dicom_files import dataset, part10
from tests.peers.processes import program
from tests.peers.programs import dcmtk

MIB = 2**20
SIZES_MIB = (1, 60, 240, 512)
TITLE = "BENCH_RX"


def receiver(folder: Path, row: Row, scale: float) -> None:
    """Send one object after the other and read the largest memory that was ever resident."""
    port, spool = free_port(), folder / "spool"
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--spool", str(spool)]
    arguments += ["--ae-title", TITLE, "--allow", "STORESCU@127.0.0.1"]
    folder.mkdir(parents=True, exist_ok=True)
    with program(arguments, port, folder / "receiver.log") as running:
        for number, size_mib in enumerate(SIZES_MIB, start=1):
            path = _object(folder, number, max(1, int(size_mib * scale)))
            # An object beyond what the gate takes is refused; it must not cost memory either.
            subprocess.run(
                [dcmtk("storescu"), "-aec", TITLE, "127.0.0.1", str(port), str(path)],
                check=False,
                capture_output=True,
                timeout=300,
            )
            path.unlink()
        row.values.append(_most_resident_mib(running.pid))


def _object(folder: Path, number: int, size_mib: int) -> Path:
    """Write a film of so many frames of one mebibyte."""
    uid = f"1.2.826.0.1.3680043.10.8.{number}"
    header = dataset(
        {
            "SOPInstanceUID": uid,
            "Rows": 512,
            "Columns": 1024,
            "NumberOfFrames": str(size_mib),
            "PixelData": None,
        }
    )
    path = folder / f"{number}.dcm"
    with path.open("wb") as file:
        file.write(part10(header, sop_instance=uid, preamble=bytes(128)))
        file.write(b"\xe0\x7f\x10\x00OW\0\0" + (size_mib * MIB).to_bytes(4, "little"))
        for _ in range(size_mib):
            file.write(bytes(MIB))
    return path


def _most_resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
