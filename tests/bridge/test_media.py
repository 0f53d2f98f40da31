"""Files, folders, zips and CDs: every regular file gets a line, and none does harm."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from pacs_bridge.limits import LIMITS, MIB, Limits
from pacs_bridge.media import Found, Skipped, browse
from tests.builders import hostile_zips as zips
from tests.builders.dicom_files import film


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def lines(path: Path, scratch: Path, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    """Browse; give each origin and its code, or a digest of what was found."""
    result = []
    for item in browse([path], scratch, limits):
        name = item.origin.removeprefix(f"{path}").lstrip("/")
        if isinstance(item, Skipped):
            result.append((name, item.code))
        else:
            content = item.path.read_bytes()
            result.append((name, "film" if content == film() else f"{len(content)} bytes"))
    assert list(scratch.iterdir()) == []
    return result


def packed(tmp_path, data: bytes) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return path


def test_a_folder_is_walked_in_the_order_of_names(tmp_path, scratch):
    cd = tmp_path / "cd"
    for name in ("b/2", "b/10", "a/deep/er/1", "DICOMDIR", "c.txt"):
        (cd / name).parent.mkdir(parents=True, exist_ok=True)
        (cd / name).write_bytes(film())
    assert lines(cd, scratch) == [
        ("DICOMDIR", "film"),
        ("c.txt", "film"),
        ("a/deep/er/1", "film"),
        ("b/10", "film"),
        ("b/2", "film"),
    ]


def test_files_on_the_medium_are_read_where_they_are(tmp_path, scratch):
    path = tmp_path / "film.dcm"
    path.write_bytes(film())
    (found,) = browse([path], scratch)
    assert found == Found(str(path), path)
    assert path.exists()


def test_links_and_special_files_are_listed_and_not_followed(tmp_path, scratch):
    cd = tmp_path / "cd"
    (cd / "sub").mkdir(parents=True)
    (cd / "link.dcm").symlink_to("/etc/passwd")
    (cd / "sub" / "loop").symlink_to(cd)
    os.mkfifo(cd / "pipe")
    (cd / "film.dcm").write_bytes(film())
    assert lines(cd, scratch) == [
        ("film.dcm", "film"),
        ("link.dcm", "symbolic_link"),
        ("pipe", "not_a_regular_file"),
        ("sub/loop", "symbolic_link"),
    ]


def test_what_cannot_be_read_is_a_line(tmp_path, scratch):
    missing = tmp_path / "missing"
    (item,) = browse([missing], scratch)
    assert (item.code, item.params) == ("unreadable", {"cause": "ENOENT"})


def test_a_name_that_is_no_text_is_shown_safely(tmp_path, scratch):
    cd = tmp_path / "cd"
    cd.mkdir()
    Path(os.fsdecode(os.fsencode(cd) + b"/\xff\x1b[31m.dcm")).write_bytes(film())
    (item,) = browse([cd], scratch)
    assert item.origin.endswith("/��[31m.dcm")
    item.origin.encode("utf-8")
    assert item.path.read_bytes() == film()


def test_members_of_a_zip_are_unpacked_one_at_a_time(tmp_path, scratch):
    assert lines(packed(tmp_path, zips.mixed()), scratch) == [
        ("!/a.dcm", "film"),
        ("!/folder/readme.txt", "5 bytes"),
        ("!/folder/cut.dcm", f"{len(film()) - 5} bytes"),
        ("!/folder/b.dcm", f"{len(film(SOPInstanceUID='1.2.3.2', PatientID='P2'))} bytes"),
    ]


def test_unpacked_copies_are_gone_when_the_reader_stops(tmp_path, scratch):
    items = browse([packed(tmp_path, zips.mixed())], scratch)
    found = next(items)
    assert found.temporary
    assert found.path.parent == scratch
    items.close()
    assert not found.path.exists()


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (zips.bomb, "archive_bomb"),
        (zips.overlapping, "archive_bomb"),
        (lambda: zips.many_members(10_001), "archive_too_many_members"),
        (lambda: zips.hidden_members(70_000), "archive_too_many_members"),
        (lambda: zips.archive([]), "archive_empty"),
        (lambda: zips.mixed()[:-30], "archive_damaged"),
        (lambda: b"PK\x03\x04" + bytes(200), "archive_damaged"),
    ],
)
def test_a_hostile_archive_is_one_line(tmp_path, scratch, build, code):
    path = packed(tmp_path, build())
    tracemalloc.start()
    assert lines(path, scratch) == [("", code)]
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 60 * MIB


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (zips.forged_size, [("!/zeros.dcm", "archive_bomb")]),
        (zips.forged_checksum, [("!/m.dcm", "archive_damaged")]),
        (zips.encrypted, [("!/open.dcm", "film"), ("!/secret.dcm", "protected_archive")]),
        (zips.with_symlink, [("!/link.dcm", "not_a_regular_file"), ("!/film.dcm", "film")]),
        (zips.nested, [("!/inner.zip", "nested_archive"), ("!/film.dcm", "film")]),
        (zips.odd_method, [("!/m.dcm", "archive_method")]),
    ],
)
def test_a_hostile_member_is_a_line_and_the_others_come_in(tmp_path, scratch, build, expected):
    assert lines(packed(tmp_path, build()), scratch) == expected


def test_names_in_an_archive_are_shown_and_never_used(tmp_path, scratch):
    path = packed(tmp_path, zips.slipping())
    assert lines(path, scratch) == [
        ("!/../../../tmp/hostile_escape", "film"),
        ("!//tmp/hostile_escape", "film"),
        ("!/..\\..\\hostile_escape", "film"),
    ]
    assert not Path("/tmp/hostile_escape").exists()
    assert not (tmp_path.parent / "hostile_escape").exists()


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(file_bytes=1000), [("!/m.dcm", "file_too_large")]),
        (Limits(zip_bytes=1000), [("", "archive_too_large")]),
        (Limits(zip_members=0), [("", "archive_too_many_members")]),
    ],
)
def test_each_limit_is_kept(tmp_path, scratch, limits, expected):
    path = packed(tmp_path, zips.archive([("m.dcm", film())]))
    assert lines(path, scratch, limits) == expected


def test_bytes_that_come_out_are_counted_over_the_whole_archive(tmp_path, scratch):
    data = bytearray(zips.archive([("1", film()), ("2", film())], method=0))
    for at in (data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")):
        data[at + 24 : at + 28] = bytes(4)
    assert lines(packed(tmp_path, bytes(data)), scratch, Limits(zip_bytes=100)) == [
        ("!/1", "archive_damaged"),
        ("!/2", "archive_damaged"),
    ]


def test_a_film_whose_preamble_says_zip_is_a_film(tmp_path, scratch):
    path = tmp_path / "film.dcm"
    path.write_bytes(b"PK\x03\x04" + film()[4:])
    (item,) = browse([path], scratch)
    assert item == Found(str(path), path)


def test_a_zip_inside_a_folder_is_opened(tmp_path, scratch):
    cd = tmp_path / "cd"
    cd.mkdir()
    (cd / "named.dcm").write_bytes(zips.archive([("m.dcm", film())]))
    assert lines(cd, scratch) == [("named.dcm!/m.dcm", "film")]


def test_a_full_disc_is_no_fault_of_the_archive(tmp_path, scratch, monkeypatch):
    path = packed(tmp_path, zips.mixed())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pacs_bridge.media._unpack_to", full)
    with pytest.raises(OSError, match="No space left"):
        list(browse([path], scratch))


def test_every_file_of_the_shared_data_has_a_line(shared_data, scratch):
    files = {str(path) for path in shared_data.rglob("*") if path.is_file()}
    origins = {item.origin for item in browse([shared_data], scratch)}
    assert origins == files
