"""Fixtures for every test: where the shared data is, which peers are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PLUMBLINE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real DICOM files; tests that need it skip where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared test data at {folder} (set PLUMBLINE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of vectors that Python and JavaScript share."""
    return ROOT / "tests" / "golden"
