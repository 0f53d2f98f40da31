"""PURE. Protocol data units as bytes: what we send, and what we read of an answer (PS3.8 9.3)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID

HEAD = struct.Struct(">BxI")
"""Kind and length of the rest."""

FRAGMENT_HEAD = struct.Struct(">IBB")
"""Length of what follows it, context, and flags (PS3.8 9.3.5.1, Annex E.2)."""

COMMAND, LAST = 1, 2
APPLICATION_CONTEXT = b"1.2.840.10008.3.1.1.1"
_ACCEPTED = 0


class Kind(IntEnum):
    """PDU types."""

    ASSOCIATE_RQ = 1
    ASSOCIATE_AC = 2
    ASSOCIATE_RJ = 3
    DATA = 4
    RELEASE_RQ = 5
    RELEASE_RP = 6
    ABORT = 7


class BadPdu(ValueError):
    """Bytes that are not what the standard says."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A presentation context that we offer.

    Attributes
    ----------
    number : int
        Odd, 1 to 255 (PS3.8 7.1.1.13).
    abstract_syntax : str
    transfer_syntaxes : tuple of str
        One is chosen by the archive.
    """

    number: int
    abstract_syntax: str
    transfer_syntaxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an archive agreed to.

    Attributes
    ----------
    max_pdu_bytes : int
        Longest PDU that it takes; 0 for any.
    contexts : dict of int to str
        Context to the transfer syntax chosen; refused ones are left out.
    """

    max_pdu_bytes: int
    contexts: dict[int, str]


def pdu(kind: Kind, body: bytes) -> bytes:
    """Put the head before a body."""
    return HEAD.pack(kind, len(body)) + body


def associate_request(
    *,
    calling: str,
    called: str,
    proposals: Sequence[Proposal],
    served: Iterable[str] = (),
    max_pdu_bytes: int,
) -> bytes:
    """Make an A-ASSOCIATE-RQ (PS3.8 9.3.2, PS3.7 Annex D).

    Parameters
    ----------
    calling, called : str
        AE titles, at most 16 characters.
    proposals : sequence of Proposal
        At most 128.
    served : iterable of str
        SOP classes that we offer to receive on this association: C-STORE sub-operations
        of a C-GET come the other way (role selection, PS3.7 D.3.3.4).
    max_pdu_bytes : int
        Longest PDU that we take.
    """
    titles = b"".join(title.encode("ascii").ljust(16)[:16] for title in (called, calling))
    contexts = b"".join(map(_proposed, proposals))
    user = item(0x51, struct.pack(">I", max_pdu_bytes))
    user += item(0x52, IMPLEMENTATION_UID.encode())
    user += b"".join(map(role, served))
    user += item(0x55, IMPLEMENTATION_NAME.encode())
    body = struct.pack(">H2x", 1) + titles + bytes(32)
    body += item(0x10, APPLICATION_CONTEXT) + contexts + item(0x50, user)
    return pdu(Kind.ASSOCIATE_RQ, body)


def read_acceptance(body: bytes) -> Acceptance:
    """Read an A-ASSOCIATE-AC.

    Raises
    ------
    BadPdu
        When it is cut short or contradicts itself.
    """
    contexts, max_pdu_bytes = {}, 0
    for kind, content in items(body[68:]):
        if kind == 0x21 and len(content) >= 4 and content[2] == _ACCEPTED:
            syntax = next((value for sub, value in items(content[4:]) if sub == 0x40), b"")
            contexts[content[0]] = uid(syntax)
        elif kind == 0x50:
            for sub, value in items(content):
                if sub == 0x51 and len(value) == 4:
                    (max_pdu_bytes,) = struct.unpack(">I", value)
    return Acceptance(max_pdu_bytes, contexts)


def fragments(
    context: int, content: bytes, *, command: bool, max_pdu_bytes: int
) -> Iterator[bytes]:
    """Cut a command or a data set into P-DATA-TF PDUs (PS3.8 9.3.5, PS3.7 6.3.1)."""
    room = (max_pdu_bytes or len(content) + FRAGMENT_HEAD.size) - FRAGMENT_HEAD.size
    starts = range(0, len(content), max(room, 1))
    for start in starts:
        part = content[start : start + room]
        flags = (COMMAND if command else 0) | (LAST if start == starts[-1] else 0)
        yield pdu(Kind.DATA, FRAGMENT_HEAD.pack(len(part) + 2, context, flags) + part)


def _proposed(proposal: Proposal) -> bytes:
    syntaxes = b"".join(item(0x40, uid.encode()) for uid in proposal.transfer_syntaxes)
    abstract = item(0x30, proposal.abstract_syntax.encode())
    return item(0x20, bytes((proposal.number, 0, 0, 0)) + abstract + syntaxes)


def role(sop_class: str) -> bytes:
    """Make a role selection: the side that asks for the association is SCP only (PS3.7 D.3.3.4)."""
    content = sop_class.encode()
    return item(0x54, struct.pack(">H", len(content)) + content + b"\0\1")


def item(kind: int, content: bytes) -> bytes:
    """Put the head of an item before its content (PS3.8 9.3.2.1 and others)."""
    return struct.pack(">BxH", kind, len(content)) + content


def items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of items one after the other.

    Raises
    ------
    BadPdu
        When one is cut short.
    """
    at = 0
    while at < len(data):
        if at + 4 > len(data):
            raise BadPdu("an item is cut short")
        kind, length = struct.unpack_from(">BxH", data, at)
        at += 4
        if at + length > len(data):
            raise BadPdu("an item is longer than its PDU")
        yield kind, data[at : at + length]
        at += length


def uid(value: bytes) -> str:
    """Read the UID of an item.

    Raises
    ------
    BadPdu
        When it is no ASCII.
    """
    try:
        return value.rstrip(b"\0 ").decode("ascii")
    except UnicodeDecodeError:
        raise BadPdu("something that is no UID") from None


def title(value: bytes) -> str:
    """Read an AE title: 16 characters at most, none that could upset a log or a database."""
    text = value.decode("ascii", "replace").strip(" \0")[:16]
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
