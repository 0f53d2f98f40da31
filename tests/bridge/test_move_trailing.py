"""A C-MOVE ends in good time, also while the receiver is busy with what others send."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pacs_bridge.dimse import move
from pacs_bridge.dimse.spool import claim
from pacs_bridge.dimse.tally import Tally


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
    talk = SimpleNamespace(
        wire=SimpleNamespace(pdu_s=60.0, quiet_s=0.0),
        node=SimpleNamespace(move_spool=tmp_path, name="PACS"),
    )
    with claim(tmp_path, "1.2.3", "PLUMBLINE", range(7, 8)) as claimed:
        moving = move._Move(talk, claimed, "1.2.3")
        moving.answers.put(Tally(counted=False))
        assert list(moving.films()) == []
        assert moving.end(0).completed == 0
    assert looks
