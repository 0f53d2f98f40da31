"""Many people at once: whoever has a page waits for nobody else's page to get the pixels."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.asgi import get_asgi_application
from django.test import Client
from django.urls import reverse

from planning.accounts.models import User
from planning.imaging.models import Rendition
from planning.store import blobs
from planning.web import studies
from tests.web import world as worlds

pytestmark = pytest.mark.django_db(transaction=True)

PIXELS = bytes(range(256)) * 5000
PEOPLE = 6
PATIENCE_S = 20


class Held:
    """Something in the middle of a page that is not done until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self._begun = threading.Semaphore(0)

    def __call__(self, **_arguments: object) -> None:
        self._begun.release()
        assert self.go.wait(PATIENCE_S)

    async def begun(self, pages: int, within_s: float = PATIENCE_S) -> bool:
        """Whether as many further pages have come this far in time."""
        acquire = self._begun.acquire
        came = [await asyncio.to_thread(acquire, timeout=within_s) for _ in range(pages)]
        return all(came)


@dataclass(frozen=True)
class Served:
    """Django behind ASGI, and who asks."""

    application: object
    cookie: str

    async def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body."""
        sent: list[dict] = []
        asked = asyncio.Queue()
        asked.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        headers = [(b"host", b"localhost"), (b"cookie", self.cookie.encode())]
        headers.append((b"accept-encoding", b"zstd"))
        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1),
            "server": ("localhost", 80), "scheme": "http", "http_version": "1.1", "root_path": "",
        }  # fmt: skip

        async def send(message: dict) -> None:
            sent.append(message)

        await self.application(scope, asked.get, send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())


@pytest.fixture
def served(data_folder) -> Served:
    world = worlds.build()
    digest = blobs.cache().put(io.BytesIO(PIXELS))
    Rendition.objects.filter(level="full").update(sha256=digest, size_bytes=len(PIXELS))
    return Served(get_asgi_application(), _cookie(world.people["surgeon"]))


@pytest.fixture
def held(monkeypatch) -> Iterator[Held]:
    """Every planner page stops where the access would be noted."""
    held = Held()
    monkeypatch.setattr(studies, "record_access", held)
    yield held
    held.go.set()


def _addresses() -> tuple[str, str]:
    level = Rendition.objects.select_related("instance__series").get(level="full")
    page = reverse("planner", args=(level.instance.series.study_id,))
    return page, reverse("film-level", args=(level.instance_id, "full", level.sha256))


def _ask(served: Served, held: Held, meanwhile) -> list[int]:
    """Open pages for several people; return their states when `meanwhile` has been seen."""
    page, level = _addresses()

    async def several() -> list[int]:
        pages = [asyncio.create_task(served.get(page)) for _ in range(PEOPLE)]
        try:
            await meanwhile(level)
        finally:
            held.go.set()
        return [status for status, _ in await asyncio.gather(*pages)]

    return asyncio.run(several())


def test_pixels_are_served_while_pages_are_being_made(served, held, monkeypatch):
    monkeypatch.setattr(studies, "_LONGEST_QUEUE_S", PATIENCE_S)

    async def meanwhile(level: str) -> None:
        assert await held.begun(studies.PAGES_AT_ONCE)
        answer = await asyncio.wait_for(served.get(level), PATIENCE_S)
        assert answer == (200, PIXELS)
        assert not await held.begun(1, within_s=0.3), "more pages than two take turns"

    assert _ask(served, held, meanwhile) == [200] * PEOPLE


def test_pages_that_hang_do_not_keep_others_from_being_made(served, held, monkeypatch):
    monkeypatch.setattr(studies, "_LONGEST_QUEUE_S", 0.05)

    async def meanwhile(_level: str) -> None:
        assert await held.begun(PEOPLE)

    assert _ask(served, held, meanwhile) == [200] * PEOPLE


def test_pixels_are_refused_to_strangers_and_other_sites(served):
    _, level = _addresses()
    stranger = Served(served.application, "")
    assert asyncio.run(stranger.get(level))[0] == 401
    outsider = _cookie(User.objects.get(username="dora"))
    assert asyncio.run(Served(served.application, outsider).get(level))[0] == 404
