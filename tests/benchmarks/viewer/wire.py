"""As much of HTTP/1.1 as a front server and a plain client need (RFC 9112)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK_BYTES = 256 * 1024
# Long enough for a page's head with its security policy.
HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The first line and the fields of a request or an answer; names in lower case."""

    first: str
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str, default: str = "") -> str:
        """Return the value of a field."""
        return next((value for key, value in self.fields if key == name), default)

    def without(self, *names: str) -> Head:
        """Return the head without some fields."""
        return Head(self.first, tuple(field for field in self.fields if field[0] not in names))

    def with_field(self, name: str, value: str) -> Head:
        """Return the head with one field set."""
        return Head(self.first, (*self.without(name).fields, (name, value)))

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.first.split(" ", 2)[1])

    def to_bytes(self) -> bytes:
        """Return the head as it goes over the wire."""
        lines = [self.first, *(f"{name}: {value}" for name, value in self.fields), "", ""]
        return "\r\n".join(lines).encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """Return the next head, or None when the other side has ended."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    return Head(first, tuple(_fields(lines)))


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(":")
        yield name.strip().lower(), value.strip()


async def get(port: int, path: str, cookies: str) -> tuple[Head, bytes]:
    """Ask a server of this machine for something and read the answer to its end.

    Parameters
    ----------
    port : int
    path : str
    cookies : str
        The Cookie field.

    Raises
    ------
    ConnectionError
        When there is no answer.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=CHUNK_BYTES)
    try:
        asked = Head(
            f"GET {path} HTTP/1.1",
            (
                ("host", f"127.0.0.1:{port}"),
                ("cookie", cookies),
                ("accept-encoding", "gzip, deflate, br, zstd"),
                ("connection", "close"),
            ),
        )
        writer.write(asked.to_bytes())
        head = await read_head(reader)
        if head is None:
            raise ConnectionError(f"no answer to {path}")
        return head, await reader.read()
    finally:
        writer.close()
