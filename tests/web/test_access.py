"""Who gets which answer from every address of the product; an address without a row fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import access_api, access_pages
from tests.web.access_row import ROLES, Row

TABLE: dict[str, list[Row]] = access_pages.ROWS | access_api.ROWS
API_PREFIX = "/api/"
CASES = [
    pytest.param(name, row, role, id=f"{name}-{row.method}-{role}")
    for name, rows in TABLE.items()
    for row in rows
    for role in ROLES
]


def addresses(patterns) -> Iterator[URLPattern]:
    """Yield every pattern below a resolver."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def ask(client, path: str, row: Row, data: dict):
    """Send one request as the browser does: forms to pages, JSON to the API."""
    send = getattr(client, row.method)
    if row.method in ("get", "head"):
        return send(path)
    if path.startswith(API_PREFIX):
        return send(path, json.dumps(data, default=str), content_type="application/json")
    return send(path, data)


def test_every_address_has_a_name_and_a_row():
    names = [pattern.name for pattern in addresses(get_resolver().url_patterns)]
    assert None not in names
    assert len(names) == len(set(names))
    assert sorted(set(names) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(names)) == []


@pytest.mark.parametrize(("name", "row", "role"), CASES)
def test_the_role_gets_its_answer(name, row, role, world, client):
    if role != "anonymous":
        client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
    path = reverse(name, kwargs=row.arguments(world))
    response = ask(client, path, row, row.data(world))
    assert response.status_code == row.expected(role), response.content[:300]
    if role == "anonymous" and response.status_code == 302:
        assert response["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_answer_says_how_it_may_be_kept_and_shown(name, world, client):
    row = TABLE[name][0]
    path = reverse(name, kwargs=row.arguments(world))
    response = ask(client, path, row, row.data(world))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response
