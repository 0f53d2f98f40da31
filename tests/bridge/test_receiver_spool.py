"""The spool: who waits for what, and nothing lost when a process dies."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pacs_bridge.dimse.commitment_spool import expect
from pacs_bridge.dimse.spool import (
    ABANDONED_AFTER_S,
    UNSOLICITED,
    Sender,
    claim,
    deliver,
    is_receiving,
    release_abandoned,
    study_folder,
    unsolicited,
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


def folders(spool: Path) -> list[Path]:
    return [path for path in spool.iterdir() if path.is_dir()]


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
    assert folders(spool) == []


def test_a_retrieval_that_is_given_up_at_a_film_leaves_nothing_of_that_film(spool, film):
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as claimed:
        deliver(spool, film(), STUDY, OURS)
        taking = claimed.take()
        next(taking).unlink()
        taking.close()
    assert folders(spool) == []


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
    assert folders(spool) == []


def let_it_rest(spool: Path) -> None:
    """Nothing has changed in the folders of studies for longer than they are left alone."""
    long_ago = time.time() - 2 * ABANDONED_AFTER_S
    for path in (*spool.glob("*/*"), *folders(spool)):
        os.utime(path, (long_ago, long_ago))


def abandoned(spool: Path) -> Path:
    """A study's folder as a process leaves it that is killed during its C-MOVE."""
    folder = study_folder(spool, STUDY)
    folder.mkdir()
    (folder / "dead.claim").write_text(json.dumps(["PLUMBLINE", 7, 8]))
    (folder / "note-without-a-film.json").write_text("{}")
    return folder


def test_what_is_sent_for_a_retrieval_that_was_killed_comes_before_a_person(spool, film):
    folder = abandoned(spool)
    deliver(spool, film("pushed later"), STUDY, NAMELESS)
    assert release_abandoned(spool) == 0, "the next attempt of the retrieval may come"
    let_it_rest(spool)
    assert release_abandoned(spool) == 1
    ((path, sender),) = unsolicited(spool)
    assert (path.read_text(), sender) == ("pushed later", NAMELESS)
    assert not folder.exists()
    assert deliver(spool, film("once more"), STUDY, NAMELESS).parent.name == UNSOLICITED


def test_a_push_that_a_retrieval_took_along_is_not_lost_with_it(spool, film):
    pushed = Sender("DX1", "10.0.0.9")
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8), archive="PACS") as claimed:
        deliver(spool, film("asked for"), STUDY, OURS)
        deliver(spool, film("of the archive"), STUDY, NAMELESS)
        deliver(spool, film("pushed"), STUDY, pushed)
        assert contents(claimed) == {"asked for", "of the archive", "pushed"}
        assert contents(claimed) == set(), "nothing is taken twice"
    let_it_rest(spool)
    release_abandoned(spool)
    ((path, sender),) = unsolicited(spool)
    assert (path.read_text(), sender) == ("pushed", pushed)
    assert [one.name for one in folders(spool)] == [UNSOLICITED]


def test_of_two_requests_with_the_same_number_the_study_decides(spool, film):
    with (
        claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as first,
        claim(spool, OTHER, "PLUMBLINE", range(7, 8)) as second,
    ):
        for study in (STUDY, OTHER):
            deliver(spool, film(study), study, OURS)
        assert contents(first) == {STUDY}
        assert contents(second) == {OTHER}


def test_a_folder_without_films_takes_in_no_more_of_them(spool, film):
    folder = abandoned(spool)
    let_it_rest(spool)
    assert release_abandoned(spool) == 0
    assert not folder.exists()
    assert folders(spool) == []


def test_a_retrieval_that_waits_long_keeps_its_films(spool, film):
    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)) as claimed:
        deliver(spool, film("ours"), STUDY, OURS)
        let_it_rest(spool)
        assert release_abandoned(spool) == 0
        assert contents(claimed) == {"ours"}


def test_a_note_that_could_not_be_written_does_not_stay(spool, film, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    with claim(spool, STUDY, "PLUMBLINE", range(7, 8)), monkeypatch.context() as patched:
        patched.setattr(json, "dump", full)
        with pytest.raises(OSError, match="space"):
            deliver(spool, film(), STUDY, OURS)
    assert folders(spool) == []


def test_a_spool_that_a_retrieval_makes_is_its_owners_alone(tmp_path):
    before = os.umask(0o022)
    try:
        with claim(tmp_path / "made" / "spool", STUDY, "PLUMBLINE", range(7, 8)) as claimed:
            assert stat.S_IMODE(claimed.folder.parent.stat().st_mode) == 0o700
        expect(tmp_path / "other", "2.25.7")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o700


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
