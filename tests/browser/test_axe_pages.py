"""Every page keeps WCAG 2.2 AA as far as axe can tell, also with everything opened on it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.import_jobs import under_way
from tests.browser.pages import LARGE, SMALL, FakeApi
from tests.browser.search_lines import MAIN, done, failed, match, parsed, searching
from tests.pacs.rows import with_two_tests
from tests.web import cases

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]

PAGES = [
    "home", "search", "nodes", "node", "node-new", "node-test", "people", "site", "password",
    "about", "sign-in",
]  # fmt: skip
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def page(open_page, world) -> Page:
    """A window of an administrator, who sees most."""
    return open_page(world.people["administrator"])


@pytest.fixture
def stranger(open_page) -> Page:
    """A window of nobody."""
    return open_page()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_axe_finds_what_is_wrong(stranger):
    opened(stranger, reverse("about"))
    stranger.evaluate(
        "() => document.querySelector('main').append(document.createElement('input'))"
    )
    assert [line.partition(":")[0] for line in violations(stranger)] == ["label"]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_keeps_the_rules_in_every_window(name, page, stranger, api, world):
    seen = stranger if name == "sign-in" else page
    node = {"node_id": world.node.pk}
    arguments = {"node": node, "node-test": node, "node-new": {"site_id": world.site.pk}}
    if name == "node-test":
        with_two_tests(world.node)
    opened(seen, reverse(name, kwargs=arguments.get(name)))
    for size in (LARGE, SMALL, PHONE):
        seen.set_viewport_size(size)
        assert violations(seen) == []


def test_refusals_and_errors_keep_the_rules(page, stranger, api, problems):
    opened(page, "/nothing/")
    assert violations(page) == []
    stranger.goto(reverse("sign-in"))
    stranger.get_by_label("User name").fill("nobody")
    stranger.get_by_label("Password", exact=True).fill("wrong")
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    assert violations(stranger) == []
    problems.clear()


def test_people_with_everything_opened_and_a_password_shown_keep_the_rules(page, api, world):
    opened(page, reverse("people"))
    page.get_by_label("Remove team Hips", exact=True).click()
    page.get_by_role("combobox", name="Role of Dr Ada Weber").select_option("radiologist")
    assert violations(page) == []
    page.get_by_label("New password for Dr Ada Weber").click()
    expect(page.get_by_role("button", name="Copy the password")).to_be_visible()
    assert violations(page) == []


def test_a_form_with_errors_keeps_the_rules(page, api):
    opened(page, reverse("people"))
    page.get_by_role("textbox", name="Name", exact=True).fill("Dr Ada Weber")
    page.get_by_label("User name").fill("ada")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("This user name is taken")).to_be_visible()
    assert violations(page) == []


def test_imports_and_the_menu_keep_the_rules(page, api):
    api.answer("GET", "jobs", [under_way()])
    opened(page, reverse("about"))
    page.get_by_role("button", name="Imports").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".person-menu summary").click()
    assert violations(page) == []


def test_search_results_keep_the_rules(page, api):
    opened(page, reverse("search"))
    page.get_by_role("searchbox").fill("smith")
    page.keyboard.press("Enter")
    page.wait_for_function("() => fakeStreams.searches.length > 0")
    clinic = {"id": "22222222-2222-4222-8222-222222222222", "name": "Clinic"}
    api.send(
        parsed("name", "smith"), searching(MAIN), match("1.2"), match("1.3", name="山田, 太郎")
    )
    expect(page.get_by_role("button", name="Open Pelvis AP of Smith, John")).to_be_visible()
    assert violations(page) == []
    api.send(done(MAIN), failed(clinic, "Clinic did not answer."))
    api.end()
    expect(page.get_by_text("Clinic did not answer.").first).to_be_visible()
    assert violations(page) == []


def test_the_worklist_with_cases_and_a_preview_keeps_the_rules(open_page, world):
    cases.week(world, timezone.localdate())
    page = open_page(world.people["surgeon"], size=SMALL)
    FakeApi(page)
    for path in ("plans**", "plans/**", "studies/**"):
        page.route(f"**/api/v1/{path}", lambda route: route.continue_())
    opened(page, f"{reverse('home')}?view=tomorrow")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("complementary", name="Preview")).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
