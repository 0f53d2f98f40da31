"""What an archive offers, learnt by proposing everything and reading what it accepts."""

from __future__ import annotations

from pynetdicom.pdu_primitives import SOPClassExtendedNegotiation

from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import (
    MAX_CONTEXTS,
    every_storage_class,
    service_context,
)
from pacs_bridge.dimse.identifiers import FIND, GET, MOVE
from pacs_bridge.types import Capabilities, Node, Retrieval, Step

_FUZZY = b"\x01\x00\x01"
"""Relational queries, no combined date-time, fuzzy semantic matching (PS3.4 C.5.1.1)."""


def capabilities(node: Node) -> Capabilities:
    """Negotiate search, both retrievals and as many storage classes as one association holds.

    Raises
    ------
    ArchiveError
        When there is no association.
    """
    services = [service_context(uid) for uid in (FIND, GET, MOVE)]
    storage = every_storage_class()[: MAX_CONTEXTS - len(services)]
    with associate(
        node,
        [*services, *(service_context(uid) for uid in storage)],
        step=Step.CONNECT,
        answer_s=node.deadlines.echo_s,
        negotiation=[_ask_for_fuzzy_names()],
    ) as talk:
        return Capabilities(
            retrievals=tuple(
                way
                for uid, way in ((GET, Retrieval.C_GET), (MOVE, Retrieval.C_MOVE))
                if talk.accepts(uid)
            ),
            storage_sop_classes=tuple(uid for uid in storage if talk.accepts(uid)),
            fuzzy_names=_fuzzy_names(talk),
            notes=() if talk.accepts(FIND) else ("no C-FIND, Study Root",),
        )


def _ask_for_fuzzy_names() -> SOPClassExtendedNegotiation:
    item = SOPClassExtendedNegotiation()
    item.sop_class_uid = FIND
    item.service_class_application_information = _FUZZY
    return item


def _fuzzy_names(talk: Talk) -> bool:
    answer = talk.association.acceptor.sop_class_extended.get(FIND, b"")
    return len(answer) >= 3 and answer[2] == 1
