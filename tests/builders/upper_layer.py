"""A DICOM upper layer in bytes (PS3.8 9.3, PS3.7 6.3), for peers that do wrong on purpose.

Nothing here uses the code under test, nor pynetdicom, which would not misbehave.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field

VERIFICATION = "1.2.840.10008.1.1"
IMPLICIT = b"1.2.840.10008.1.2"
NO_DATA_SET = 0x0101

C_STORE_RQ, C_STORE_RSP = 0x0001, 0x8001
C_GET_RQ, C_GET_RSP = 0x0010, 0x8010
C_FIND_RQ, C_FIND_RSP = 0x0020, 0x8020
C_MOVE_RQ, C_MOVE_RSP = 0x0021, 0x8021
C_ECHO_RQ, C_ECHO_RSP = 0x0030, 0x8030
C_CANCEL_RQ = 0x0FFF


@dataclass
class Conversation:
    """One accepted connection, as seen by the peer."""

    connection: socket.socket
    contexts: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    """Proposed contexts: ID, abstract syntax, first transfer syntax."""

    roles: bytes = b""

    def read_pdu(self) -> tuple[int, bytes]:
        """Read one PDU; raises EOFError when the caller has gone."""
        head = self._exactly(6)
        return head[0], self._exactly(struct.unpack(">I", head[2:])[0])

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.connection.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def send_pdu(self, kind: int, body: bytes) -> None:
        self.connection.sendall(struct.pack(">BBI", kind, 0, len(body)) + body)

    def read_request(self) -> None:
        """Read the A-ASSOCIATE-RQ and remember what was proposed."""
        kind, body = self.read_pdu()
        assert kind == 1
        for item, content in _items(body[68:]):
            if item == 0x20:
                subs = _items(content[4:])
                abstract = next(value for sub, value in subs if sub == 0x30)
                transfer = next(value for sub, value in subs if sub == 0x40)
                self.contexts.append((content[0], abstract, transfer))
            elif item == 0x50:
                self.roles = b"".join(
                    _item(0x54, value) for sub, value in _items(content) if sub == 0x54
                )

    def accept(self, result: int = 0) -> None:
        """Send an A-ASSOCIATE-AC; ``result`` is that of every context (0 accepted, 3 refused)."""
        body = struct.pack(">HH", 1, 0) + b" " * 32 + bytes(32)
        body += _item(0x10, b"1.2.840.10008.3.1.1.1")
        for number, _, transfer in self.contexts:
            body += _item(0x21, bytes((number, 0, result, 0)) + _item(0x40, transfer))
        user = _item(0x51, struct.pack(">I", 16384)) + _item(0x52, b"1.2.3.4") + self.roles
        self.send_pdu(2, body + _item(0x50, user))

    def reject(self, result: int, source: int, reason: int) -> None:
        """Send an A-ASSOCIATE-RJ."""
        self.send_pdu(3, bytes((0, result, source, reason)))

    def abort(self) -> None:
        """Send an A-ABORT of the service user."""
        self.send_pdu(7, bytes(4))

    def establish(self) -> None:
        self.read_request()
        self.accept()

    def read_command(self) -> dict[int, int | bytes]:
        """Read the next message; return its command elements by (0000,) element number."""
        command, data_set, context = b"", b"", 0
        while True:
            kind, body = self.read_pdu()
            if kind == 5:
                self.send_pdu(6, bytes(4))
                raise EOFError
            if kind != 4:
                raise EOFError
            while body:
                length, context, control = struct.unpack(">IBB", body[:6])
                part, body = body[6 : 4 + length], body[4 + length :]
                command, data_set = (
                    (command + part, data_set) if control & 1 else (command, data_set + part)
                )
                if not control & 2:
                    continue
                elements = _elements(command)
                if not control & 1 or elements[0x0800] == NO_DATA_SET:
                    return elements | {-1: context, -2: data_set}

    def send(
        self,
        field_code: int,
        request: dict[int, int | bytes],
        status: int | None,
        data_set: bytes = b"",
        more: bytes = b"",
    ) -> None:
        """Send a response to ``request``; without ``status`` the element is left out."""
        body = element(0x0002, request[0x0002])
        body += _us(0x0100, field_code) + _us(0x0120, request[0x0110])
        body += _us(0x0800, 0x0001 if data_set else NO_DATA_SET)
        if status is not None:
            body += _us(0x0900, status)
        self.send_message(request[-1], body + more, data_set)

    def send_message(self, context: int, command: bytes, data_set: bytes = b"") -> None:
        """Send a command set, and a data set if there is one."""
        group = struct.pack("<HHII", 0, 0, 4, len(command)) + command
        self.send_pdu(4, pdv(context, 3, group))
        if data_set:
            self.send_pdu(4, pdv(context, 2, data_set))

    def store_request(self, context: int, sop_class: bytes, sop_uid: bytes) -> bytes:
        """Command set of a C-STORE sub-operation."""
        command = element(0x0002, sop_class) + _us(0x0100, C_STORE_RQ) + _us(0x0110, 7)
        return command + _us(0x0700, 0) + _us(0x0800, 1) + element(0x1000, sop_uid)

    def context_for(self, sop_class: bytes) -> int:
        """First context proposed for a class."""
        return next(number for number, abstract, _ in self.contexts if abstract == sop_class)


def pdv(context: int, control: int, content: bytes) -> bytes:
    """One presentation data value: 1 command, 2 last fragment."""
    return struct.pack(">IBB", len(content) + 2, context, control) + content


def element(number: int, value: bytes, group: int = 0) -> bytes:
    """One Implicit VR Little Endian element."""
    padded = value + b"\0" * (len(value) % 2)
    return struct.pack("<HHI", group, number, len(padded)) + padded


def identifier(**values: bytes) -> bytes:
    """A study-level answer in Implicit VR: ``g0020e000d=b"1.2"`` for (0020,000D)."""
    pairs = sorted((int(key[1:5], 16), int(key[6:], 16), value) for key, value in values.items())
    return b"".join(element(number, value, group) for group, number, value in pairs)


def _us(number: int, value: int) -> bytes:
    return struct.pack("<HHIH", 0, number, 2, value)


def _item(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBH", kind, 0, len(content)) + content


def _items(data: bytes) -> list[tuple[int, bytes]]:
    found = []
    while data:
        kind, _, length = struct.unpack(">BBH", data[:4])
        found.append((kind, data[4 : 4 + length]))
        data = data[4 + length :]
    return found


def _elements(command: bytes) -> dict[int, int | bytes]:
    found: dict[int, int | bytes] = {}
    while command:
        _, number, length = struct.unpack("<HHI", command[:8])
        value, command = command[8 : 8 + length], command[8 + length :]
        found[number] = struct.unpack("<H", value)[0] if length == 2 else value.rstrip(b"\0")
    return found
