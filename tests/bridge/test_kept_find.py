"""Searches one after the other use one child and one association; what is lost is replaced."""

from __future__ import annotations

import os
import signal

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import ArchiveError
from pacs_bridge.guard import Helper
from pacs_bridge.types import Deadlines, Node, Protocol, SearchEnd, StudyMatch, StudyQuery
from tests.builders import misbehaving as bad
from tests.builders import upper_layer as ul
from tests.installation import wait_for

DEADLINES = Deadlines(connect_s=20, find_s=20)


class Peer:
    """Answers each search with some matches; counts associations and cancels."""

    def __init__(self, matches: int = 1, searches_each: int = 100, heed_cancel: bool = True):
        self.matches, self.searches_each = matches, searches_each
        self.heed_cancel = heed_cancel
        self.associations = self.cancelled = self.released = 0

    def __call__(self, talk: ul.Conversation) -> None:
        talk.establish()
        self.associations += 1
        try:
            for _ in range(self.searches_each):
                self._answer(talk, talk.read_command())
        except EOFError:
            self.released += 1

    def _answer(self, talk: ul.Conversation, request: dict) -> None:
        if request[0x0100] == ul.C_CANCEL_RQ:
            self.cancelled += 1
            if self.heed_cancel:
                talk.send(ul.C_FIND_RSP, self.asked, 0xFE00)
            return
        self.asked = request
        for number in range(self.matches):
            uid = bad.STUDY + b".%d" % (number + 1)
            talk.send(ul.C_FIND_RSP, request, 0xFF00, bad.match(uid))
        if self.matches < 5:
            talk.send(ul.C_FIND_RSP, request, 0x0000)


@pytest.fixture
def helper():
    helper = Helper()
    yield helper
    helper.close()


def search(port: int, helper: Helper | None, limit: int = 200) -> list:
    node = Node("KEPT", Protocol.DIMSE, "127.0.0.1", port, "KEPT", deadlines=DEADLINES)
    archive = open_archive(node)
    if helper is not None:
        archive.keep(helper)
    return list(archive.find_studies(StudyQuery(family_name="smith", limit=limit)))


def test_one_association_serves_search_after_search_and_is_released_at_the_end(helper):
    peer = Peer(matches=2)
    with bad.peer(peer) as port:
        for _ in range(3):
            first, second, end = search(port, helper)
            assert isinstance(first, StudyMatch)
            assert isinstance(second, StudyMatch)
            assert end == SearchEnd(limit_reached=False)
        assert (peer.associations, peer.released) == (1, 0)
        helper.close()
        wait_for(lambda: peer.released == 1, 10)


def test_without_a_helper_nothing_is_kept():
    peer = Peer()
    with bad.peer(peer) as port:
        for _ in range(2):
            search(port, None)
        wait_for(lambda: peer.released == 2, 10)
    assert peer.associations == 2


def test_an_association_that_the_archive_has_closed_meanwhile_is_opened_anew(helper):
    peer = Peer(searches_each=1)
    with bad.peer(peer) as port:
        for _ in range(3):
            assert len(search(port, helper)) == 2
    assert peer.associations == 3


def test_a_helper_that_was_killed_is_replaced(helper):
    peer = Peer()
    with bad.peer(peer) as port:
        search(port, helper)
        child = helper._child
        child._wait_for_exit(0)
        os.kill(child.pid, signal.SIGKILL)
        wait_for(lambda: not child.is_idle(), 10)
        assert len(search(port, helper)) == 2


def test_after_an_error_nothing_is_kept(helper):
    with bad.peer(bad.aborts_in_find) as port, pytest.raises(ArchiveError):
        search(port, helper)
    assert not helper.is_resting


@pytest.mark.parametrize("heeds", [True, False], ids=["heeds the cancel", "deaf"])
def test_at_the_limit_the_search_is_cancelled_and_ends_in_time(heeds, helper):
    peer = Peer(matches=6, heed_cancel=heeds)
    with bad.peer(peer) as port:
        *found, end = search(port, helper, limit=3)
    assert (len(found), end.limit_reached, peer.cancelled) == (3, True, 1)
