"""``make bench`` runs to its end and prints ratios; it asserts no time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.peer("orthanc")
@pytest.mark.peer("dcmtk")
@pytest.mark.timeout(240)
def test_bench_prints_a_ratio_a_line():
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--rounds", "1", "--pixel-mm", "0.4"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    rows = re.findall(r"^(.+ / .+?)\s+(\d+\.\d\d) \(\d", done.stdout, re.MULTILINE)
    assert [name.split(",")[0] for name, _ in rows] == [
        "1024 px preview / numpy summing the pixels",
        "import of a pelvis by C-GET",
    ]
