"""A signed-in browser on the real pages, with an API whose every answer the test decides."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page, Route

BACKEND = "django.contrib.auth.backends.ModelBackend"
FAKE = (Path(__file__).parent / "fake_streams.js").read_text()
SMALL = {"width": 1280, "height": 690}
LARGE = {"width": 1920, "height": 950}


def sign_in(context: BrowserContext, address: str, user) -> None:
    """Give the browser a session of `user`, as signing in would."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}
    context.add_cookies([cookie])


class FakeApi:
    """Answers below ``/api/v1/``; streams are fed line by line with :meth:`send` and :meth:`tell`.

    Parameters
    ----------
    page : Page
        Before its first navigation.
    """

    def __init__(self, page: Page):
        self.page = page
        self.asked: list[tuple[str, str, object]] = []
        self.answers: dict[tuple[str, str], tuple[int, object]] = {
            ("GET", "jobs"): (200, []),
            ("POST", "client-errors"): (204, None),
        }
        page.add_init_script(FAKE)
        page.route("**/api/v1/**", self._answer)

    def answer(self, method: str, path: str, body: object, status: int = 200) -> None:
        """Decide what a path answers from now on."""
        self.answers[method, path] = (status, body)

    def bodies(self, method: str, path: str) -> list:
        """Return what was sent to a path."""
        return [body for m, p, body in self.asked if (m, p) == (method, path)]

    def searches(self) -> list[dict]:
        """Return the bodies of the searches so far."""
        return self.page.evaluate("() => fakeStreams.searches")

    def send(self, *lines: dict) -> None:
        """Let the newest search receive lines."""
        self.page.evaluate("(lines) => fakeStreams.send(lines)", list(lines))

    def end(self) -> None:
        """Close the newest search's stream."""
        self.page.evaluate("() => fakeStreams.end()")

    def tell(self, event: str, data: dict) -> None:
        """Send an event to whoever listens."""
        self.page.evaluate("([event, data]) => fakeStreams.tell(event, data)", [event, data])

    def _answer(self, route: Route) -> None:
        request = route.request
        path = request.url.partition("/api/v1/")[2].partition("?")[0]
        body = request.post_data_json if request.post_data else None
        self.asked.append((request.method, path, body))
        status, answer = self.answers.get(
            (request.method, path), (404, {"error": {"code": "not_found", "sentence": "Not here."}})
        )
        text = "" if answer is None else json.dumps(answer)
        route.fulfill(status=status, body=text, content_type="application/json")
