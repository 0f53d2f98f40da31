"""A web server for tests that answers each request as it was told to, byte for byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebPeer:
    """A running server: where it is and what it was asked."""

    port: int
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/dicom-web"


def reply(status: int, body: bytes = b"", content_type: str = "application/dicom+json", **headers):
    """Answer with a status and a body."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head(status, content_type, len(body), **headers) + body)

    return answer


def head(status: int, content_type: str, length: int | None, **headers: str) -> bytes:
    """Status line and headers; without a length the body ends with the connection."""
    lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {content_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def multipart(parts: list[bytes], boundary: str = "films") -> tuple[bytes, str]:
    """A multipart/related body of DICOM files, and its Content-Type."""
    marked = b"".join(
        f"--{boundary}\r\nContent-Type: application/dicom; transfer-syntax=1.2\r\n\r\n".encode()
        + part
        + b"\r\n"
        for part in parts
    )
    content_type = f'multipart/related; type="application/dicom"; boundary={boundary}'
    return marked + f"--{boundary}--\r\n".encode(), content_type


@contextmanager
def web_peer(*answers: Answer) -> Iterator[WebPeer]:
    """Serve; the last answer is given again and again."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    peer = WebPeer(listener.getsockname()[1])
    stopped = threading.Event()
    connections: list[socket.socket] = []

    def serve() -> None:
        while not stopped.is_set():
            with suppress(TimeoutError, OSError):
                connection, _ = listener.accept()
                connections.append(connection)
                threading.Thread(target=deal, args=(connection,), daemon=True).start()

    def deal(connection: socket.socket) -> None:
        with suppress(OSError, EOFError), connection:
            connection.settimeout(60)
            peer.requests.append(_read(connection))
            answers[min(len(peer.requests), len(answers)) - 1](connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        stopped.set()
        listener.close()
        for connection in connections:
            connection.close()
        thread.join(5)


def _read(connection: socket.socket) -> Request:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    top, _, body = data.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += _some(connection)
    method, target, _ = first.split(" ", 2)
    return Request(method, target, headers, body)


def _some(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise EOFError
    return part
