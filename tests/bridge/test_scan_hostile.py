"""Nothing hostile passes the gate, and refusing costs neither time nor memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from pacs_bridge.limits import LIMITS, MIB, Limits
from pacs_bridge.scan import ImportRefused, scan_bytes, scan_file
from tests.builders import hostile
from tests.builders.dicom_files import film


@pytest.mark.parametrize("fault", hostile.REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(fault):
    build, code = hostile.REFUSED[fault]
    data = build()
    started = time.process_time()
    with pytest.raises(ImportRefused) as caught:
        scan_bytes(data)
    assert caught.value.code == code
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize("fault", hostile.ACCEPTED)
def test_a_well_formed_file_passes_whatever_its_values_say(fault):
    scanned = scan_bytes(hostile.ACCEPTED[fault]())
    assert scanned.first("SOPInstanceUID") == "1.2.826.0.1.3680043.10.1.1.1"


def test_no_prefix_of_a_film_counts_as_whole():
    prefixes = hostile.prefixes()
    assert len(prefixes) == len(film()) > 1300
    for prefix in prefixes:
        with pytest.raises(ImportRefused):
            scan_bytes(prefix)


@pytest.mark.parametrize(
    "fault", ["F03 deflated bomb", "F04 half a million empty items", "F04 nested 100000"]
)
def test_bombs_stay_small_in_memory(tmp_path, fault):
    path = tmp_path / "bomb.dcm"
    path.write_bytes(hostile.REFUSED[fault][0]())
    tracemalloc.start()
    with pytest.raises(ImportRefused):
        scan_file(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 60 * MIB


def test_the_message_of_a_refusal_holds_no_patient_data():
    with pytest.raises(ImportRefused) as caught:
        scan_bytes(film(Rows=0, PatientName="SECRET^NAME", PatientID="SECRET"))
    assert "SECRET" not in str(caught.value)


def test_an_impossible_image_says_what_it_would_need():
    with pytest.raises(ImportRefused) as caught:
        scan_bytes(film(Rows=20000, Columns=20000))
    assert caught.value.params == {"need_mib": 762, "limit_mib": 512}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=1000), "file_too_large"),
        (Limits(elements=10), "too_many_elements"),
        (Limits(rows_columns=15), "image_too_large"),
        (Limits(decoded_bytes=383), "image_too_large"),
        (Limits(text_bytes=5), "text_too_long"),
        (Limits(meta_bytes=100), "damaged"),
    ],
)
def test_each_limit_is_kept(limits, code):
    scan_bytes(film())
    with pytest.raises(ImportRefused) as caught:
        scan_bytes(film(), limits)
    assert caught.value.code == code


def test_a_film_at_the_limits_passes():
    scan_bytes(film(), Limits(rows_columns=16, decoded_bytes=384, file_bytes=len(film())))
    assert LIMITS.decoded_bytes == 512 * MIB


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "device", "missing"])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, kind):
    path = tmp_path / "x.dcm"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        (tmp_path / "film.dcm").write_bytes(film())
        path.symlink_to(tmp_path / "film.dcm")
    elif kind == "device":
        path = Path("/dev/zero")
    with pytest.raises(ImportRefused) as caught:
        scan_file(path)
    assert caught.value.code in ("not_dicom", "unreadable")


def test_a_failing_disc_is_a_refusal(monkeypatch, tmp_path):
    path = tmp_path / "film.dcm"
    path.write_bytes(film())

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pacs_bridge.scanning.source.os.pread", fail)
    with pytest.raises(ImportRefused) as caught:
        scan_file(path)
    assert caught.value.params == {"cause": "EIO"}
