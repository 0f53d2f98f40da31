"""DICOM peers that misbehave, each in one way; a server thread per peer."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.builders import upper_layer as ul
from tests.builders.upper_layer import Conversation

Behaviour = Callable[[Conversation], None]

LONG_S = 60.0
_RELEASE, _RELEASED = 5, 6
DX = b"1.2.840.10008.5.1.4.1.1.1.1"
STUDY = b"1.2.826.0.1.3680043.10.88"


def match(study_uid: bytes = STUDY, name: bytes = b"SMITH^JOHN", **more: bytes) -> bytes:
    """A study-level answer."""
    return ul.identifier(
        g0008e0052=b"STUDY ",
        g0008e0062=DX,
        g0010e0010=name,
        g0010e0020=b"P1",
        g0020e000d=study_uid,
        **more,
    )


@contextmanager
def peer(behaviour: Behaviour) -> Iterator[int]:
    """Listen on a free port and let ``behaviour`` deal with every caller; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    stopped = threading.Event()
    callers: list[socket.socket] = []

    def serve() -> None:
        while not stopped.is_set():
            with suppress(TimeoutError, OSError):
                connection, _ = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                callers.append(connection)
                threading.Thread(target=deal, args=(connection,), daemon=True).start()

    def deal(connection: socket.socket) -> None:
        with suppress(OSError, EOFError), connection:
            behaviour(Conversation(connection))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stopped.set()
        listener.close()
        for connection in callers:
            connection.close()
        thread.join(5)


def _hold(talk: Conversation) -> None:
    """Keep the connection until the caller goes, and answer nothing but its release."""
    with suppress(TimeoutError):
        talk.connection.settimeout(LONG_S)
        while data := talk.connection.recv(65536):
            if data[0] == _RELEASE:
                talk.send_pdu(_RELEASED, bytes(4))


def silent_tcp(talk: Conversation) -> None:
    """Accept the connection and never say a word."""
    _hold(talk)


def closes_at_once(talk: Conversation) -> None:
    """Read the request and hang up."""
    talk.read_request()


def not_dicom(talk: Conversation) -> None:
    """Answer as a web server."""
    talk.connection.recv(6)
    talk.connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    _hold(talk)


def silent_after_association(talk: Conversation) -> None:
    """Accept the association, then ignore every message."""
    talk.establish()
    _hold(talk)


def rejecting(result: int, source: int, reason: int) -> Behaviour:
    """Reject every association."""

    def behave(talk: Conversation) -> None:
        talk.read_request()
        talk.reject(result, source, reason)
        _hold(talk)

    return behave


def no_context(talk: Conversation) -> None:
    """Accept the association but none of its contexts."""
    talk.read_request()
    talk.accept(result=3)
    _hold(talk)


def stalls_in_pdu(talk: Conversation) -> None:
    """Begin an answer and stop in the middle of the PDU."""
    talk.establish()
    talk.read_command()
    talk.connection.sendall(struct.pack(">BBI", 4, 0, 500) + ul.pdv(1, 3, bytes(490))[:100])
    _hold(talk)


def drips(talk: Conversation) -> None:
    """Send an answer one byte at a time, for ever."""
    talk.establish()
    talk.read_command()
    for byte in struct.pack(">BBI", 4, 0, 10_000) + ul.pdv(1, 3, bytes(9_994)):
        talk.connection.sendall(bytes((byte,)))
        time.sleep(0.2)


def huge_pdu(talk: Conversation) -> None:
    """Announce half a gigabyte and begin to send it."""
    talk.establish()
    talk.read_command()
    talk.connection.sendall(struct.pack(">BBI", 4, 0, 512 * 2**20))
    for _ in range(512):
        talk.connection.sendall(bytes(2**20))


def endless_command(talk: Conversation) -> None:
    """Send command fragments without a last one."""
    talk.establish()
    request = talk.read_command()
    while True:
        talk.send_pdu(4, ul.pdv(request[-1], 1, bytes(16_000)))


def nonsense_message(talk: Conversation) -> None:
    """Answer with a command set that is not one."""
    talk.establish()
    request = talk.read_command()
    talk.send_pdu(4, ul.pdv(request[-1], 3, b"\xff" * 64))
    _hold(talk)


def answers(command: int, status: int | None) -> Behaviour:
    """Answer every request at once with this status; None leaves the status out."""

    def behave(talk: Conversation) -> None:
        talk.establish()
        while True:
            talk.send(command, talk.read_command(), status)

    return behave


def aborts_in_find(talk: Conversation) -> None:
    """Send one match, then abort."""
    talk.establish()
    request = talk.read_command()
    talk.send(ul.C_FIND_RSP, request, 0xFF00, match())
    talk.abort()


def endless_find(talk: Conversation) -> None:
    """Send matches without end, deaf to C-CANCEL."""
    talk.establish()
    request = talk.read_command()
    number = 0
    while True:
        number += 1
        talk.send(ul.C_FIND_RSP, request, 0xFF00, match(STUDY + b".%d" % number))


def finds(*matches: bytes) -> Behaviour:
    """Answer a search with these identifiers."""

    def behave(talk: Conversation) -> None:
        talk.establish()
        request = talk.read_command()
        for match in matches:
            talk.send(ul.C_FIND_RSP, request, 0xFF00, match)
        talk.send(ul.C_FIND_RSP, request, 0x0000)
        _hold(talk)

    return behave


def retrieving(end: Callable[[Conversation, dict], None], films: int = 1) -> Behaviour:
    """Answer the search for storage classes well, send films by C-GET, then do ``end``."""

    def behave(talk: Conversation) -> None:
        talk.establish()
        request = talk.read_command()
        if request[0x0100] == ul.C_FIND_RQ:
            talk.send(ul.C_FIND_RSP, request, 0xFF00, match())
            talk.send(ul.C_FIND_RSP, request, 0x0000)
            _hold(talk)
            return
        context = talk.context_for(DX)
        for number in range(films):
            command = talk.store_request(context, DX, STUDY + b".1.%d" % (number + 1))
            talk.send_message(context, command, match())
            talk.read_command()
        end(talk, request)

    return behave


def get_ends_with(status: int, more: bytes = b"") -> Behaviour:
    """Send one film, then end the C-GET with this status."""

    def end(talk: Conversation, request: dict) -> None:
        talk.send(ul.C_GET_RSP, request, status, more=more)
        _hold(talk)

    return retrieving(end)


def aborts_in_get(talk: Conversation) -> None:
    """Send one film, then abort."""
    retrieving(lambda conversation, _: conversation.abort())(talk)


def silent_in_get(talk: Conversation) -> None:
    """Send one film, then nothing more."""
    retrieving(lambda conversation, _: _hold(conversation))(talk)
