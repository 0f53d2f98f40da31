"""What every page owes to people who do not see it: headings, labels, landmarks, no inline code."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.web.access_pages import node, site, study

PAGES = {
    "home": {}, "search": {}, "nodes": {}, "node": node, "node-new": site, "people": {}, "site": {},
    "password": {}, "about": {}, "planner": study,
}  # fmt: skip
NAMED_BY_ITSELF = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """Collects what the rules speak about."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        data = found.get("type") == "application/json"
        allowed = data or "src" in found or "nonce" in found
        self._in_script = tag == "script" and not allowed
        self.inline += [f"{tag} {name}" for name in found if name.startswith("on")]
        if tag == "style" or "style" in found:
            self.inline.append(f"{tag} style")

    def handle_data(self, data):
        if self._in_script and data.strip():
            self.inline.append("script")

    def all(self, *names: str) -> list[dict]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(params=sorted(PAGES))
def page(request, as_role, world) -> Page:
    arguments = PAGES[request.param]
    address = reverse(request.param, kwargs=arguments(world) if arguments else {})
    response = as_role("administrator").get(address)
    assert response.status_code == 200
    return Page(response.content.decode())


@pytest.fixture(params=["sign-in", "about", "error", "locked-out"])
def public_page(request, client, db) -> Page:
    if request.param == "error":
        return Page(client.get("/nothing/").content.decode())
    if request.param == "locked-out":
        for _ in range(5):
            response = client.post(reverse("sign-in"), {"username": "x", "password": "y"})
        return Page(response.content.decode())
    return Page(client.get(reverse(request.param)).content.decode())


def check(page: Page) -> None:
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.all("main")[0]["id"] == "main"
    assert {"class": "skip-link", "href": "#main"} in page.all("a")
    assert page.all("html")[0]["lang"] == "en"
    assert page.inline == []


def check_names(page: Page) -> None:
    ids = Counter(found["id"] for _tag, found in page.tags if "id" in found)
    assert [identifier for identifier, n in ids.items() if n > 1] == []
    labelled = {found.get("for") for found in page.all("label")}
    for field in page.all("input", "select", "textarea"):
        if field.get("type") not in NAMED_BY_ITSELF and field.get("aria-hidden") != "true":
            assert field.get("id") in labelled or "aria-label" in field, field
    for found in (found for _tag, found in page.tags):
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(found.get(name, "").split()) <= set(ids), found
    for image in page.all("img"):
        assert "alt" in image


def test_a_page_has_one_heading_one_content_and_no_inline_code(page):
    check(page)


def test_everything_on_a_page_has_a_name(page):
    check_names(page)


def test_pages_for_strangers_keep_the_same_rules(public_page):
    check(public_page)
    check_names(public_page)


def test_a_form_with_errors_ties_each_error_to_its_field(as_role, world):
    response = as_role("administrator").post(reverse("people"), {"username": "x y"})
    page = Page(response.content.decode())
    check_names(page)
    invalid = [field for field in page.all("input") if field.get("aria-invalid") == "true"]
    assert invalid
    for field in invalid:
        assert f"{field['id']}_error" in field["aria-describedby"].split()


def test_scripts_are_modules_and_come_from_here(page):
    for script in page.all("script"):
        if "src" in script:
            assert script["type"] == "module"
            assert script["src"].startswith("/static/")
