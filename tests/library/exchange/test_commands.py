"""``export_implants`` and ``import_implants``: whole or not at all, with the licence recorded."""

from __future__ import annotations

import builtins
import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.accounts.models import Membership, Role, Site, User
from planning.audit.models import AuditEvent
from planning.library import selectors
from planning.library.exchange.bundles import Format
from planning.library.exchange.services import write_package
from planning.library.models import ImplantVersion
from tests.library.exchange.near import bare
from tests.library.exchange.sample import package


@pytest.fixture
def site(db) -> Site:
    made = Site.objects.create(name="Clinic")
    user = User.objects.create(username="chief")
    Membership.objects.create(user=user, site=made, role=Role.ADMINISTRATOR)
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "maker"
    assert write_package(package(), folder, Format.SVG) == 25
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "maker")


def _import(*words: object) -> str:
    out = io.StringIO()
    call_command("import_implants", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_package_is_taken_with_who_accepted_which_licence_and_when(site, folder):
    said = _import(folder, "--licence", "Contract 12", "--yes")

    rows = list(ImplantVersion.objects.order_by("key"))
    event = AuditEvent.objects.get(object_kind="implant_package")
    assert [(row.site, row.licence, row.manufacturer) for row in rows] == [
        (site, "Contract 12", "Fictitious Ltd")
    ] * 3
    assert (event.actor, event.outcome, event.detail["licence"]) == ("chief", "ok", "Contract 12")
    assert len(event.detail["files"]) == 25
    assert event.at is not None
    assert "Wedge \\ stem, version 2: femoral_stem, 2 sizes, 4 implants, AP, LAT" in said


def test_a_package_that_was_taken_can_be_exported_again(site, folder, tmp_path):
    _import(folder, "--yes")
    key = ImplantVersion.objects.get(key__startswith="ball").key

    call_command("export_implants", str(tmp_path / "out"), "--format=dicom", f"--family={key}",
                 stdout=io.StringIO())  # fmt: skip

    assert sorted(path.name for path in (tmp_path / "out/ball_v1").iterdir()) == [
        *(f"{n:04d}.dcm" for n in range(1, 7)), "group.dcm",
    ]  # fmt: skip


@pytest.mark.parametrize(("answer", "taken"), [("y", 3), ("", 0), ("no", 0), (None, 0)])
def test_the_licence_is_asked_for(site, folder, monkeypatch, answer, taken):
    def asked(prompt: str) -> str:
        assert prompt == "Accept this licence as chief? [y/N] "
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr(builtins, "input", asked)
    if taken:
        _import(folder)
    else:
        with pytest.raises(CommandError, match="Nothing was taken"):
            _import(folder)

    assert ImplantVersion.objects.count() == taken


def test_a_package_with_one_bad_file_leaves_nothing_but_an_entry_in_the_trail(site, folder):
    drawing = next((folder / "shell_v1").iterdir())
    drawing.write_bytes(drawing.read_bytes().replace(b"<path", b"<script"))

    with pytest.raises(CommandError, match=r"Nothing was taken\. .*shell_v1.*line \d+: <script>"):
        _import(folder, "--yes")

    event = AuditEvent.objects.get(object_kind="implant_package")
    assert (event.outcome, event.detail["code"]) == ("refused", "svg_element")
    assert not ImplantVersion.objects.exists()


def test_a_package_without_a_licence_is_refused(site, folder):
    manifest = folder / "package.json"
    data = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(data | {"licence": ""}))

    with pytest.raises(CommandError, match="licence"):
        _import(folder, "--yes")


def test_of_two_administrators_one_must_be_named(site, folder):
    user = User.objects.create(username="deputy")
    Membership.objects.create(user=user, site=site, role=Role.ADMINISTRATOR)

    with pytest.raises(CommandError, match="--user"):
        _import(folder, "--yes")
    _import(folder, "--yes", "--user", "deputy")

    assert set(ImplantVersion.objects.values_list("taken_by__username", flat=True)) == {"deputy"}


def test_the_generic_shapes_come_back_from_dicom_as_they_were(site, tmp_path):
    out = tmp_path / "out"
    call_command("export_implants", str(out), "--format=dicom", "--family=modular_head_short_steps",
                 stdout=io.StringIO())  # fmt: skip
    _import(out, "--yes")

    row = ImplantVersion.objects.get()
    there = selectors.package(row.key, row.version).families[0]
    before = selectors.package("modular_head_short_steps", 1).families[0]
    assert bare(there, 6) == bare(before, 6)


def test_a_folder_with_something_in_it_is_left_alone(site, folder):
    before = sorted(folder.iterdir())

    with pytest.raises(CommandError, match="empty folder"):
        call_command("export_implants", str(folder), "--format=svg")

    assert sorted(folder.iterdir()) == before


def test_an_unknown_family_is_said(site, tmp_path):
    for wanted in ("nothing", "modular_head@99", "modular_head@x"):
        with pytest.raises(CommandError, match="not in the library"):
            call_command(
                "export_implants", str(tmp_path / "o"), "--format=svg", f"--family={wanted}"
            )
