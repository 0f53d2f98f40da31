"""The drawer of imports: on every page, live, with one stream a tab."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.import_jobs import FILM, JOB, STUDY, job, under_way

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def drawer(page):
    return page.locator("#imports-drawer")


def open_drawer(page) -> None:
    page.get_by_role("button", name="Imports").click()


def test_it_is_empty_until_something_is_imported(page, api, drawer):
    page.goto("/about/")
    expect(drawer).to_be_hidden()
    open_drawer(page)
    expect(drawer.get_by_text("No imports yet.")).to_be_visible()


def test_an_import_shows_images_bytes_rate_and_time_left(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    api.tell("job", under_way())
    expect(drawer.get_by_text("Smith, John")).to_be_visible()
    expect(drawer.get_by_text("14 of 22 · 31 MB · 4 s · 5.0 MB/s")).to_be_visible()
    bar = drawer.get_by_role("progressbar", name="Import of Smith, John")
    assert bar.evaluate("(bar) => [bar.value, bar.max]") == [14, 22]
    expect(page.get_by_role("button", name="Imports, 1 under way")).to_be_visible()


def test_it_survives_a_change_of_page(page, api, drawer):
    api.answer("GET", "jobs", [under_way()])
    for address in ("/", "/search/", "/about/"):
        page.goto(address)
        api.tell("hello", {})
        expect(page.get_by_role("button", name="Imports, 1 under way")).to_be_visible()


def test_cancel_stops_the_import_and_says_what_stays(page, api, drawer):
    api.answer("POST", f"jobs/{JOB}/cancel", job("cancelled", tick=5, files_done=14))
    page.goto("/")
    open_drawer(page)
    api.tell("job", under_way())
    drawer.get_by_role("button", name="Cancel").click()
    expect(drawer.locator(".sentence")).to_contain_text("14 images arrived and stay")
    expect(drawer.get_by_role("button", name="Cancel")).to_be_hidden()


def test_what_is_missing_is_said_and_can_be_brought(page, api, drawer):
    api.answer("POST", f"jobs/{JOB}/retry", under_way(9))
    page.goto("/")
    open_drawer(page)
    missing = [{"number": n, "description": "AP pelvis"} for n in (1, 2)]
    api.tell("job", job("incomplete", tick=3, files_done=20, missing=missing, study_id=STUDY))
    expect(
        drawer.get_by_text("20 of 22 images arrived; 2 AP pelvis images are missing.")
    ).to_be_visible()
    drawer.get_by_role("button", name="Retry missing").click()
    expect(drawer.get_by_text("14 of 22")).to_be_visible()


def test_the_film_can_be_opened_before_the_import_ends(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    film = {"study_id": STUDY, "film_id": FILM}
    api.tell("job", under_way(2, first_film=film, study_id=STUDY))
    address = reverse("planner", kwargs={"study_id": STUDY})
    expect(drawer.get_by_role("link", name="Open")).to_have_attribute(
        "href", f"{address}?film={FILM}"
    )


def test_an_action_that_fails_says_why(page, api, drawer, problems):
    refused = {"error": {"code": "forbidden", "params": {}, "sentence": "Your role does not."}}
    api.answer("POST", f"jobs/{JOB}/cancel", refused, status=403)
    page.goto("/")
    open_drawer(page)
    api.tell("job", under_way())
    drawer.get_by_role("button", name="Cancel").click()
    expect(drawer.get_by_text("Your role does not.")).to_be_visible()
    problems.clear()


def test_news_that_arrives_late_does_not_turn_time_back(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    api.tell("job", job("done", tick=9, files_done=22, study_id=STUDY))
    api.tell("job", under_way(2))
    expect(drawer.get_by_text("All 22 images are here.")).to_be_visible()
    expect(drawer.get_by_role("progressbar")).to_be_hidden()


def test_newest_stands_first_and_nothing_moves_when_one_changes(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    api.tell("job", job(title="First", id="a", created_at="2026-11-22T09:00:00+00:00"))
    api.tell("job", job(title="Second", id="b", created_at="2026-11-22T09:10:00+00:00"))
    api.tell("job", job(title="First", id="a", tick=5, created_at="2026-11-22T09:00:00+00:00"))
    assert drawer.locator(".title").all_inner_texts() == ["Second", "First"]


def test_hostile_titles_are_text(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    evil = "<img src=x onerror='window.__xss=1'>"
    api.tell("job", job(title=evil, message={"sentence": evil}))
    expect(drawer.locator(".title")).to_have_text(evil)
    assert drawer.locator("img").count() == 0
    assert page.evaluate("() => window.__xss") is None


def test_escape_closes_the_drawer_and_returns_to_its_button(page, api, drawer):
    page.goto("/")
    open_drawer(page)
    expect(drawer).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Imports")).to_be_focused()


def test_a_tab_holds_one_stream_however_many_listen(page, api):
    page.goto("/search/")
    page.wait_for_function("() => fakeStreams.sources.length > 0")
    assert page.evaluate("() => fakeStreams.sources.length") == 1
