"""A maker's own objects become families that lie on a film as ours do."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset

from planning.library.curves import flatten
from planning.library.exchange.bundles import Format, bundle
from planning.library.exchange.dicom.check import check
from planning.library.exchange.dicom_files import part10
from planning.library.exchange.intake import Given, read_package
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import Component, Fixation, Kind, Mating, PackageView, Status
from planning.library.package_check import PackageRefused
from planning.words import sentence
from tests.library.exchange.dicom import by_hand_set
from tests.library.exchange.near import bare, furthest_mm
from tests.library.exchange.sample import package

LICENCED = Given(licence="Contract 12")


def _objects() -> dict[str, Dataset]:
    return {
        "stem.dcm": by_hand_set.stem(),
        "head-a.dcm": by_hand_set.head(2),
        "head-b.dcm": by_hand_set.head(3),
        "cup.dcm": by_hand_set.cup(),
        "assembly.dcm": by_hand_set.assembly(),
    }


def _written(objects: dict[str, Dataset], folder: Path) -> Path:
    folder.mkdir()
    for name, data in objects.items():
        (folder / name).write_bytes(part10(data))
    return folder


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = _written(_objects(), tmp_path_factory.mktemp("foreign") / "maker")
    return read_package([folder], given=LICENCED)


def _family(read, kind: Kind):
    [found] = [family for family in read.families if family.kind is kind]
    return found


def _view(read, kind: Kind, variant: int = 0) -> PackageView:
    return _family(read, kind).sizes[0].variants[variant].views[0]


def _mating(view: PackageView, name: str) -> list[Mating]:
    return [one for one in view.mating if one.name == name]


def test_what_was_drawn_by_hand_satisfies_the_standard():
    assert [found for data in _objects().values() for found in check(data)] == []


def test_the_package_says_what_its_objects_say(read):
    stem = _family(read, Kind.STEM)

    assert (read.manufacturer, read.licence, read.version) == ("Öhr Implantate", "Contract 12", "A")
    assert (stem.name, stem.component, stem.fixation) == (
        "Grade stem", Component.FEMORAL_STEM, Fixation.CEMENTLESS
    )  # fmt: skip
    assert (stem.materials, stem.effective_date) == (("Stainless Steel Material",), "2020-01-02")
    assert stem.sizes[0].variants[0].part_number == "0815-1"
    assert (stem.generic, stem.status) == (False, Status.CURRENT)


def test_a_stem_is_turned_upright_with_its_neck_medial(read):
    view = _view(read, Kind.STEM)

    # On paper the cut crosses the axis at (60, 50), the head's centre lies at (100, 20).
    assert view.points["resection"] == pytest.approx((0, 0), abs=1e-9)
    assert view.points["head_centre"] == pytest.approx((40, -30))
    assert view.points["stem_tip"] == pytest.approx((0, 100))
    assert view.points["stem_prox"] == pytest.approx((0, -10))
    corners = flatten(view.paths[0])
    assert sorted({round(p.x, 6) for p in corners}) == [-5, 5]
    assert sorted({round(p.y, 6) for p in corners}) == [0, 100]


def test_neck_lengths_are_distances_along_the_neck(read):
    tapers = _mating(_view(read, Kind.STEM), "taper")

    assert [(one.step, one.fits["type"]) for one in tapers] == [("1", "12/14"), ("2", "12/14")]
    assert [one.fits["increment_mm"] for one in tapers] == pytest.approx([0, 5])
    assert [tuple(one.point) for one in tapers] == [
        pytest.approx((40, -30)), pytest.approx((44, -33))
    ]  # fmt: skip
    assert tapers[0].axis == pytest.approx((0.8, -0.6))


def test_heads_have_the_neck_length_of_the_feature_that_they_sit_on(read):
    first, second = (_view(read, Kind.HEAD, n) for n in (0, 1))

    assert [_mating(v, "taper")[0].fits["increment_mm"] for v in (first, second)] == [0, 5]
    assert _mating(first, "liner")[0].fits["diameter_mm"] == pytest.approx(32, abs=0.1)
    assert [v.options for v in _family(read, Kind.HEAD).sizes[0].variants] == [
        {"part": "0815-2"}, {"part": "0815-3"}
    ]  # fmt: skip


def test_a_cup_is_turned_dome_up_and_knows_its_head(read):
    cup, view = _family(read, Kind.CUP), _view(read, Kind.CUP)

    assert (cup.component, cup.rotation_deg) == (Component.SHELL_WITH_LINER, 40.0)
    assert view.points["liner_head_centre"] == pytest.approx((0, 2))
    assert view.points["rim_lat"] == pytest.approx((-26, 0), abs=0.03)
    assert view.points["rim_med"] == pytest.approx((26, 0), abs=0.03)
    assert min(p.y for p in flatten(view.paths[0])) == pytest.approx(-26, abs=0.03)
    assert _mating(view, "head")[0].fits["diameter_mm"] == pytest.approx(32, abs=0.1)
    assert _mating(view, "socket")[0].fits["diameter_mm"] == pytest.approx(52, abs=0.1)
    assert math.hypot(*_mating(view, "head")[0].axis) == pytest.approx(1)


def _recall(objects: dict[str, Dataset]) -> None:
    notice = Dataset()
    notice.InformationIssueDateTime, notice.InformationSummary = "2024", "Taper may corrode"
    objects["stem.dcm"].NotificationFromManufacturerSequence = [notice]


def test_a_recall_in_a_template_is_a_recall_here(tmp_path):
    objects = _objects()
    _recall(objects)

    stem = _family(read_package([_written(objects, tmp_path / "m")], given=LICENCED), Kind.STEM)

    assert (stem.status, stem.status_reason) == (Status.RECALLED, "Taper may corrode")


def _drop(name: str) -> Callable[[dict[str, Dataset]], object]:
    return lambda objects: objects.pop(name)


def _delete(name: str, keyword: str) -> Callable[[dict[str, Dataset]], object]:
    return lambda objects: objects[name].pop(keyword)


def _knee(objects: dict[str, Dataset]) -> None:
    objects["cup.dcm"].ImplantTypeCodeSequence[0].CodeValue = "tibia"
    objects["cup.dcm"].ImplantTypeCodeSequence = objects["cup.dcm"].ImplantTypeCodeSequence[:1]


def _wrong_feature(objects: dict[str, Dataset]) -> None:
    joins = objects["assembly.dcm"].ComponentAssemblySequence
    joins[0].Component1ReferencedMatingFeatureID = 9


def _open(objects: dict[str, Dataset]) -> None:
    item = objects["cup.dcm"].HPGLDocumentSequence[0]
    item.HPGLDocument = b"IN;PC1,0,0,0;SP1;PU200,600;PD1200,2600,1200,600;PU;"


def _broken_hpgl(objects: dict[str, Dataset]) -> None:
    objects["cup.dcm"].HPGLDocumentSequence[0].HPGLDocument = b"IN;SP1;AA1,2,3;"


def _no_neck(objects: dict[str, Dataset]) -> None:
    objects["stem.dcm"].pop("MatingFeatureSetsSequence")
    objects.pop("assembly.dcm")
    objects.pop("cup.dcm")


def _side_view(objects: dict[str, Dataset]) -> None:
    item = objects["stem.dcm"].HPGLDocumentSequence[0]
    item.ViewOrientationCodeSequence[0].CodeValue = "399352003"


def _only_the_assembly(objects: dict[str, Dataset]) -> None:
    objects["assembly.dcm"] = by_hand_set.group({}, ())
    for name in ("stem.dcm", "head-a.dcm", "head-b.dcm", "cup.dcm"):
        objects.pop(name)


def _two_makers(objects: dict[str, Dataset]) -> None:
    objects["cup.dcm"].Manufacturer = "Somebody else"


def _two_bores(objects: dict[str, Dataset]) -> None:
    joins = objects["assembly.dcm"].ComponentAssemblySequence
    joins.append(by_hand_set.joined((1, 1, 2), (2, 1, 1)))


FAULTS = [
    (_only_the_assembly, "implant_element", "assembly.dcm"),
    (_two_makers, "package_of_several", "cup.dcm"),
    (_two_bores, "assembly_disagrees", "head-a.dcm"),
    (_drop("head-a.dcm"), "object_missing", "assembly.dcm"),
    (_drop("assembly.dcm"), "cup_head_size", "cup.dcm"),
    (_delete("stem.dcm", "PlanningLandmarkLineSequence"), "stem_axis", "stem.dcm"),
    (_delete("stem.dcm", "PlanningLandmarkPlaneSequence"), "stem_cut", "stem.dcm"),
    (_delete("stem.dcm", "ImplantPartNumber"), "implant_element", "stem.dcm"),
    (_no_neck, "stem_neck", "stem.dcm"),
    (_knee, "template_kind", "cup.dcm"),
    (_wrong_feature, "assembly_feature", "assembly.dcm"),
    (_open, "template_open", "cup.dcm"),
    (_broken_hpgl, "hpgl_command", "cup.dcm"),
    (_side_view, "template_front", "stem.dcm"),
]


@pytest.mark.parametrize(("spoil", "code", "file"), FAULTS, ids=[code for _, code, _ in FAULTS])
def test_a_fault_refuses_the_whole_package_and_names_the_file(spoil, code, file, tmp_path):
    objects = _objects()
    spoil(objects)

    with pytest.raises(ExchangeRefused) as refused:
        read_package([_written(objects, tmp_path / "m")], given=LICENCED)

    assert refused.value.code == code
    assert sentence(code, refused.value.params).startswith(file)


def test_a_film_among_the_templates_is_refused(tmp_path):
    from tests.builders.dicom_files import film

    folder = _written(_objects(), tmp_path / "m")
    (folder / "film.dcm").write_bytes(film())

    with pytest.raises(ExchangeRefused) as refused:
        read_package([folder], given=LICENCED)

    assert (refused.value.code, refused.value.params["file"]) == ("implant_class", "film.dcm")


def test_without_a_licence_nothing_is_taken(tmp_path):
    with pytest.raises(PackageRefused) as refused:
        read_package([_written(_objects(), tmp_path / "m")], given=Given())

    assert refused.value.code == "package_without_licence"


def test_plotter_units_mean_the_same_package(read, tmp_path):
    objects = _objects()
    for name in ("stem.dcm", "cup.dcm", "head-a.dcm", "head-b.dcm"):
        _in_units(objects[name])

    again = read_package([_written(objects, tmp_path / "m")], given=LICENCED)

    assert bare(again, 6)["families"] == bare(read, 6)["families"]


def _in_units(data: Dataset) -> None:
    item = data.HPGLDocumentSequence[0]
    for keyword in ("RecommendedRotationPoint", "BoundingRectangle"):
        setattr(item, keyword, [40 * value for value in item[keyword].value])
    for one in data.MatingFeatureSetsSequence:
        for feature in one.MatingFeatureSequence:
            place = feature.TwoDMatingFeatureCoordinatesSequence[0]
            place.TwoDMatingPoint = [40 * value for value in place.TwoDMatingPoint]


def test_our_own_objects_are_understood_without_what_we_add_to_them(tmp_path):
    folder = tmp_path / "m"
    for name, content in bundle(package(), Format.DICOM):
        data = dcmread(io.BytesIO(content))
        data.remove_private_tags()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part10(data))

    read = read_package([folder], given=LICENCED)

    for family in package().families:
        found = _family(read, family.kind)
        assert (found.name, found.component) == (family.name.replace("\\ ", ""), family.component)
        assert [size.size for size in found.sizes] == [size.size for size in family.sizes]
        for ours, theirs in zip(_variants(family), _variants(found), strict=True):
            assert [view.view for view in theirs.views] == [view.view for view in ours.views]
            before, after = ours.views[0], theirs.views[0]
            assert furthest_mm(before.paths[0], after.paths[0]) < 0.06
            assert _said(after) == _said(before)


def _variants(family):
    return [variant for size in family.sizes for variant in size.variants]


def _said(view: PackageView) -> list:
    kept = [one for one in view.mating if one.name in ("taper", "head", "liner")]
    return [
        (one.name, [round(v, 1) for v in one.point], [round(v, 3) for v in one.axis],
         {key: v if isinstance(v, str) else round(v, 1) for key, v in one.fits.items()})
        for one in kept
    ]  # fmt: skip


def test_parts_of_one_name_are_families_of_their_own(tmp_path):
    objects = _objects()
    for name, data in objects.items():
        if name != "assembly.dcm":
            data.ImplantName = "System X"

    read = read_package([_written(objects, tmp_path / "m")], given=LICENCED)

    assert {family.key: family.name for family in read.families} == {
        "System_X_cup": "System X", "System_X_head": "System X", "System_X_stem": "System X",
    }  # fmt: skip


def test_a_group_says_sizes_and_options(tmp_path):
    objects = _objects()
    objects["group.dcm"] = by_hand_set.group({2: (1, 1), 3: (1, 2)}, ("Diameter", "Length"))

    heads = _family(read_package([_written(objects, tmp_path / "m")], given=LICENCED), Kind.HEAD)

    assert [(option.key, [v.name for v in option.values]) for option in heads.options] == [
        ("Length", ["Length 1", "Length 2"])
    ]
    assert [variant.options for variant in heads.sizes[0].variants] == [
        {"Length": "1"}, {"Length": "2"}
    ]  # fmt: skip


def test_text_that_its_character_set_cannot_hold_is_refused(tmp_path):
    folder = _written(_objects(), tmp_path / "m")
    file = folder / "stem.dcm"
    file.write_bytes(file.read_bytes().replace(b"ISO_IR 100", b"ISO_IR 192"))

    with pytest.raises(ExchangeRefused) as refused:
        read_package([folder], given=LICENCED)

    assert (refused.value.code, refused.value.params["file"]) == ("implant_element", "stem.dcm")


def test_of_our_own_objects_none_is_left_out_where_its_group_is_missing(tmp_path):
    folder = tmp_path / "m"
    for name, content in bundle(package(), Format.DICOM):
        if name != "ball_v1/group.dcm":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    read = read_package([folder], given=LICENCED)

    assert {family.kind for family in read.families} == set(Kind)
    assert sum(len(size.variants) for size in _family(read, Kind.HEAD).sizes) == 6
