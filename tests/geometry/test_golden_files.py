"""The files of golden vectors are what their programs write, which know nothing of our code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden"

COMPARE = """
import sys
import write_vectors
for name, text in write_vectors.all_files().items():
    if (write_vectors.FOLDER / name).read_text(encoding="utf-8") != text:
        print(name)
print(*(module for module in sys.modules if module.split(".")[0] in ("planning", "numpy")))
"""


def test_generated_vectors_are_up_to_date_and_independent():
    done = subprocess.run(
        [sys.executable, "-c", COMPARE],
        cwd=FOLDER,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
