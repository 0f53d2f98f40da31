"""``import_files`` gives every file an outcome, and survives all of the real ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.builders.dicom_files import film

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES = {"imported", "duplicate", "refused", "quarantined"}
MEMORY_MB = 600


WATCHED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(done.returncode)
"""


def import_files(home: Path, *paths: Path) -> tuple[list[dict], int, float]:
    """Run the command; return its lines, its exit code and the most memory it used in MB."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    command = [sys.executable, "manage.py", "import_files", "--json", *map(str, paths)]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *command],
        cwd=ROOT,
        env=environment | {"PLUMBLINE_HOME": str(home), "PLUMBLINE_DATA": str(home / "data")},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    most_kb = int(done.stderr.splitlines()[-1])
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode, most_kb / 1024


def test_each_kind_of_file_gets_its_outcome(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.dcm").write_bytes(film())
    (folder / "b.dcm").write_bytes(film())
    (folder / "notes.txt").write_text("not a film")
    (folder / "nobody.dcm").write_bytes(film(PatientID=None, SOPInstanceUID="1.2.3.4"))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("m.dcm", film(SOPInstanceUID="1.2.826.0.1.3680043.10.1.1.9"))
    lines, code, _ = import_files(tmp_path / "home", folder)
    found = {Path(line["path"].split("/in/")[1]).name: line for line in lines}
    assert code == 0
    assert {name: (line["outcome"], line["code"]) for name, line in found.items()} == {
        "a.dcm": ("imported", ""),
        "b.dcm": ("duplicate", ""),
        "notes.txt": ("refused", "not_dicom"),
        "nobody.dcm": ("quarantined", "missing_identity"),
        "m.dcm": ("imported", ""),
    }
    assert found["m.dcm"]["path"].endswith("c.zip!/m.dcm")
    assert all(line["reason"] for line in lines if line["code"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_real_file_gets_an_outcome_in_little_memory_and_nothing_is_half_stored(
    shared_data: Path, tmp_path: Path
):
    home = tmp_path / "home"
    lines, code, most_mb = import_files(home, shared_data)
    files = [path for path in shared_data.rglob("*") if path.is_file()]
    assert code == 0
    assert {line["path"] for line in lines} >= {str(path) for path in files}
    assert {line["outcome"] for line in lines} <= OUTCOMES
    assert most_mb < MEMORY_MB
    assert list((home / "data").rglob(".incoming-*")) == []
    again, code, _ = import_files(home, shared_data / "radiographs")
    assert {line["outcome"] for line in again} <= {"duplicate", "quarantined"}
