"""Fixtures of the imaging tests: the child pool ends with the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planning.imaging import child_pool


@pytest.fixture(scope="session")
def children() -> Iterator[None]:
    """Let a test use the pool of children."""
    yield
    child_pool.stop()
