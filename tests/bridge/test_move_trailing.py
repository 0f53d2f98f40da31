"""A C-MOVE takes what is its own and ends in good time, whatever others ask for and send."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from pacs_bridge.dimse import move
from pacs_bridge.dimse.spool import Claim, Sender, claim, deliver
from pacs_bridge.dimse.tally import Tally


def moving(spool: Path, claimed: Claim, *, completed: int | None) -> move._Move:
    """A retrieval of which the archive has given its last answer."""
    talk = SimpleNamespace(
        wire=SimpleNamespace(pdu_s=60.0, quiet_s=0.0),
        node=SimpleNamespace(move_spool=spool, name="PACS"),
    )
    made = move._Move(talk, claimed, "1.2.3")
    made.answers.put(Tally(counted=completed is not None, completed=completed or 0))
    return made


def test_two_requests_share_what_an_archive_sends_without_saying_for_which(tmp_path):
    spool, into = tmp_path / "spool", tmp_path / "into"
    into.mkdir()
    with (
        claim(spool, "1.2.3", "PLUMBLINE", range(7, 8), "PACS") as one,
        claim(spool, "1.2.3", "PLUMBLINE", range(8, 9), "PACS") as two,
    ):
        for number in range(3):
            film = tmp_path / f"{number}.part"
            film.write_text(str(number))
            deliver(spool, film, "1.2.3", Sender("PACS", "10.0.0.1"))
        first = moving(spool, one, completed=1).films(into)
        second = moving(spool, two, completed=2).films(into)
        # Each has seen all three by now, and the other one is faster with the next.
        got = [next(first), next(second), *first, *second]
    assert sorted(one.path.read_text() for one in got) == ["0", "1", "2"]


def test_a_receiver_that_is_always_busy_holds_up_no_retrieval(tmp_path, monkeypatch):
    for name, value in (("GRACE_S", 0.1), ("TRAILING_S", 0.3), ("_RECEIVER_LOOK_S", 0.01)):
        monkeypatch.setattr(move, name, value)
    looks = []

    def busy(_spool, _within_s) -> bool:
        looks.append(1)
        if len(looks) > 100:
            pytest.fail("it looks for ever")
        return True

    monkeypatch.setattr(move, "is_receiving", busy)
    with claim(tmp_path, "1.2.3", "PLUMBLINE", range(7, 8)) as claimed:
        retrieval = moving(tmp_path, claimed, completed=None)
        assert list(retrieval.films(tmp_path)) == []
        assert retrieval.end(0).completed == 0
    assert looks
