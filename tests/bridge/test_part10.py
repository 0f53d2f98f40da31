"""What is kept: the data set as it came, behind a harmless header."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
from dataclasses import replace

import pydicom
import pytest

from pacs_bridge.part10 import digests, file_header, write_inert, write_stored_form
from pacs_bridge.scan import ImportRefused, scan_bytes, scan_file
from tests.builders import hostile
from tests.builders.dicom_files import BIG, DX, EXPLICIT, Encoding, dataset, film, part10


def stored(tmp_path, data: bytes):
    """Write the stored form; return it, what was said about it, and the scan before."""
    source, target = tmp_path / "received", tmp_path / "stored.dcm"
    source.write_bytes(data)
    scanned = scan_file(source)
    form = write_stored_form(source, scanned, target)
    return target.read_bytes(), form, scanned


def test_a_part_10_file_is_kept_as_it_is(tmp_path):
    data = film()
    kept, form, _ = stored(tmp_path, data)
    assert kept == data
    assert form.stored_sha256 == form.received_sha256 == hashlib.sha256(data).hexdigest()
    assert form.dataset_sha256 == hashlib.sha256(dataset()).hexdigest()
    assert form.size_bytes == len(data)


@pytest.mark.parametrize("program", hostile.PREAMBLES)
def test_a_program_in_the_preamble_is_zeroed(tmp_path, program):
    data = part10(dataset(), preamble=hostile.PREAMBLES[program])
    kept, form, _ = stored(tmp_path, data)
    assert kept == bytes(128) + data[128:]
    assert form.received_sha256 == hashlib.sha256(data).hexdigest()
    assert form.stored_sha256 == hashlib.sha256(kept).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        dataset(),
        dataset(encoding=Encoding(explicit=False)),
        dataset(encoding=Encoding(little=False)),
        bytes(128) + b"DICM" + dataset(),
        part10(dataset(), transfer_syntax=None),
        film()[132:],
    ],
    ids=["explicit", "implicit", "big endian", "no meta", "no syntax", "no preamble"],
)
def test_whatever_lacks_a_header_gets_one_that_everybody_reads(tmp_path, data):
    kept, form, scanned = stored(tmp_path, data)
    again = scan_bytes(kept)
    assert again.has_preamble
    assert again.has_meta
    assert again.transfer_syntax_uid == scanned.transfer_syntax_uid
    assert again.tags == scanned.tags
    assert kept[again.dataset_offset :] == data[scanned.dataset_offset :]
    read = pydicom.dcmread(tmp_path / "stored.dcm")
    assert read.file_meta.TransferSyntaxUID == scanned.transfer_syntax_uid
    assert read.file_meta.MediaStorageSOPInstanceUID == read.SOPInstanceUID
    assert read.Rows == 12
    assert form.received_sha256 == hashlib.sha256(data).hexdigest()


def test_one_data_set_behind_two_headers_has_one_digest(tmp_path):
    (tmp_path / "a").write_bytes(film())
    (tmp_path / "b").write_bytes(part10(dataset(), preamble=b"x" * 128, sop_class="1.2.3"))
    (tmp_path / "c").write_bytes(dataset())
    read = [digests(tmp_path / name, scan_file(tmp_path / name)) for name in ("a", "b", "c")]
    assert {one.dataset_sha256 for one in read} == {hashlib.sha256(dataset()).hexdigest()}


@pytest.mark.parametrize(
    ("data", "already"),
    [
        (film(), True),
        (part10(dataset(), preamble=b"x" * 128), False),
        (dataset(), False),
    ],
    ids=["zero preamble", "something in the preamble", "no header"],
)
def test_who_reads_a_file_learns_whether_it_may_be_kept_as_it_is(data, already, tmp_path):
    kept, _, _ = stored(tmp_path, data)
    path = tmp_path / "received"
    said = digests(path, scan_file(path))
    assert said.received_sha256 == hashlib.sha256(data).hexdigest()
    assert said.in_stored_form is already
    assert (kept == data) is already


def test_a_spoilt_file_is_copied_with_nothing_in_its_preamble(tmp_path):
    spoilt, target = tmp_path / "spoilt", tmp_path / "inert"
    spoilt.write_bytes(b"MZ" + bytes(126) + film()[128:-7])
    assert write_inert(spoilt, target)
    assert target.read_bytes() == bytes(128) + film()[128:-7]


def test_what_is_no_part_10_file_is_not_copied(tmp_path):
    other, target = tmp_path / "other", tmp_path / "inert"
    other.write_bytes(dataset())
    assert not write_inert(other, target)
    assert not target.exists()


def test_a_file_that_changed_after_it_was_scanned_is_refused(tmp_path):
    source = tmp_path / "film"
    source.write_bytes(film())
    scanned = scan_file(source)
    source.write_bytes(film()[:-2])
    with pytest.raises(ImportRefused) as caught:
        write_stored_form(source, scanned, tmp_path / "stored")
    assert caught.value.code == "unreadable"


def test_an_existing_file_is_never_overwritten(tmp_path):
    source = tmp_path / "film"
    source.write_bytes(film())
    with pytest.raises(FileExistsError):
        write_stored_form(source, scan_file(source), source)


def test_uids_that_are_none_are_left_out_of_the_header():
    header = file_header(transfer_syntax_uid=BIG, sop_class_uid="", sop_instance_uid="évil")
    assert b"vil" not in header
    scanned = scan_bytes(header + dataset(encoding=Encoding(little=False)))
    assert scanned.meta["TransferSyntaxUID"] == BIG
    assert "MediaStorageSOPClassUID" not in scanned.meta


def test_the_group_length_of_our_header_is_right():
    header = file_header(transfer_syntax_uid=EXPLICIT, sop_class_uid=DX, sop_instance_uid="1.2")
    (length,) = struct.unpack_from("<I", header, 132 + 8)
    assert len(header) == 132 + 12 + length


@pytest.mark.peer("dcmtk")
def test_dcmtk_takes_it_for_a_dicom_file(tmp_path):
    stored(tmp_path, dataset())
    answer = subprocess.run(
        ["/usr/bin/dcmftest", os.fspath(tmp_path / "stored.dcm")], capture_output=True, text=True
    )
    assert answer.stdout.startswith("yes:")


def test_a_scan_of_another_file_is_noticed(tmp_path):
    source = tmp_path / "film"
    source.write_bytes(film())
    wrong = replace(scan_file(source), size_bytes=1)
    with pytest.raises(ImportRefused):
        write_stored_form(source, wrong, tmp_path / "stored")
