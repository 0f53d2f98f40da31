"""A node with incomplete settings is refused before anything is contacted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import ConfigurationError
from pacs_bridge.guard import GuardedArchive
from pacs_bridge.port import Archive
from pacs_bridge.types import Node, Protocol, Retrieval

DIMSE = Node("MAIN", Protocol.DIMSE, "pacs.example", 11112, "PACS")
MOVE = replace(
    DIMSE, retrieval=Retrieval.C_MOVE, move_ae_title="PLUMB_RX", move_spool=Path("/spool")
)
WEB = Node(
    "WEB", Protocol.DICOMWEB, url="https://pacs.example/dicom-web", retrieval=Retrieval.WADO_RS
)
FOLDER = Node("CD", Protocol.FOLDER, folder=Path("/media/cd"), retrieval=Retrieval.COPY)


@pytest.mark.parametrize("node", [DIMSE, MOVE, WEB, FOLDER], ids=lambda node: node.name)
def test_every_protocol_opens_behind_the_guard(node):
    archive = open_archive(node)
    assert isinstance(archive, GuardedArchive)
    assert isinstance(archive, Archive)


@pytest.mark.parametrize(
    ("node", "cause"),
    [
        (replace(DIMSE, host=""), "host is empty"),
        (replace(DIMSE, port=0), "port"),
        (replace(DIMSE, port=70_000), "port"),
        (replace(DIMSE, ae_title=""), "AE title of the archive is empty"),
        (replace(DIMSE, ae_title="   "), "AE title of the archive is empty"),
        (replace(DIMSE, ae_title="A" * 17), "longer than 16"),
        (replace(DIMSE, calling_ae_title="A\\B"), "not allowed"),
        (replace(DIMSE, calling_ae_title="ÄRZTE"), "not allowed"),
        (replace(DIMSE, retrieval=Retrieval.WADO_RS), "not possible over DIMSE"),
        (replace(MOVE, move_ae_title=""), "receiver is empty"),
        (replace(MOVE, move_spool=None), "spool"),
        (replace(WEB, url=""), "https://"),
        (replace(WEB, url="ftp://pacs.example"), "https://"),
        (replace(WEB, url="file:///etc/passwd"), "https://"),
        (replace(WEB, url="https://pacs.example:notaport/"), "not a URL"),
        (replace(WEB, url="https://anna:secret@pacs.example/"), "their own fields"),
        (replace(WEB, url="https://pacs.example/?x=1"), "query"),
        (replace(WEB, username="anna", bearer_token="abc"), "both set"),
        (replace(FOLDER, folder=None), "folder is empty"),
        (replace(DIMSE, ca_file=Path("/nowhere/ca.pem")), "CA file is not a file"),
        (replace(WEB, client_key=Path(__file__)), "without a client certificate"),
    ],
)
def test_what_is_missing_is_named(node, cause):
    with pytest.raises(ConfigurationError) as refused:
        open_archive(node)
    assert cause in refused.value.cause
    assert refused.value.node == node.name
    assert "secret" not in str(refused.value)
