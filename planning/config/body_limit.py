"""No request body beyond a limit, whoever sends it: Django writes bodies to the disc first.

A body is spooled before anybody asks who sent it, so that a stranger could fill the disc with
one. Nothing of ours is larger than one piece of an upload.
"""

from __future__ import annotations

from typing import Any

MAX_BODY_BYTES = 12 * 2**20
_ANSWER = b"The request is too large."


class BodyLimit:
    """An ASGI application in front of another one; answers 413 to a body that is too large.

    Parameters
    ----------
    application : ASGI application
    most_bytes : int
        The largest body that passes.
    """

    def __init__(self, application: Any, most_bytes: int = MAX_BODY_BYTES):
        self._application = application
        self._most_bytes = most_bytes

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        """Pass a request on; a body that says too much is not read at all."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
        elif self._said_bytes(scope) > self._most_bytes:
            await self._refuse(send)
        else:
            await self._application(scope, self._counted(receive), send)

    def _said_bytes(self, scope: dict) -> int:
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit():
                return int(value)
        return 0

    def _counted(self, receive: Any) -> Any:
        """Return `receive` that takes a body without a length for one that was broken off."""
        had_bytes = 0

        async def counting() -> dict:
            nonlocal had_bytes
            message = await receive()
            had_bytes += len(message.get("body", b""))
            return {"type": "http.disconnect"} if had_bytes > self._most_bytes else message

        return counting

    async def _refuse(self, send: Any) -> None:
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(_ANSWER)).encode()),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": _ANSWER})
