"""Every command in the documents does what the document says it does."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")

# Commands that another test or the gate itself carries out, and where.
ELSEWHERE = {
    "make demo": "tests/commands/test_demo.py",
    "make up": "tests/commands/test_up.py",
    "make test": ".ci/run",
    "make lint": ".ci/run",
    "make bench": "tests/benchmarks/test_benchmarks.py",
}


def commands(document: Path) -> list[str]:
    lines = "\n".join(BLOCK.findall(document.read_text())).splitlines()
    return [line for line in lines if line and line not in ELSEWHERE]


WITH_COMMANDS = [document for document in DOCUMENTS if commands(document)]


def test_the_documents_that_show_commands_are_read():
    assert {path.name for path in WITH_COMMANDS} >= {"admin.md", "library.md"}


@pytest.mark.parametrize("command", sorted(ELSEWHERE))
def test_a_command_that_is_carried_out_elsewhere_really_is(command):
    text = (ROOT / ELSEWHERE[command]).read_text()
    assert command.split()[1] in text


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory):
    settings = OrthancSettings(
        folder=tmp_path_factory.mktemp("orthanc"), modalities=(Modality("PLUMBLINE", 11113),)
    )
    with Orthanc(settings) as running:
        yield running


@pytest.mark.peer("orthanc")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("document", WITH_COMMANDS, ids=lambda path: path.name)
def test_the_commands_of_a_document_succeed(document, orthanc, tmp_path):
    """Films are made first, because one document reads what another one has written."""
    films = f"{document.stem}-films"
    places = {
        "4242": str(orthanc.settings.dicom_port),
        "8042": str(orthanc.settings.http_port),
        "build/phantoms": f"build/{films}",
        "/srv/": f"{tmp_path}/",
    }
    home = {"PLUMBLINE_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    environment = {k: v for k, v in (os.environ | home).items() if v}
    make = f".venv/bin/python manage.py phantom build/{films} --seed 7 --pixel-mm 0.8"
    for command in [make, *commands(document)]:
        for shown, real in places.items():
            command = command.replace(shown, real)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(document):
    targets = [t for t in LINK.findall(document.read_text()) if "://" not in t]
    assert [t for t in targets if not (document.parent / t).exists()] == []
