"""A request body beyond the limit never reaches the disc."""

from __future__ import annotations

import asyncio

import pytest

from planning.config.body_limit import BodyLimit

LIMIT = 100


def sent_through(pieces: list[bytes], *, said: int | None) -> tuple[list[dict], list[dict]]:
    """Send a body in pieces; return what the application got and what the client got."""
    messages = [
        {"type": "http.request", "body": piece, "more_body": at + 1 < len(pieces)}
        for at, piece in enumerate(pieces)
    ]
    got: list[dict] = []
    answered: list[dict] = []

    async def application(_scope, receive, _send):
        while True:
            message = await receive()
            got.append(message)
            if message["type"] == "http.disconnect" or not message["more_body"]:
                return

    async def receive():
        return messages.pop(0)

    async def send(message):
        answered.append(message)

    headers = [] if said is None else [(b"content-length", str(said).encode())]
    scope = {"type": "http", "headers": headers}
    asyncio.run(BodyLimit(application, LIMIT)(scope, receive, send))
    return got, answered


@pytest.mark.parametrize("said", [None, LIMIT])
def test_a_body_within_the_limit_passes_unchanged(said):
    got, answered = sent_through([b"a" * 60, b"b" * 40], said=said)
    assert b"".join(message["body"] for message in got) == b"a" * 60 + b"b" * 40
    assert answered == []


def test_a_body_that_says_too_much_is_not_read():
    got, answered = sent_through([b"a" * 101], said=101)
    assert got == []
    assert answered[0]["status"] == 413


def test_a_body_without_a_length_is_broken_off_at_the_limit():
    got, _ = sent_through([b"a" * 60, b"b" * 60, b"c" * 60], said=None)
    assert [message["type"] for message in got] == ["http.request", "http.disconnect"]
