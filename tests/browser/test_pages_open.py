"""Open: the import is followed in the row, and the first film opens before the last arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.import_jobs import FILM, JOB, STUDY, UID, job, under_way
from tests.browser.search_lines import MAIN, match, parsed

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def found(page, api):
    """Search, and find one study."""
    page.goto("/search/")
    # The planner is another page's business; here it only has to be gone to.
    page.route("**/studies/**", lambda route: route.fulfill(body="<title>planner</title>"))

    def with_match(**changes):
        page.get_by_role("searchbox").fill("smith")
        page.keyboard.press("Enter")
        page.wait_for_function("() => fakeStreams.searches.length > 0")
        api.send(parsed("name", "smith"), match(UID, **changes))
        return page.get_by_role("button", name="Open Pelvis AP of Smith, John")

    return with_match


def test_the_first_film_opens_while_the_rest_still_arrives(page, api, found):
    api.answer("POST", "imports", job("queued"), status=202)
    found().click()
    expect(page.get_by_role("button", name="Open Pelvis AP")).to_have_text("Opening …")
    api.tell("job", under_way(1))
    expect(page.locator("td.where")).to_contain_text("14 of 22 · 31 MB · 4 s")
    film = {"study_id": STUDY, "film_id": FILM}
    api.tell("job", under_way(2, first_film=film, study_id=STUDY, films_ready=1))
    page.wait_for_url(f"**/studies/{STUDY}/?film={FILM}")
    (asked,) = api.bodies("POST", "imports")
    assert asked == {"node": MAIN["id"], "study_instance_uid": UID, "title": "Smith, John"}


def test_a_study_that_is_here_opens_without_an_import(page, api, found):
    found(where={"state": "here", "study_id": STUDY}).click()
    page.wait_for_url(f"**/studies/{STUDY}/")
    assert api.bodies("POST", "imports") == []


def test_a_refused_import_says_why_in_the_row_and_can_be_tried_again(page, api, found, problems):
    sentence = "Main PACS could not be reached. Films already here still open."
    error = {"error": {"code": "archive_unreachable", "params": {}, "sentence": sentence}}
    api.answer("POST", "imports", error, status=502)
    button = found()
    button.click()
    expect(page.locator("td.where").get_by_role("alert")).to_have_text(sentence)
    expect(button).to_have_text("Open")
    problems.clear()


def test_an_import_that_fails_later_says_why_in_the_row(page, api, found):
    api.answer("POST", "imports", job("queued"), status=202)
    found().click()
    expect(page.locator("td.where")).to_contain_text("Waiting to start")
    api.tell("job", job("failed", tick=3, error={"sentence": "Main PACS closed the connection."}))
    expect(page.locator("td.where").get_by_role("alert")).to_have_text(
        "Main PACS closed the connection."
    )


def test_an_import_that_ends_incomplete_without_a_film_says_what_is_missing(page, api, found):
    api.answer("POST", "imports", job("queued"), status=202)
    found().click()
    api.tell("job", job("incomplete", tick=3, files_done=20, study_id=STUDY))
    expect(page.locator("td.where")).to_contain_text("Incomplete 20 of 22")
    expect(page.locator("td.where")).to_contain_text("2 images are missing")


def test_somebody_elses_import_shows_in_the_row(page, api, found):
    found()
    api.tell("job", under_way(1))
    expect(page.locator("td.where")).to_contain_text("14 of 22 · 31 MB · 4 s")
    api.tell("job", job("done", tick=9, files_done=22, study_id=STUDY))
    expect(page.locator("td.where")).to_have_text("Here")


def test_an_old_import_says_nothing_about_a_fresh_search(page, api, found):
    found()
    api.tell("job", job("cancelled", tick=1))
    expect(page.locator("td.where")).to_have_text("Main PACS")


def test_without_a_stream_the_import_is_followed_by_asking(page, api, found):
    page.goto("/search/")
    page.evaluate("() => { for (const s of fakeStreams.sources) s.onerror(); }")
    api.answer("POST", "imports", job("queued"), status=202)
    found().click()
    ready = under_way(5, first_film={"study_id": STUDY, "film_id": FILM}, study_id=STUDY)
    api.answer("GET", "jobs", [ready])
    api.answer("GET", f"jobs/{JOB}", ready)
    page.wait_for_url(f"**/studies/{STUDY}/?film={FILM}")
