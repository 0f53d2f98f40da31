"""A package leaves in each form and comes back as it was, from a folder and from a zip."""

from __future__ import annotations

import dataclasses
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from planning.library import exchange
from planning.library.exchange.bundles import Format, bundle
from planning.library.exchange.intake import Given, read_package
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package_check import PackageRefused
from planning.wording import exchange as exchange_wording
from planning.words import SENTENCES, sentence
from tests.library.exchange.near import bare, furthest_mm, views
from tests.library.exchange.sample import package
from tests.library.exchange.solids import ball, binary

NONE = Given()


@pytest.fixture(scope="module")
def bundles() -> dict[str, dict[str, bytes]]:
    return {form: dict(bundle(package(), form)) for form in Format}


def _folder(files: dict[str, bytes], at: Path) -> Path:
    for name, content in files.items():
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return at


def _without_files(read):
    return dataclasses.replace(read, provenance=package().provenance)


@pytest.mark.parametrize("form", list(Format))
def test_a_package_comes_back_whole(form, bundles, tmp_path):
    read = read_package([_folder(bundles[form], tmp_path / "it")], given=NONE)

    assert bare(_without_files(read)) == bare(package())
    worst = max(
        furthest_mm(a, b)
        for old, new in list(zip(views(package()), views(read), strict=True))[::5]
        for a, b in zip(old.paths, new.paths, strict=True)
    )
    assert worst <= (0.025 if form is Format.DICOM else 0.001)
    assert len(read.provenance.files) == len(bundles[form])


def test_a_zip_is_read_like_its_folder(bundles, tmp_path):
    files = bundles[Format.SVG]
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"Hip set/{name}", content)
        archive.writestr("Hip set/LICENCE.txt", "Use it.")
        archive.writestr("__MACOSX/Hip set/._package.json", "junk")

    read = read_package([tmp_path / "set.zip"], given=NONE)

    assert bare(_without_files(read)) == bare(package())
    assert "LICENCE.txt" in {file.name for file in read.provenance.files}


def test_the_same_package_makes_the_same_files(bundles):
    for form in (Format.SVG, Format.DICOM):
        assert dict(bundle(package(), form)) == bundles[form]


def test_what_a_person_says_of_licence_and_maker_holds(bundles, tmp_path):
    folder = _folder(bundles[Format.SVG], tmp_path / "it")

    read = read_package([folder], given=Given("Contract 12", "Other Ltd"))

    assert (read.licence, read.manufacturer) == ("Contract 12", "Other Ltd")


def _manifest(files: dict[str, bytes]) -> dict:
    return json.loads(files["package.json"])


def _with(files: dict[str, bytes], manifest: dict) -> dict[str, bytes]:
    return {**files, "package.json": json.dumps(manifest).encode()}


def _first_view(manifest: dict) -> dict:
    return manifest["families"][0]["sizes"][0]["variants"][0]["views"][0]


def _no_licence(files):
    return _with(files, _manifest(files) | {"licence": " "})


def _no_drawing(files):
    manifest = _manifest(files)
    _first_view(manifest)["drawing"]["file"] = "gone.svg"
    return _with(files, manifest)


def _said_wrong(files):
    manifest = _manifest(files)
    _first_view(manifest)["drawing"]["units"] = "ell"
    return _with(files, manifest)


def _no_points(files):
    manifest = _manifest(files)
    del _first_view(manifest)["points"]
    return _with(files, manifest)


def _broken_drawing(files):
    name = next(name for name in files if name.endswith(".svg"))
    return {**files, name: files[name][:-30]}


FAULTS = [
    (_no_licence, "package_without_licence"),
    (_no_drawing, "manifest_file"),
    (_said_wrong, "drawing_said"),
    (_no_points, "manifest_broken"),
    (_broken_drawing, "svg_broken"),
    (lambda f: {**f, "more.svg": b"<svg/>"}, "package_unused"),
    (lambda f: {**f, "setup.exe": b"MZ"}, "package_unknown"),
    (lambda f: {**f, "a/package.json": b"{}"}, "package_manifest"),
    (lambda f: {**f, "package.json": b"{"}, "manifest_broken"),
    (lambda f: {**f, "package.json": b"[]"}, "manifest_broken"),
    (lambda f: {k: v for k, v in f.items() if k != "package.json"}, "package_manifest"),
    (lambda f: {**f, "x.dcm": b"no dicom at all"}, "implant_gate"),
]


@pytest.mark.parametrize(("spoil", "code"), FAULTS, ids=[code for _, code in FAULTS])
def test_a_package_with_one_fault_is_refused_with_a_sentence(spoil, code, bundles, tmp_path):
    folder = _folder(spoil(bundles[Format.SVG]), tmp_path / "it")

    with pytest.raises((ExchangeRefused, PackageRefused)) as refused:
        read_package([folder], given=NONE)

    assert refused.value.code == code
    assert code in SENTENCES
    assert "?" not in sentence(code, refused.value.params)


def test_a_link_out_of_the_package_is_not_followed(bundles, tmp_path):
    folder = _folder(bundles[Format.SVG], tmp_path / "it")
    (folder / "more.svg").symlink_to("/etc/passwd")

    with pytest.raises(ExchangeRefused) as refused:
        read_package([folder], given=NONE)

    assert (refused.value.code, refused.value.params["file"]) == ("package_file", "more.svg")


def test_a_name_that_leads_out_of_the_package_finds_nothing(bundles, tmp_path):
    (tmp_path / "out.svg").write_bytes(b"<svg/>")
    manifest = _manifest(bundles[Format.SVG])
    _first_view(manifest)["drawing"]["file"] = "../out.svg"
    folder = _folder(_with(bundles[Format.SVG], manifest), tmp_path / "it")

    with pytest.raises(ExchangeRefused) as refused:
        read_package([folder], given=NONE)

    assert (refused.value.code, refused.value.params["drawing"]) == ("manifest_file", "../out.svg")


def test_a_drawing_of_somebody_else_is_laid_as_its_manifest_says(bundles, tmp_path):
    files = dict(bundles[Format.SVG])
    manifest = _manifest(files)
    head = manifest["families"][1]["sizes"][0]["variants"][0]["views"][0]
    name = head["drawing"]["file"]
    del files[name]
    # Half inches, turned upside down, its centre at (3, 1).
    files["ball.svg"] = (
        b'<svg width="60" height="60" viewBox="0 0 60 60"><g id="Layer 1">'
        b'<circle cx="3" cy="1" r="0.551181102"/><path id="hole" d="M3 1L3 2"/></g></svg>'
    )
    head["drawing"] = {"file": "ball.svg", "units": "in", "anchor": [3, 1], "rotation_deg": 180,
                       "layers": {"hole": "taper"}}  # fmt: skip

    read = read_package([_folder(_with(files, manifest), tmp_path / "it")], given=NONE)

    outline, taper = read.families[1].sizes[0].variants[0].views[0].paths
    assert (outline.role, taper.role) == ("outline", "taper")
    assert outline.segments[0].radius_mm == pytest.approx(14.0, abs=1e-6)
    assert outline.segments[0].centre == pytest.approx((0, 0), abs=1e-9)
    assert taper.segments[0].to == pytest.approx((0, -25.4))


def test_a_solid_is_drawn_from_the_side_that_its_manifest_says(bundles, tmp_path):
    files = dict(bundles[Format.SVG])
    manifest = _manifest(files)
    head = manifest["families"][1]["sizes"][0]["variants"][0]["views"][0]
    del files[head["drawing"]["file"]]
    files["ball.stl"] = binary(np.add(ball(14.0, 40), (100.0, 5.0, 50.0)))
    head["drawing"] = {"file": "ball.stl", "units": "mm", "right": [1, 0, 0],
                       "down": [0, 0, -1], "anchor": [100, 5, 50]}  # fmt: skip

    read = read_package([_folder(_with(files, manifest), tmp_path / "it")], given=NONE)

    [outline] = read.families[1].sizes[0].variants[0].views[0].paths
    circle = package().families[1].sizes[0].variants[0].views[0].paths[0]
    assert furthest_mm(outline, circle) < 0.1


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    folder = Path(exchange.__file__).parent
    sources = "".join(path.read_text() for path in folder.rglob("*.py"))

    used = set(re.findall(r'(?:ExchangeRefused|refuse)\(\s*"(\w+)"', sources))
    used |= {"cup_head", "cup_head_size", "stem_neck", "stem_axis"}

    assert used == set(exchange_wording.SENTENCES)
