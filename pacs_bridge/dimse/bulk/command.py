"""PURE. Command sets (PS3.7 6.3, Annex E): Implicit VR Little Endian, group 0000 only."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from pacs_bridge.dimse.bulk.pdu import BadPdu, title

_HEAD = struct.Struct("<HHI")
_NO_DATA_SET = 0x0101
_DATA_SET = 0x0001


class Field(IntEnum):
    """Element numbers that we use."""

    GROUP_LENGTH = 0x0000
    AFFECTED_CLASS = 0x0002
    COMMAND = 0x0100
    MESSAGE_ID = 0x0110
    RESPONDED_ID = 0x0120
    PRIORITY = 0x0700
    DATA_SET_TYPE = 0x0800
    STATUS = 0x0900
    AFFECTED_INSTANCE = 0x1000
    EVENT_TYPE = 0x1002
    REMAINING = 0x1020
    COMPLETED = 0x1021
    FAILED = 0x1022
    WARNING = 0x1023
    MOVE_ORIGINATOR = 0x1030
    MOVE_ORIGINATOR_ID = 0x1031


class Message(IntEnum):
    """Values of Command Field."""

    STORE_RQ = 0x0001
    STORE_RSP = 0x8001
    GET_RQ = 0x0010
    GET_RSP = 0x8010
    FIND_RQ = 0x0020
    FIND_RSP = 0x8020
    ECHO_RQ = 0x0030
    EVENT_RQ = 0x0100
    CANCEL_RQ = 0x0FFF


_RESPONSE = 0x8000


@dataclass(frozen=True, slots=True)
class Command:
    """A command set as it was read.

    Attributes
    ----------
    values : mapping of int to bytes
        Element number to its value.
    """

    values: Mapping[int, bytes]

    @property
    def message(self) -> int:
        """The Command Field."""
        return self.number(Field.COMMAND) or 0

    @property
    def has_data_set(self) -> bool:
        """Whether a data set follows."""
        return self.number(Field.DATA_SET_TYPE) not in (None, _NO_DATA_SET)

    def number(self, field: Field) -> int | None:
        """Read an unsigned short; None where it is absent or no such number."""
        value = self.values.get(field, b"")
        return int.from_bytes(value, "little") if len(value) == 2 else None

    @property
    def is_response(self) -> bool:
        """Whether it answers something."""
        return bool(self.message & _RESPONSE)

    def title(self, field: Field) -> str:
        """Read an AE title; empty where it is absent."""
        return title(self.values.get(field, b""))

    def uid(self, field: Field) -> str:
        """Read a UID; empty where it is absent or holds anything else than ASCII."""
        value = self.values.get(field, b"").rstrip(b"\0 ")
        return value.decode("ascii") if value.isascii() else ""


def request(message: Message, message_id: int, sop_class: str) -> bytes:
    """Make the command of a C-GET or C-FIND request; its identifier follows."""
    return _encode(
        {
            Field.AFFECTED_CLASS: sop_class,
            Field.COMMAND: message,
            Field.MESSAGE_ID: message_id,
            Field.PRIORITY: 0,
            Field.DATA_SET_TYPE: _DATA_SET,
        }
    )


def response(asked: Command, status: int) -> bytes:
    """Answer a request: its class and instance, and of a notification its type, come back."""
    elements = {
        Field.COMMAND: asked.message | _RESPONSE,
        Field.RESPONDED_ID: asked.number(Field.MESSAGE_ID) or 0,
        Field.DATA_SET_TYPE: _NO_DATA_SET,
        Field.STATUS: status,
    }
    for field in (Field.AFFECTED_CLASS, Field.AFFECTED_INSTANCE):
        if field in asked.values:
            elements[field] = asked.uid(field)
    event = asked.number(Field.EVENT_TYPE)
    if event is not None:
        elements[Field.EVENT_TYPE] = event
    return _encode(elements)


def read(content: bytes) -> Command:
    """Read a command set.

    Raises
    ------
    BadPdu
        When it is cut short, or holds elements of another group.
    """
    values, at = {}, 0
    while at < len(content):
        if at + _HEAD.size > len(content):
            raise BadPdu("a command is cut short")
        group, number, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        if group != 0 or at + length > len(content):
            raise BadPdu("a command that is not one")
        values[number] = content[at : at + length]
        at += length
    return Command(values)


def _encode(elements: Mapping[Field, int | str]) -> bytes:
    body = b"".join(_element(number, elements[number]) for number in sorted(elements))
    return _HEAD.pack(0, Field.GROUP_LENGTH, 4) + struct.pack("<I", len(body)) + body


def _element(number: int, value: int | str) -> bytes:
    content = struct.pack("<H", value) if isinstance(value, int) else value.encode("ascii")
    content += b"\0" * (len(content) % 2)
    return _HEAD.pack(0, number, len(content)) + content
