"""A line with a delay and a speed: every byte arrives later, in order.

    python -m tests.benchmarks.pacs.proxy LISTEN_PORT TARGET_PORT ROUND_TRIP_MS [MBIT_S]

It is in user space, so it shows the shape of a far archive, not a certain network.
"""

from __future__ import annotations

import asyncio
import socket
import sys

CHUNK_BYTES = 65536
_AHEAD = 256
"""Chunks under way in one direction: 16 MB, more than any window."""


async def carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay_s: float, byte_s: float
) -> None:
    """Pass bytes on, each `delay_s` later, and one every `byte_s`."""
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_AHEAD)

    async def deliver() -> None:
        while True:
            due, data = await under_way.get()
            wait_s = due - loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            if not data:
                writer.write_eof()
                return
            writer.write(data)
            await writer.drain()

    delivering = asyncio.create_task(deliver())
    free_at = 0.0
    try:
        while data := await reader.read(CHUNK_BYTES):
            free_at = max(free_at, loop.time()) + len(data) * byte_s
            await under_way.put((free_at + delay_s, data))
    except OSError:
        pass
    await under_way.put((loop.time() + delay_s, b""))
    try:
        await delivering
    except (OSError, RuntimeError):
        # Whoever was to get it has gone.
        writer.close()


async def serve(listen: int, target: int, round_trip_s: float, byte_s: float) -> None:
    """Carry every connection to `target` until the process is ended."""

    async def connect(near_reader, near_writer) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        for writer in (near_writer, far_writer):
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(
            carry(near_reader, far_writer, round_trip_s / 2, 0.0),
            carry(far_reader, near_writer, round_trip_s / 2, byte_s),
        )
        for writer in (near_writer, far_writer):
            writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", listen)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    listen_port, target_port, milliseconds, *speed = map(float, sys.argv[1:])
    seconds_a_byte = 8 / (speed[0] * 1e6) if speed else 0.0
    asyncio.run(serve(int(listen_port), int(target_port), milliseconds / 1000, seconds_a_byte))
