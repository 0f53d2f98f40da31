"""``make bench-accuracy`` runs to its end and prints its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    "--balls", "1", "--films", "1", "--hips", "1", "--sized", "1", "--clicked", "2",
    "--draws", "20",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_row_is_measured():
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.accuracy", *SMALL],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines()]
    for name in (
        "ball, diameter", "scale at the joint, ball at a random depth", "ball found", "false ball",
        "femoral head, diameter", "femoral head, centre", "Femoral offset",
        "Leg length difference, lesser trochanters", "Neck-shaft angle", "Hip-knee-ankle angle",
        "Mechanical lateral distal femoral angle", "Medial proximal tibial angle",
        "Cup inclination", "Cup anteversion, Lewinnek", "scale, random depth and clicks",
        "press-fit cup, size", "tapered stem, size",
    ):  # fmt: skip
        assert name in rows
    assert "| 1 of 1 |" in done.stdout
    assert "| 0 of 1 |" in done.stdout
