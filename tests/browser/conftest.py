"""One Chromium for the browser tests, and pages of a signed-in person in it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Request

from planning.audit.append_only import protect, release
from planning.reports.models import ReportObject
from tests.browser import pages, viewer
from tests.web import world as worlds

APPEND_ONLY = ("0002_append_only", "0004_plans_append_only")


@pytest.fixture(scope="package")
def chromium_browser() -> Iterator[Browser]:
    """Chromium, started once.

    Playwright's own loop counts as running in this thread, so Django must be told that the
    tests' queries are meant.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with viewer.browser() as started:
            yield started
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="package")
def chromium(chromium_browser: Browser) -> Browser:
    """The same one: two cannot be driven from one thread."""
    return chromium_browser


@pytest.fixture
def emptied_trail(transactional_db) -> Iterator[None]:
    """Empty the tables that refuse to be emptied, before Django empties the others."""
    yield
    tables = [
        table
        for migration in APPEND_ONLY
        for table in import_module(f"planning.migrations.{migration}").TABLES
    ]
    with connection.cursor() as cursor:
        # It refers to one of them and may be deleted by anybody.
        cursor.execute(f"DELETE FROM {ReportObject._meta.db_table}")
        for table in reversed(tables):
            release(connection, table)
            cursor.execute(f"DELETE FROM {table}")
    for table in tables:
        protect(connection, table)


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the page; a test that expects trouble clears it."""
    return []


class UnderWay:
    """The requests that have no answer yet: one that outlives its test disturbs the next."""

    def __init__(self) -> None:
        self._requests: set[Request] = set()
        self._contexts: list[BrowserContext] = []

    def watch(self, context: BrowserContext) -> None:
        """Count what this window asks for; live events never end and do not count."""
        self._contexts.append(context)
        context.on("request", self._begun)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._ended)

    def _begun(self, request: Request) -> None:
        if request.resource_type != "eventsource":
            self._requests.add(request)

    def _ended(self, request: Request) -> None:
        self._requests.discard(request)

    def wait(self, at_most_s: float = 5.0) -> None:
        """Wait until everything is answered."""
        until = time.monotonic() + at_most_s
        pages = [page for context in self._contexts for page in context.pages]
        while self._requests and pages and time.monotonic() < until:
            pages[0].wait_for_timeout(20)


@pytest.fixture
def open_page(chromium_browser, live_server, emptied_trail, problems):
    """Return a function that opens a fresh window, signed in as `user` or as nobody."""
    contexts = []
    under_way = UnderWay()

    def open_as(user=None, *, size: dict | None = None) -> Page:
        context = chromium_browser.new_context(
            viewport=size or pages.SMALL, base_url=live_server.url
        )
        contexts.append(context)
        if user is not None:
            pages.sign_in(context, live_server.url, user)
        under_way.watch(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.set_default_navigation_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(said.text) if said.type == "error" else None,
        )
        return page

    yield open_as
    under_way.wait()
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """Two sites with everything in them; a file that wants more makes its own."""
    return worlds.build()


@pytest.fixture
def page(open_page, world) -> Page:
    """A window in which the surgeon is signed in."""
    return open_page(world.people["surgeon"])


@pytest.fixture
def api(page) -> pages.FakeApi:
    """Answers of the API and live events that the test gives by hand."""
    return pages.FakeApi(page)
