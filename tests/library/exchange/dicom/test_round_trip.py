"""What is written as templates, assemblies and groups is read back as it was."""

from __future__ import annotations

import io

import pytest
from pydicom import dcmread

from planning.library.exchange.dicom.check import check
from planning.library.exchange.dicom.decode_sets import decode_assembly, decode_group
from planning.library.exchange.dicom.decode_template import decode_template
from planning.library.exchange.dicom.encode_sets import encode_assembly, encode_group
from planning.library.exchange.dicom.encode_template import encode_template
from planning.library.exchange.dicom.from_own import package_of_own
from planning.library.exchange.dicom.to_assemblies import assemblies_of
from planning.library.exchange.dicom.to_templates import group_of, templates_of
from planning.library.exchange.dicom_files import part10
from planning.library.package import Kind
from planning.library.package_check import check_package
from tests.library.exchange.near import bare, furthest_mm, views
from tests.library.exchange.sample import package


@pytest.fixture(scope="module")
def made():
    return templates_of(package())


@pytest.fixture(scope="module")
def groups(made):
    families = dict.fromkeys(one.family.key for one in made)
    return [group_of(package(), [one for one in made if one.family.key == k]) for k in families]


def _through_bytes(dataset):
    return dcmread(io.BytesIO(part10(dataset)))


def test_the_sample_is_a_sound_package():
    check_package(package())


def test_every_template_satisfies_the_table_and_is_read_back_element_by_element(made):
    for one in made:
        written = encode_template(one.template)
        read = _through_bytes(written)
        assert check(read) == []
        assert [str(e) for e in read.iterall()] == [str(e) for e in written.iterall()]
        assert decode_template(read) == one.template


def test_groups_and_assemblies_satisfy_their_tables_and_are_read_back(made, groups):
    [assembly] = assemblies_of(package(), made)
    for value, encode, decode in (
        (assembly, encode_assembly, decode_assembly),
        *((group, encode_group, decode_group) for group in groups),
    ):
        read = _through_bytes(encode(value))
        assert check(read) == []
        assert decode(read) == value


def test_the_package_comes_back_whole_and_its_curves_within_25_um(made, groups):
    before = package()

    after = package_of_own([one.template for one in made], groups)

    assert bare(after) == bare(before)
    for old, new in zip(views(before), views(after), strict=True):
        assert [p.role for p in new.paths] == [p.role for p in old.paths]
        assert [p.closed for p in new.paths] == [p.closed for p in old.paths]
        for a, b in zip(old.paths, new.paths, strict=True):
            assert furthest_mm(a, b) <= 0.025


def test_written_twice_an_object_is_the_same_object_and_another_one_has_another_uid(made):
    again = templates_of(package())

    assert [one.template for one in again] == [one.template for one in made]
    assert part10(encode_template(made[0].template)) == part10(encode_template(again[0].template))
    assert len({one.template.uid for one in made}) == len(made) == 12


def test_heads_join_stems_by_neck_length_and_cups_by_diameter(made):
    [assembly] = assemblies_of(package(), made)
    uid_of = {c.number: c.template_uid for kind in assembly.types for c in kind.components}
    by_uid = {one.template.uid: one for one in made}
    pairs = [
        (by_uid[uid_of[c.first[0]]], by_uid[uid_of[c.second[0]]]) for c in assembly.connections
    ]

    on_stems = [pair for pair in pairs if pair[0].family.kind is Kind.STEM]
    in_cups = [pair for pair in pairs if pair[1].family.kind is Kind.CUP]
    assert len(on_stems) == 4 * 6
    assert {head.variant.name for head, _ in in_cups} == {"ball 32 -4", "ball 32 0", "ball 32 +4"}
    assert len(in_cups) == 3 * 2
    assert len(pairs) == len(on_stems) + len(in_cups)


def test_a_feature_has_the_same_number_for_the_same_neck_length_in_every_size(made):
    stems = [one for one in made if one.family.kind is Kind.STEM]

    numbers = [{m.step: n for n, m in one.features} for one in stems]

    assert numbers == [{"-4": (1, 1), "0": (1, 2), "+4": (1, 3)}] * 4


def test_ranks_of_a_group_say_what_is_the_next_size_and_the_next_offset(groups):
    stems = groups[0]

    assert {d.name: dict(d.ranks) for d in stems.dimensions} == {
        "Size": {1: 1, 2: 1, 3: 2, 4: 2},
        "Offset": {1: 1, 2: 2, 3: 1, 4: 2},
    }
