"""Every JavaScript test passes under ``node --test``."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.peers.programs import node

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


@pytest.mark.peer("node")
def test_every_javascript_test_passes():
    files = sorted(str(path.relative_to(ROOT)) for path in FOLDER.rglob("*.test.js"))
    assert files, "no tests/js/**/*.test.js found"
    done = subprocess.run(
        # One process per core by default; two leave room for the rest of the suite.
        [node(), "--test", "--test-reporter=tap", "--test-concurrency=2", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, _failures(done.stdout) + done.stderr
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed is not None, done.stdout[-2000:]
    assert int(passed[1]) >= len(files), done.stdout[-2000:]


def _failures(tap: str) -> str:
    """Keep the failed tests with their messages, and the totals."""
    kept, keeping = [], False
    for line in tap.splitlines():
        if re.match(r"\s*(not )?ok \d+", line):
            keeping = line.lstrip().startswith("not ok")
        if keeping or re.match(r"# (tests|pass|fail) ", line):
            kept.append(line)
    return "\n".join(kept)
