"""A DICOM caller in bytes: stores objects, or begins to and does something else."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Iterable

from tests.builders.upper_layer import C_STORE_RQ, Conversation, element, pdv

DX = b"1.2.840.10008.5.1.4.1.1.1.1"
EXPLICIT = b"1.2.840.10008.1.2.1"
VERIFICATION = b"1.2.840.10008.1.1"
PDU_BYTES = 65_536


class Sender(Conversation):
    """A connection to a storage SCP."""

    def __init__(self, port: int, timeout_s: float = 30.0, tls: ssl.SSLContext | None = None):
        connection = socket.create_connection(("127.0.0.1", port), timeout_s)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            connection = tls.wrap_socket(connection, server_hostname="127.0.0.1")
        super().__init__(connection)

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *exc_info) -> None:
        self.connection.close()

    def associate(self, calling: str, called: str, abstract: bytes = DX) -> tuple[int, bytes]:
        """Propose a class in Explicit VR Little Endian; return kind and body of the answer."""
        self.send_pdu(1, request(calling, called, abstract))
        return self.read_pdu()

    def begin_store(self, sop_uid: bytes, originator: tuple[bytes, int] | None = None) -> None:
        """Send the command set of a C-STORE request."""
        self.send_message(1, store_command(sop_uid, originator))

    def send_data(self, blocks: Iterable[bytes], *, last: bool = True) -> None:
        """Send a data set in fragments; without ``last`` its end never comes."""
        for block in blocks:
            self.send_pdu(4, pdv(1, 0, block))
        if last:
            self.send_pdu(4, pdv(1, 2, b""))

    def store(self, sop_uid: bytes, data_set: bytes, originator=None) -> int:
        """Store one object; return the status."""
        self.begin_store(sop_uid, originator)
        self.send_data([data_set])
        return self.read_command()[0x0900]

    def release(self) -> None:
        """Ask for release and wait for the answer."""
        self.send_pdu(5, bytes(4))
        assert self.read_pdu()[0] == 6


def request(calling: str, called: str, abstract: bytes = DX) -> bytes:
    """Body of an A-ASSOCIATE-RQ with one context in Explicit VR Little Endian."""
    context = bytes((1, 0, 0, 0)) + _item(0x30, abstract) + _item(0x40, EXPLICIT)
    user = _item(0x51, struct.pack(">I", 0)) + _item(0x52, b"1.2.3.4")
    body = struct.pack(">HH", 1, 0) + called.encode().ljust(16) + calling.encode().ljust(16)
    body += bytes(32) + _item(0x10, b"1.2.840.10008.3.1.1.1")
    return body + _item(0x20, context) + _item(0x50, user)


def store_command(sop_uid: bytes, originator: tuple[bytes, int] | None = None) -> bytes:
    """Elements of a C-STORE request of a DX, without their group length."""
    command = element(0x0002, DX) + _short(0x0100, C_STORE_RQ) + _short(0x0110, 1)
    command += _short(0x0700, 0) + _short(0x0800, 1) + element(0x1000, sop_uid)
    if originator:
        command += element(0x1030, originator[0]) + _short(0x1031, originator[1])
    return command


def grouped(command: bytes) -> bytes:
    """A command set with its group length in front."""
    return struct.pack("<HHII", 0, 0, 4, len(command)) + command


def _short(number: int, value: int) -> bytes:
    return struct.pack("<HHIH", 0, number, 2, value)


def _item(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBH", kind, 0, len(content)) + content
