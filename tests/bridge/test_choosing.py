"""Which way films come, by what the administrator chose and what a test found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacs_bridge.connect import ManyWays, open_archive, search_worklist, talk_to, ways
from pacs_bridge.dicomweb.archive import DicomwebArchive
from pacs_bridge.dimse.archive import DimseArchive
from pacs_bridge.errors import ConfigurationError, ConnectionLost, ServiceNotOffered
from pacs_bridge.folder import FolderArchive
from pacs_bridge.port import Archive, Probed, Worklist
from pacs_bridge.types import (
    FetchEnd,
    Node,
    Profile,
    Protocol,
    ReceivedFile,
    Retrieval,
    Step,
    Wanted,
)
from pacs_bridge.worklist import WorklistQuery

FILM = ReceivedFile(Path("film"), 1, "00")
END = FetchEnd(completed=1)
NOTHING = FetchEnd(completed=0, status="404")
MAIN = Node(
    "MAIN", Protocol.DIMSE, "pacs.example", 104, "PACS", retrieval=Retrieval.BEST,
    move_ae_title="PLUMB", move_spool=Path("/spool"),
)  # fmt: skip
WEB = Node("WEB", Protocol.DICOMWEB, url="https://pacs.example/dicom-web", retrieval=Retrieval.BEST)


class Brings:
    """Gives these items for any retrieval; an error ends it."""

    def __init__(self, *items):
        self._items = items

    def fetch(self, wanted, into):
        for item in self._items:
            if isinstance(item, Exception):
                raise item
            yield item


def refused(kind=ServiceNotOffered):
    return kind("MAIN", Step.RETRIEVE, "no")


def fetched(*bringers) -> list:
    return list(ManyWays(None, bringers).fetch(Wanted("1.2"), Path("/into")))


def test_what_the_administrator_chose_is_the_only_way():
    chosen = replace(
        MAIN, retrieval=Retrieval.C_MOVE, profile=Profile(retrievals=(Retrieval.C_GET,))
    )
    assert ways(chosen) == (Retrieval.C_MOVE,)
    assert isinstance(talk_to(chosen), DimseArchive)


def test_what_a_test_found_is_tried_in_its_order():
    found = (Retrieval.WADO_RS, Retrieval.C_GET)
    tested = replace(MAIN, url=WEB.url, profile=Profile(retrievals=found))
    assert ways(tested) == found
    archive = talk_to(tested)
    assert isinstance(archive, ManyWays)
    assert isinstance(archive, Archive)
    assert isinstance(archive, Probed)
    assert isinstance(archive, Worklist)


def test_an_archive_that_was_never_tested_is_asked_in_the_usual_ways():
    assert ways(MAIN) == (Retrieval.C_GET, Retrieval.C_MOVE)
    assert ways(replace(MAIN, move_spool=None)) == (Retrieval.C_GET,)
    assert ways(WEB) == (Retrieval.WADO_RS,)
    assert isinstance(talk_to(WEB), DicomwebArchive)


def test_what_has_one_way_only_has_it_whatever_else_is_said():
    assert isinstance(talk_to(replace(WEB, retrieval=Retrieval.C_GET)), DicomwebArchive)
    folder = Node("CD", Protocol.FOLDER, folder=Path("/media/cd"))
    assert isinstance(talk_to(folder), FolderArchive)


def test_keys_are_sent_in_the_set_that_was_found():
    archive = talk_to(replace(WEB, profile=Profile(character_set="ISO_IR 100")))
    assert archive._node.character_set == "ISO_IR 100"
    assert talk_to(replace(WEB, profile=Profile()))._node.character_set == "ISO_IR 192"


@pytest.mark.parametrize("first", [Brings(refused()), Brings(NOTHING)])
def test_another_way_is_tried_when_one_is_refused_or_has_nothing(first):
    assert fetched(first, Brings(FILM, END)) == [FILM, END]


def test_the_last_way_says_why_nothing_came():
    with pytest.raises(ServiceNotOffered):
        fetched(Brings(refused()), Brings(refused()))
    assert fetched(Brings(refused()), Brings(NOTHING)) == [NOTHING]


def test_trouble_that_may_pass_is_not_an_answer():
    with pytest.raises(ConnectionLost):
        fetched(Brings(refused(ConnectionLost)), Brings(FILM, END))


def test_nothing_comes_twice():
    with pytest.raises(ServiceNotOffered):
        fetched(Brings(FILM, refused()), Brings(FILM, END))


@pytest.mark.parametrize(
    ("node", "cause"),
    [
        (replace(MAIN, profile=Profile(retrievals=(Retrieval.WADO_RS,))), "without a URL"),
        (replace(MAIN, move_ae_title=""), "receiver is empty"),
        (replace(MAIN, retrieval=Retrieval.COPY), "not possible over DIMSE"),
        (replace(WEB, token_url="http://id.example/token", username="a", password="b"), "https"),
        (replace(WEB, token_url="https://id.example/token", username="a"), "secret"),
        (replace(WEB, token_url="https://[id/"), "token URL is not a URL"),
    ],
)
def test_what_contradicts_itself_is_named(node, cause):
    with pytest.raises(ConfigurationError) as wrong:
        open_archive(node)
    assert cause in wrong.value.cause


def test_there_is_no_worklist_over_dicomweb():
    today = date(2026, 11, 22)
    with pytest.raises(ServiceNotOffered):
        search_worklist(WEB, WorklistQuery(today, today))
