"""One front server, so that every viewer comes from one origin over the same way.

Ours is behind it, and so are Orthanc and the peers' files. Pixels are marked as not to be
kept, ours included: a later visit finds the scripts in the browser's cache, never the film.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.viewer.wire import CHUNK_BYTES, HEAD_BYTES, Head, read_head

START_S = 10
LOOK_UP_S = 1.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """An answer that went through: the bytes are those of the body as transferred."""

    path: str
    status: int
    kind: str
    encoding: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Upstream:
    """A server to ask instead: its port, and the path there."""

    port: int
    path: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a peer."""

    content: bytes
    kind: str


Route = Callable[[str], "Upstream | File | None"]
IsPixels = Callable[[str], bool]


class Front:
    """The front server, in a thread of its own; use as a context manager.

    Parameters
    ----------
    route : callable
        From a path with query to where its answer comes from.
    is_pixels : callable
        Whether a path gives pixels, which no cache may keep.
    """

    def __init__(self, route: Route, is_pixels: IsPixels):
        self._route = route
        self._is_pixels = is_pixels
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="front", daemon=True)
        self.transfers: list[Transfer] = []
        self.port = 0

    @property
    def address(self) -> str:
        """Origin of everything."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Front:
        self._thread.start()
        if not self._ready.wait(START_S):
            raise TimeoutError("the front server does not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await read_head(reader)) is not None:
                again = await self._answer(asked, reader, writer)
                if not again or asked.get("connection").lower() == "close":
                    return
        except (ConnectionError, asyncio.CancelledError, asyncio.LimitOverrunError):
            # The browser closed the page, or the run is over.
            return
        finally:
            writer.close()

    async def _answer(
        self, asked: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; says whether the connection may be used again."""
        path = asked.first.split(" ")[1]
        target = self._route(path)
        if isinstance(target, Upstream):
            body = await reader.readexactly(int(asked.get("content-length", "0")))
            return await self._relay(asked, body, target, (reader, writer))
        found = target or File(b"", "text/plain")
        status = "200 OK" if target else "404 Not Found"
        kept = "public, max-age=86400, immutable" if target else "no-store"
        fields = (
            ("content-type", found.kind),
            ("content-length", str(len(found.content))),
            ("cache-control", kept),
        )
        writer.write(Head(f"HTTP/1.1 {status}", fields).to_bytes() + found.content)
        await writer.drain()
        self._remember(path, 200 if target else 404, found.kind, "", len(found.content))
        return True

    async def _relay(
        self,
        asked: Head,
        body: bytes,
        target: Upstream,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> bool:
        """Ask the server behind, which closes after its answer, and pass the answer on."""
        reader, writer = client
        theirs, ours = await asyncio.open_connection("127.0.0.1", target.port, limit=CHUNK_BYTES)
        try:
            method, path, version = asked.first.split(" ")
            forward = Head(f"{method} {target.path} {version}", asked.fields)
            ours.write(forward.with_field("connection", "close").to_bytes() + body)
            head = await read_head(theirs)
            if head is None:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
                return True
            shown = head.without("connection", "keep-alive")
            if self._is_pixels(path):
                shown = shown.with_field("cache-control", "no-store")
            # 204 and 304 have no body and need no length.
            again = head.status in (204, 304) or bool(
                head.get("content-length") or head.get("transfer-encoding")
            )
            connection = "keep-alive" if again else "close"
            writer.write(shown.with_field("connection", connection).to_bytes())
            size = await _pour(theirs, writer, reader)
            kind, encoding = head.get("content-type"), head.get("content-encoding")
            self._remember(path, head.status, kind, encoding, size)
            return again
        finally:
            ours.close()

    def _remember(self, path: str, status: int, kind: str, encoding: str, size: int) -> None:
        self.transfers.append(Transfer(path, status, kind.partition(";")[0], encoding, size))


async def _pour(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, client: asyncio.StreamReader
) -> int:
    """Pass on what comes until it ends or the client has gone: live events never end."""
    size = 0
    while not client.at_eof():
        try:
            chunk = await asyncio.wait_for(source.read(CHUNK_BYTES), LOOK_UP_S)
        except TimeoutError:
            continue
        if not chunk:
            break
        target.write(chunk)
        await target.drain()
        size += len(chunk)
    return size
