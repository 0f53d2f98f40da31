"""An installation with two films and a sealed trail, on which commands are tried."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.builders.dicom_files import film

ROOT = Path(__file__).resolve().parents[2]
# Larger than a whole database, so that a limit can fall between the two.
LARGE_ROWS = 1500
TRAIL = """
from planning.audit.seal import seal_pending
from planning.audit.services import record
for number in range(3):
    record(actor=None, action="search", object_kind="test", object_id=number)
seal_pending()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    def json(self) -> dict:
        """Return the one JSON object on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Home:
    """A ``PLUMBLINE_HOME`` and the commands run in it."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)

    def manage(self, *arguments: object, most_bytes: int | None = None) -> Answer:
        """Run a command; `most_bytes` is the longest file it may write, as on a full disc."""
        cleared = ("DATABASE_URL", "PLUMBLINE_DATA", "PLUMBLINE_SECRET_KEY")
        kept = {name: value for name, value in os.environ.items() if name not in cleared}
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=kept | {"PLUMBLINE_HOME": str(self.path)} | self.environment,
            capture_output=True,
            text=True,
            preexec_fn=_limit(most_bytes),
        )
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        return Answer(done.returncode, done.stdout, done.stderr)

    def fill(self, folder: Path) -> None:
        """Make the database, bring in two films and seal the trail."""
        folder.mkdir()
        pixels = bytes(LARGE_ROWS * 1000 * 2)
        large = film(Rows=LARGE_ROWS, Columns=1000, PixelData=pixels, SOPInstanceUID="1.2.3.4")
        (folder / "large.dcm").write_bytes(large)
        (folder / "nobody.dcm").write_bytes(film(PatientID=None, SOPInstanceUID="1.2.3.5"))
        for command in (
            ["migrate", "--verbosity", "0"],
            ["import_files", folder, "--json"],
            ["shell", "-v", "0", "-c", TRAIL],
        ):
            done = self.manage(*command)
            assert done.code == 0, done.err

    def originals(self) -> list[Path]:
        """Return every stored original."""
        found = (self.path / "data" / "originals").glob("??/??/*")
        return sorted(path for path in found if path.is_file())

    def copied_to(self, path: Path) -> Home:
        """Return a copy to be damaged."""
        shutil.copytree(self.path, path)
        return Home(path)


def _limit(most_bytes: int | None) -> Callable[[], None] | None:
    if most_bytes is None:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def flip_a_byte(path: Path) -> None:
    """Change one bit in the middle of a file, whatever its mode."""
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
