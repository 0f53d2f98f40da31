"""What an archive offers, learnt by proposing everything and reading what it accepts."""

from __future__ import annotations

from dataclasses import dataclass

from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import (
    MAX_CONTEXTS,
    USUAL_CLASSES,
    every_storage_class,
    service_context,
)
from pacs_bridge.dimse.find import fuzzy_negotiation
from pacs_bridge.dimse.identifiers import FIND, GET, MOVE, PATIENT_FIND, WORKLIST_FIND
from pacs_bridge.trial import SENT_CLASSES
from pacs_bridge.types import Capabilities, Node, Retrieval, Step

COMMITMENT = "1.2.840.10008.1.20.1"
"""Storage Commitment Push Model (PS3.4 Annex J)."""

_SERVICES = (FIND, GET, MOVE, PATIENT_FIND, WORKLIST_FIND, COMMITMENT)


@dataclass(frozen=True, slots=True)
class Offer:
    """The archive's answer to a proposal of everything.

    Attributes
    ----------
    services : frozenset of str
        SOP classes of services that it accepted.
    storage : tuple of str
        Storage classes that it accepted, those of orthopaedic films first.
    relational, fuzzy : bool
        Its answer to extended negotiation (PS3.4 C.5.1.1).
    max_pdu_bytes : int
        The longest PDU it takes; 0 for any.
    our_address : str
        Our end of the connection.
    encryption : str
        Protocol of the encrypted connection, or nothing.
    """

    services: frozenset[str]
    storage: tuple[str, ...]
    relational: bool
    fuzzy: bool
    max_pdu_bytes: int
    our_address: str
    encryption: str


def negotiate(node: Node, *, everything: bool = True) -> Offer:
    """Propose every service and as many storage classes as one association holds.

    Parameters
    ----------
    node : Node
    everything : bool
        False proposes the services, without extended negotiation, and only what we send and
        what films are: some archives abort a long proposal.

    Raises
    ------
    ArchiveError
        When there is no association.
    """
    room = MAX_CONTEXTS - len(_SERVICES)
    storage = every_storage_class()[:room] if everything else (*USUAL_CLASSES, *SENT_CLASSES)
    with associate(
        node,
        [service_context(uid) for uid in (*_SERVICES, *storage)],
        step=Step.CONNECT,
        answer_s=node.deadlines.echo_s,
        negotiation=fuzzy_negotiation(relational=True) if everything else (),
    ) as talk:
        answer = talk.association.acceptor.sop_class_extended.get(FIND, b"")
        address, encryption = _line(talk)
        return Offer(
            services=frozenset(uid for uid in _SERVICES if talk.accepts(uid)),
            storage=tuple(uid for uid in storage if talk.accepts(uid)),
            relational=answer[0:1] == b"\x01",
            fuzzy=answer[2:3] == b"\x01",
            max_pdu_bytes=talk.association.acceptor.maximum_length or 0,
            our_address=address,
            encryption=encryption,
        )


def _line(talk: Talk) -> tuple[str, str]:
    """Return our address on this connection, and how it is encrypted."""
    connection = talk.association.dul.socket.socket
    version = getattr(connection, "version", None)
    return connection.getsockname()[0], (version() or "") if version else ""


def capabilities(node: Node) -> Capabilities:
    """Say which ways of retrieval and which storage classes were accepted.

    Raises
    ------
    ArchiveError
        When there is no association.
    """
    offer = negotiate(node)
    return Capabilities(
        retrievals=tuple(
            way
            for uid, way in ((GET, Retrieval.C_GET), (MOVE, Retrieval.C_MOVE))
            if uid in offer.services
        ),
        storage_sop_classes=offer.storage,
        fuzzy_names=offer.fuzzy,
        notes=() if FIND in offer.services else ("no C-FIND, Study Root",),
    )
