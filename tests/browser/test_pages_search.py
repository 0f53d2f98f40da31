"""Searching in a browser: streams, patients kept apart, nothing moving under the pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.search_lines import CLINIC, MAIN, done, failed, match, parsed, searching
from tests.web import world as worlds

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    made = worlds.build()
    worlds.archive(made.site, "Clinic", position=1)
    return made


@pytest.fixture
def search(page, api):
    """Search for something and be told how it was read."""
    page.goto("/search/")

    def type_and_send(text: str, kind: str = "name") -> None:
        page.get_by_role("searchbox").fill(text)
        page.keyboard.press("Enter")
        page.wait_for_function("() => fakeStreams.searches.length > 0")
        api.send(parsed(kind, text))

    return type_and_send


def names(page) -> list[str]:
    return page.locator("tr.patient .name").all_inner_texts()


def test_the_page_begins_with_what_can_be_typed(page, api):
    page.goto("/search/")
    expect(page.get_by_text("Type whom you look for")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.evaluate("() => fakeStreams.searches") == []


def test_a_search_sends_text_and_filters_and_leaves_the_address_alone(page, api, search, world):
    search("smith, john")
    (body,) = api.searches()
    assert body["text"] == "smith, john"
    assert body["modalities"] == ["DX", "CR"]
    assert len(body["nodes"]) == 2
    assert page.url.endswith("/search/")
    assert "smith" not in page.title().lower()


def test_rows_stream_in_grouped_by_patient_with_a_chip_per_archive(page, api, search):
    search("smith")
    api.send(searching(MAIN), searching(CLINIC))
    expect(page.get_by_text("Main PACS …")).to_be_visible()
    api.send(match("1.1", name="Smith, John", key="a"), match("1.2", name="Smith, John", key="a"))
    expect(page.locator("tr.patient")).to_have_count(1)
    expect(page.locator("button.open")).to_have_count(2)
    api.send(done(MAIN, seconds=0.4, matches=2))
    expect(page.get_by_text("Main PACS 0.4 s · 2")).to_be_visible()
    expect(page.get_by_text("Clinic …")).to_be_visible()


def test_the_same_name_under_another_id_stays_another_patient_and_says_so(page, api, search):
    search("smith")
    api.send(
        match("1.1", name="Smith, John", key="a", patient_id="12345"),
        match("1.2", name="Smith, John", key="b", patient_id="67890"),
    )
    expect(page.locator("tr.patient")).to_have_count(2)
    expect(page.get_by_text("Same name, other ID")).to_have_count(2)


def test_nothing_moves_while_the_pointer_is_on_the_list(page, api, search):
    search("m")
    api.send(match("5.1", name="Miller, Anna", key="m"))
    page.locator("tr.patient").hover()
    page.wait_for_timeout(150)
    before = page.locator("button.open").first.bounding_box()
    api.send(*(match(f"6.{n}", name=f"Adams, B{n}", key=f"a{n}") for n in range(8)))
    button = page.get_by_role("button", name="Show 8 new results")
    expect(button).to_be_visible()
    assert page.locator("button.open").first.bounding_box() == before
    assert names(page) == ["Miller, Anna"]
    button.click()
    expect(page.locator("tr.patient")).to_have_count(9)
    assert names(page)[0] == "Adams, B0"
    expect(button).to_be_hidden()


def test_held_rows_come_in_when_the_pointer_leaves(page, api, search):
    search("m")
    api.send(match("5.1", name="Miller, Anna", key="m"))
    page.locator("tr.patient").hover()
    page.wait_for_timeout(150)
    api.send(match("6.1", name="Adams, Bob", key="a"))
    expect(page.get_by_role("button", name="Show 1 new result")).to_be_visible()
    page.get_by_role("searchbox").hover()
    expect(page.locator("tr.patient")).to_have_count(2)


def test_an_archive_that_fails_says_what_to_do_and_can_be_asked_again(page, api, search):
    search("smith")
    sentence = "Clinic did not answer within 10 seconds. Films already here still open."
    api.send(searching(CLINIC), match("1.1"), failed(CLINIC, sentence))
    expect(page.get_by_text("Clinic: not answering")).to_be_visible()
    expect(page.get_by_text(sentence)).to_be_visible()
    page.get_by_role("button", name="Search again").click()
    page.wait_for_function("() => fakeStreams.searches.length === 2")


def test_a_reached_limit_is_said(page, api, search):
    search("smith")
    api.send(match("1.1"), done(MAIN, matches=200, limit_reached=True))
    expect(page.get_by_text("Main PACS has more than 200 matches")).to_be_visible()


def test_nothing_found_says_why_and_widens_with_one_click(page, api, search):
    search("smyth")
    api.send(done(MAIN, matches=0), {"type": "end", "matches": 0})
    api.end()
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    expect(page.get_by_text("“smyth” · last 12 months · DX CR")).to_be_visible()
    page.get_by_role("button", name="Search any date").click()
    page.wait_for_function("() => fakeStreams.searches.length === 2")
    assert api.searches()[1]["date_from"] is None
    expect(page.get_by_label("Study date")).to_have_value("any")


def test_when_every_archive_failed_nothing_is_claimed_about_the_patient(page, api, search):
    search("smith")
    api.send(failed(MAIN, "Main PACS could not be reached."), {"type": "end", "matches": 0})
    api.end()
    expect(page.get_by_text("this says nothing about the patient")).to_be_visible()


def test_a_reading_can_be_corrected(page, api, search):
    search("12345678", kind="id_or_accession")
    expect(page.get_by_text("Patient ID or accession number12345678")).to_be_visible()
    page.get_by_label("Search it as").select_option("accession")
    page.wait_for_function("() => fakeStreams.searches.length === 2")
    assert api.searches()[1]["as"] == "accession"


def test_a_changed_filter_searches_again_at_once(page, api, search):
    search("smith")
    page.get_by_role("checkbox", name="CT").check()
    page.wait_for_function("() => fakeStreams.searches.length === 2")
    assert api.searches()[1]["modalities"] == ["DX", "CR", "CT"]


def test_a_new_search_replaces_the_one_under_way(page, api, search):
    search("smith")
    api.send(match("1.1", name="Smith, John"))
    expect(page.locator("tr.patient")).to_have_count(1)
    page.get_by_role("searchbox").fill("miller")
    page.keyboard.press("Enter")
    page.wait_for_function("() => fakeStreams.searches.length === 2")
    expect(page.locator("tr.patient")).to_have_count(0)
    api.send(match("2.1", name="Miller, Anna"))
    expect(page.locator("tr.patient .name")).to_have_text(["Miller, Anna"])


def test_hostile_texts_are_shown_as_text(page, api, search):
    search("x")
    evil = "<img src=x onerror='window.__xss=1'>"
    api.send(match("1.1", name=evil, description=evil, patient_id=evil, ideographic=evil))
    expect(page.locator("tr.patient .name")).to_have_text(evil)
    assert page.evaluate("() => window.__xss") is None
    assert page.locator(".results img").count() == 0


def test_arrow_keys_walk_from_the_box_through_the_results_and_back(page, api, search):
    search("smith")
    api.send(match("1.1", date="2026-01-01"), match("1.2", date="2025-01-01"))
    expect(page.locator("button.open")).to_have_count(2)
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("button.open").nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("button.open").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_how_much_was_found_is_said_aloud(page, api, search):
    search("smith")
    api.send(match("1.1"), match("1.2"), {"type": "end", "matches": 2})
    api.end()
    expect(page.locator("[data-said]")).to_have_text("2 studies of 1 patient found.")


def test_going_back_from_elsewhere_finds_the_search_again(page, api, search):
    search("smith, john")
    page.goto("/about/")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("smith, john")
    page.wait_for_function("() => fakeStreams.searches.length === 1")
    assert api.searches()[0]["text"] == "smith, john"
