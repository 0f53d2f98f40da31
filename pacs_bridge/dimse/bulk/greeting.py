"""PURE. An association request as we read it, and what we answer (PS3.8 9.3, PS3.7 Annex D)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from pacs_bridge.dimse.bulk.pdu import (
    APPLICATION_CONTEXT,
    BadPdu,
    Kind,
    Proposal,
    item,
    items,
    pdu,
    role,
    title,
    uid,
)
from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
_FIXED_BYTES = 68
_TITLES = slice(4, 36)
_MOST_CONTEXTS = 128
# Below this no command fits into a PDU; nobody who means well asks for it.
_LEAST_PDU_BYTES = 256

Offers = Mapping[str, tuple[str, ...]]
"""Abstract syntax to the transfer syntaxes that we take, in our order of preference."""


class Rejection(StrEnum):
    """Why a call is not taken."""

    VERSION = "protocol version not supported"
    APPLICATION = "application context not supported"
    CALLED = "called AE title is not ours"
    CALLING = "not in the list of callers"
    FULL = "too many associations"


_REJECTION_BYTES = {
    Rejection.VERSION: (1, 2, 2),
    Rejection.APPLICATION: (1, 1, 2),
    Rejection.CALLED: (1, 1, 7),
    Rejection.CALLING: (1, 1, 3),
    Rejection.FULL: (2, 3, 2),
}
"""Result, source and reason of the A-ASSOCIATE-RJ (PS3.8 Table 9-21)."""


class Result(IntEnum):
    """What becomes of a context (PS3.8 Table 9-18)."""

    ACCEPTED = 0
    NO_ABSTRACT_SYNTAX = 3
    NO_TRANSFER_SYNTAX = 4


@dataclass(frozen=True, slots=True)
class Request:
    """An A-ASSOCIATE-RQ.

    Attributes
    ----------
    calling, called : str
        AE titles without the spaces around them.
    titles : bytes
        As they came; the answer repeats them.
    version : int
    application : str
    proposals : tuple of Proposal
    scp_roles : frozenset of str
        SOP classes for which the caller wants to be SCP.
    max_pdu_bytes : int
        Longest PDU that the caller takes; 0 for any.
    """

    calling: str
    called: str
    titles: bytes
    version: int
    application: str
    proposals: tuple[Proposal, ...]
    scp_roles: frozenset[str]
    max_pdu_bytes: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one proposed context; the transfer syntax counts where it is accepted."""

    number: int
    result: Result
    abstract_syntax: str
    transfer_syntax: str


def read_request(body: bytes) -> Request:
    """Read an A-ASSOCIATE-RQ (PS3.8 9.3.2).

    Raises
    ------
    BadPdu
        When it is cut short or contradicts itself.
    """
    if len(body) < _FIXED_BYTES:
        raise BadPdu("an association request is cut short")
    proposals: dict[int, Proposal] = {}
    application, max_pdu_bytes, roles = "", 0, frozenset()
    for kind, content in items(body[_FIXED_BYTES:]):
        if kind == 0x10:
            application = uid(content)
        elif kind == 0x20:
            proposal = _proposal(content)
            if proposal.number in proposals or len(proposals) == _MOST_CONTEXTS:
                raise BadPdu("contexts that cannot be told apart")
            proposals[proposal.number] = proposal
        elif kind == 0x50:
            max_pdu_bytes, roles = _user_information(content)
    titles = body[_TITLES]
    return Request(
        calling=title(titles[16:]),
        called=title(titles[:16]),
        titles=titles,
        version=int.from_bytes(body[:2], "big"),
        application=application,
        proposals=tuple(proposals.values()),
        scp_roles=roles,
        max_pdu_bytes=max_pdu_bytes,
    )


def decide(request: Request, offers: Offers) -> list[Decision]:
    """Choose for each proposed context: of what the caller can, what we like best."""
    return [_decide(one, offers.get(one.abstract_syntax)) for one in request.proposals]


def accept(
    request: Request, decisions: Iterable[Decision], *, scp: Iterable[str], max_pdu_bytes: int
) -> bytes:
    """Make the A-ASSOCIATE-AC (PS3.8 9.3.3).

    Parameters
    ----------
    request : Request
    decisions : iterable of Decision
    scp : iterable of str
        SOP classes of which the caller becomes the SCP, where it asked for that.
    max_pdu_bytes : int
        Longest PDU that we take.
    """
    user = item(0x51, struct.pack(">I", max_pdu_bytes)) + item(0x52, IMPLEMENTATION_UID.encode())
    user += b"".join(role(one) for one in scp if one in request.scp_roles)
    user += item(0x55, IMPLEMENTATION_NAME.encode())
    body = struct.pack(">H2x", 1) + request.titles + bytes(32) + item(0x10, APPLICATION_CONTEXT)
    body += b"".join(map(_decided, decisions)) + item(0x50, user)
    return pdu(Kind.ASSOCIATE_AC, body)


def reject(why: Rejection) -> bytes:
    """Make the A-ASSOCIATE-RJ (PS3.8 9.3.4)."""
    return pdu(Kind.ASSOCIATE_RJ, bytes((0, *_REJECTION_BYTES[why])))


def check(request: Request, our_title: str) -> Rejection | None:
    """Return why nobody at all may call like this; None where the rest is to be seen."""
    if not request.version & 1:
        return Rejection.VERSION
    if request.application.encode() != APPLICATION_CONTEXT:
        return Rejection.APPLICATION
    return None if request.called == our_title else Rejection.CALLED


def _proposal(content: bytes) -> Proposal:
    if len(content) < 4 or not content[0] % 2:
        raise BadPdu("a context without a number of its own")
    abstract, transfer = "", []
    for kind, value in items(content[4:]):
        if kind == 0x30:
            abstract = uid(value)
        elif kind == 0x40:
            transfer.append(uid(value))
    return Proposal(content[0], abstract, tuple(transfer))


def _user_information(content: bytes) -> tuple[int, frozenset[str]]:
    max_pdu_bytes, roles = 0, set()
    for kind, value in items(content):
        if kind == 0x51 and len(value) == 4:
            (max_pdu_bytes,) = struct.unpack(">I", value)
        elif kind == 0x54 and len(value) >= 4:
            size = int.from_bytes(value[:2], "big")
            if value[2 + size :][1:2] == b"\1":
                roles.add(uid(value[2 : 2 + size]))
    if 0 < max_pdu_bytes < _LEAST_PDU_BYTES:
        raise BadPdu(f"a longest PDU of {max_pdu_bytes} bytes")
    return max_pdu_bytes, frozenset(roles)


def _decide(proposal: Proposal, ours: tuple[str, ...] | None) -> Decision:
    about = (proposal.abstract_syntax, next(iter(proposal.transfer_syntaxes), ""))
    if ours is None:
        return Decision(proposal.number, Result.NO_ABSTRACT_SYNTAX, *about)
    for syntax in ours:
        if syntax in proposal.transfer_syntaxes:
            return Decision(proposal.number, Result.ACCEPTED, proposal.abstract_syntax, syntax)
    return Decision(proposal.number, Result.NO_TRANSFER_SYNTAX, *about)


def _decided(decision: Decision) -> bytes:
    syntax = item(0x40, decision.transfer_syntax.encode())
    return item(0x21, bytes((decision.number, 0, decision.result, 0)) + syntax)
