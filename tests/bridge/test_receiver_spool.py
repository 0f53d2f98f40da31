"""The spool: who waits for what, and nothing lost when a process dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pacs_bridge.dimse.spool import (
    UNSOLICITED,
    Sender,
    claim,
    deliver,
    is_receiving,
    study_folder,
)

STUDY, OTHER = "1.2.3", "1.2.4"
OURS = Sender("PACS", "10.0.0.1", "PLUMBLINE", 7)
NAMELESS = Sender("PACS", "10.0.0.1")


@pytest.fixture
def spool(tmp_path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


@pytest.fixture
def film(tmp_path):
    def make(content: str = "film") -> Path:
        path = tmp_path / f"{content}.part"
        path.write_text(content)
        return path

    return make


def contents(claimed) -> set[str]:
    found = set()
    for path in claimed.take():
        found.add(path.read_text())
        path.unlink()
    return found


def test_what_nobody_waits_for_is_unsolicited(spool, film):
    placed = deliver(spool, film(), STUDY, NAMELESS)
    assert placed.parent == spool / UNSOLICITED
    sender = json.loads(placed.with_suffix(".json").read_text())
    assert sender["calling_ae"] == "PACS"
    assert sender["address"] == "10.0.0.1"


def test_a_claimed_study_reaches_whoever_claimed_it(spool, film):
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as claimed:
        deliver(spool, film("ours"), STUDY, OURS)
        deliver(spool, film("nameless"), STUDY, NAMELESS)
        deliver(spool, film("stranger"), OTHER, NAMELESS)
        assert contents(claimed) == {"ours", "nameless"}
    assert len(list((spool / UNSOLICITED).glob("*.dcm"))) == 1


def test_an_object_of_another_study_that_names_our_request_reaches_us(spool, film):
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as claimed:
        deliver(spool, film("wrong study"), OTHER, OURS)
        deliver(spool, film("unreadable"), "", OURS)
        assert contents(claimed) == {"wrong study", "unreadable"}


def test_two_requests_for_one_study_do_not_take_each_others_films(spool, film):
    with (
        claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as first,
        claim(spool, STUDY, "PLUMBLINE", range(8, 10)) as second,
    ):
        deliver(spool, film("seven"), STUDY, Sender("PACS", "", "PLUMBLINE", 7))
        deliver(spool, film("nine"), STUDY, Sender("PACS", "", "PLUMBLINE", 9))
        assert contents(second) == {"nine"}
        assert contents(first) == {"seven"}


def test_nothing_is_left_when_a_retrieval_ends(spool, film):
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as claimed:
        deliver(spool, film(), STUDY, OURS)
        contents(claimed)
    assert list(spool.iterdir()) == []


def test_films_of_a_killed_process_go_to_the_next_one(spool, film):
    code = (
        "import sys; from pathlib import Path; from pacs_bridge.dimse.spool import claim\n"
        "with claim(Path(sys.argv[1]), '1.2.3', 'PLUMBLINE', range(7, 8)):\n"
        "    print('claimed', flush=True); sys.stdin.read()\n"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", code, str(spool)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    with killed:
        assert killed.stdout.readline() == b"claimed\n"
        deliver(spool, film("early"), STUDY, OURS)
        with claim(spool, STUDY, "PLUMBLINE", range(20, 21)) as living:
            assert contents(living) == set()
        killed.kill()
    deliver(spool, film("late"), STUDY, OURS)
    with claim(spool, STUDY, "PLUMBLINE", range(20, 21)) as following:
        assert contents(following) == {"early", "late"}
    assert list(spool.iterdir()) == []


def test_a_film_that_is_still_arriving_is_seen(spool):
    assert not is_receiving(spool, 60)
    (spool / "arriving-1").mkdir()
    part = spool / "arriving-1" / "tmp1.dcm"
    part.write_bytes(b"first bytes")
    assert is_receiving(spool, 60)
    os.utime(part, (0, 0))
    assert not is_receiving(spool, 60)


@pytest.mark.parametrize("uid", ["../../etc", "/etc/passwd", "a\0b", "1" * 300])
def test_no_study_uid_leads_out_of_the_spool(spool, uid):
    folder = study_folder(spool, uid)
    assert folder.parent == spool
    assert len(folder.name) == 64
    assert folder.name.isalnum()
