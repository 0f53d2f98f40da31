"""Notes between a radiologist and a surgeon, each in a browser of their own, and never lost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, expect

from planning.phantom.film import generate
from tests.browser import journey
from tests.browser.planning_page import signed_in
from tests.installation import Installation

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(420)]
LESION = "Lytic lesion behind the cup, 12 mm."
DETAIL = "Bone loss <b>medially</b>; a graft may be needed."


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """The whole product with one film of a pelvis."""
    film = generate("ap_pelvis", 7, pixel_mm=0.6).write(tmp_path_factory.mktemp("phantom"))
    with Installation(tmp_path_factory.mktemp("installation")) as running:
        running.manage("import_files", str(film))
        yield running


@pytest.fixture(scope="module")
def study(installation) -> dict:
    (found,) = installation.sign_in().get("studies").json()
    return found


@pytest.fixture
def surgeon(chromium_browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation, "surgeon") as page:
        yield page


@pytest.fixture
def radiologist(chromium_browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation, "radiologist") as page:
        yield page


def planner(page: Page, installation: Installation, study: dict) -> journey.Film:
    page.goto(f"{installation.address}/studies/{study['id']}/")
    film = journey.Film(page)
    page.locator(".film").focus()
    return film


def section(page: Page):
    return page.get_by_test_id("section-notes")


def write(page: Page, text: str) -> None:
    """Write a note on the study by keyboard alone."""
    page.locator(".film").focus()
    page.keyboard.press("n")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(section(page).locator(".first", has_text=text)).to_be_visible()


def test_a_note_to_read_before_theatre_from_the_film_to_its_acknowledgement(
    radiologist, surgeon, installation, study
):
    reading = planner(surgeon, installation, study)
    writing = planner(radiologist, installation, study)

    # The radiologist pins what the surgeon must know.
    writing.press("n")
    text = radiologist.get_by_test_id("note-text")
    expect(text).to_be_focused()
    writing.click((300, 400))
    expect(text).to_be_focused()
    radiologist.keyboard.type(f"{LESION}\n{DETAIL}")
    radiologist.get_by_test_id("note-must-read").check()
    expect(radiologist.get_by_test_id("note-where")).to_have_text("Pinned here")
    radiologist.get_by_test_id("note-send").click()
    expect(radiologist.get_by_test_id("note")).to_have_count(1)

    # It is on the surgeon's screen without a reload, and said.
    banner = surgeon.locator(".alert-bar")
    expect(banner).to_contain_text(
        f"Radiologist left a note to read before theatre: ‘{LESION[:-1]}’. "
        "Open it and acknowledge before signing."
    )
    live = surgeon.locator(".planner-status .live")
    expect(live).to_contain_text("New note by Radiologist, radiologist, to read before theatre")
    expect(section(surgeon).locator(".section-note")).to_have_text("1 must read · 1 new · 1")
    pin = surgeon.locator("[data-pin]")
    expect(pin).to_have_attribute("aria-label", re.compile("^Note 1, must read, Radiologist"))
    expect(surgeon.locator(".film-label.must-read")).to_have_text("must read")

    # Shift+N opens it and brings its place into the middle.
    reading.press("0", "Shift+N")
    box = reading.box
    x, y = reading.on_page((300, 400))
    assert (x, y) == pytest.approx(
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), abs=2
    )
    note = surgeon.get_by_test_id("note")
    entry = note.get_by_test_id("note-entry")
    expect(entry.locator(".text")).to_have_text(f"{LESION}\n{DETAIL}")
    assert entry.locator("b").count() == 0, "markup in a note is text"
    expect(section(surgeon).locator(".section-note")).to_have_text("1 must read · 1")

    # The surgeon replies and acknowledges, by keyboard alone.
    note.get_by_role("button", name="Reply").focus()
    surgeon.keyboard.press("Enter")
    surgeon.keyboard.type("Graft is ordered.")
    surgeon.keyboard.press("Control+Enter")
    expect(note.get_by_test_id("note-entry")).to_have_count(2)
    note.get_by_test_id("note-acknowledge").first.focus()
    surgeon.keyboard.press("Enter")
    expect(entry.first.locator(".state")).to_contain_text("Acknowledged by Surgeon")
    expect(surgeon.locator(".alert-bar", has_text="before theatre")).to_have_count(0)
    expect(note.get_by_test_id("note-head")).to_be_focused()

    # The radiologist sees both.
    theirs = radiologist.get_by_test_id("note")
    expect(section(radiologist).locator(".section-note")).to_have_text("1 new · 1")
    theirs.get_by_test_id("note-head").click()
    expect(theirs.locator(".text").last).to_have_text("Graft is ordered.")
    expect(theirs.locator(".state").first).to_contain_text("Acknowledged by Surgeon")
    expect(theirs.locator(".state").first).to_be_visible()
    expect(section(radiologist).locator(".section-note")).to_have_text("1")

    (kept, answer) = installation.sign_in().get(f"studies/{study['id']}/notes").json()
    assert (kept["point_px"], kept["priority"], kept["open"]) == (
        pytest.approx([300, 400], abs=1.5), "must_read", False,
    )  # fmt: skip
    assert (answer["reply_to"], answer["text"]) == (kept["id"], "Graft is ordered.")


def test_what_is_typed_survives_a_reload_and_a_crash_of_the_page(radiologist, installation, study):
    planner(radiologist, installation, study).press("n")
    radiologist.keyboard.type("Half a sentence abou")
    radiologist.get_by_test_id("note-must-read").check()
    planner(radiologist, installation, study)
    text = radiologist.get_by_test_id("note-text")
    expect(text).to_have_value("Half a sentence abou")
    text.press("End")
    text.press_sequentially("t bone")

    after = crash_and_return(radiologist)
    planner(after, installation, study)
    expect(after.get_by_test_id("note-text")).to_have_value("Half a sentence about bone")
    expect(after.get_by_test_id("note-must-read")).to_be_checked()
    expect(after.locator(".planner-status .live")).to_have_text("Your unsent note is here again.")
    after.get_by_test_id("note-form").get_by_role("button", name="Discard").click()
    after.get_by_test_id("note-form").get_by_role("button", name="Discard for good").click()
    planner(after, installation, study)
    assert after.get_by_test_id("note-text").count() == 0


def crash_and_return(page: Page) -> Page:
    """Let the page's process die, and open another page in the same browser."""
    with page.expect_event("crash"), suppress(PlaywrightError):
        page.goto("chrome://crash")
    return page.context.new_page()


def test_without_a_connection_a_note_says_so_and_goes_when_the_server_answers(
    radiologist, installation, study
):
    planner(radiologist, installation, study)
    text = "Written without a network"
    radiologist.context.set_offline(True)
    radiologist.keyboard.press("n")
    radiologist.keyboard.type(text)
    radiologist.keyboard.press("Control+Enter")
    unsent = radiologist.get_by_test_id("note-unsent")
    expect(unsent).to_contain_text("Not sent yet")
    expect(unsent).to_contain_text("No connection to the server.")
    expect(unsent).to_contain_text("will be sent when the server answers")
    radiologist.context.set_offline(False)
    expect(section(radiologist).locator(".first", has_text=text)).to_be_visible()
    expect(unsent).to_have_count(0)
    assert texts(installation, study).count(text) == 1


def test_a_note_whose_page_dies_before_the_answer_is_there_once(radiologist, installation, study):
    planner(radiologist, installation, study)
    text = "The answer never came"

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    radiologist.route("**/notes", lose_the_answer)
    radiologist.keyboard.press("n")
    radiologist.keyboard.type(text)
    radiologist.keyboard.press("Control+Enter")
    expect(radiologist.get_by_test_id("note-unsent")).to_contain_text(text)
    after = crash_and_return(radiologist)
    planner(after, installation, study)
    after.get_by_test_id("section-notes").get_by_role("button", name="Notes").click()
    expect(section(after).locator(".first", has_text=text)).to_be_visible()
    expect(after.get_by_test_id("note-unsent")).to_have_count(0)
    assert texts(installation, study).count(text) == 1


def texts(installation: Installation, study: dict) -> list[str]:
    notes = installation.sign_in().get(f"studies/{study['id']}/notes").json()
    return [note["text"] for note in notes]


def test_a_refusal_gives_the_words_back_with_what_to_do(radiologist, installation, study):
    planner(radiologist, installation, study).press("n")
    text = radiologist.get_by_test_id("note-text")
    problem = radiologist.get_by_test_id("note-problem")
    radiologist.get_by_test_id("note-send").click()
    expect(problem).to_have_text("Write what the surgical team should know.")
    text.fill("x" * 4005)
    expect(radiologist.locator(".left-over")).to_have_text("5 characters too many")
    radiologist.get_by_test_id("note-send").click()
    expect(problem).to_have_text("Shorten it by 5 characters, or write two notes.")
    text.fill("Refused once")
    sentence = "Your role does not allow this."
    error = {"error": {"code": "forbidden", "params": {}, "sentence": sentence}}
    radiologist.route(
        "**/notes",
        lambda route: route.fulfill(status=403, json=error),
        times=1,
    )
    radiologist.get_by_test_id("note-send").click()
    expect(text).to_have_value("Refused once")
    expect(problem).to_have_text(sentence)
    radiologist.get_by_test_id("note-send").click()
    expect(section(radiologist).locator(".first", has_text="Refused once")).to_be_visible()


def test_without_a_stream_notes_are_asked_for(surgeon, radiologist, installation, study):
    surgeon.route("**/api/v1/events", lambda route: route.fulfill(status=429, json={}))
    planner(surgeon, installation, study)
    planner(radiologist, installation, study)
    write(radiologist, "Seen by asking")
    live = surgeon.locator(".planner-status .live")
    expect(live).to_contain_text("New note by Radiologist, radiologist: Seen by asking")


def test_a_finger_opens_a_pin(chromium_browser, installation, study):
    point = {"film_id": study["first_film_id"], "frame": 1, "point_px": [500, 300]}
    body = {"id": str(uuid.uuid4()), "text": "By finger", "priority": "normal"} | point
    client = installation.sign_in("radiologist")
    assert client.post(f"studies/{study['id']}/notes", body).status_code == 201
    with signed_in(chromium_browser, installation, "surgeon", has_touch=True) as page:
        planner(page, installation, study)
        page.locator("[data-pin]", has_text=re.compile(r"\d")).last.tap()
        note = page.locator(".thread.is-open")
        expect(note.get_by_test_id("note-entry").locator(".text")).to_have_text("By finger")


def test_an_address_with_a_note_opens_it_and_so_does_the_list_of_what_is_left(
    surgeon, installation, study
):
    notes = f"studies/{study['id']}/notes"
    client = installation.sign_in("radiologist")
    ids = []
    for text in ("First addressed", "Second addressed"):
        ids.append(str(uuid.uuid4()))
        body = {"id": ids[-1], "text": text, "priority": "normal"}
        assert client.post(notes, body).status_code == 201
    surgeon.goto(f"{installation.address}/studies/{study['id']}/#note-{ids[0]}")
    opened = surgeon.locator(".thread.is-open")
    expect(opened.locator(".text")).to_have_text("First addressed")
    expect(opened.get_by_test_id("note-head")).to_be_focused()
    surgeon.evaluate("(id) => { location.hash = `note-${id}`; }", ids[1])
    expect(opened.locator(".text")).to_have_text("Second addressed")
    assert "#" not in surgeon.url


def test_a_pin_never_stands_in_the_way_of_a_point(surgeon, installation, study):
    point = {"film_id": study["first_film_id"], "frame": 1, "point_px": [200, 300]}
    body = {"id": str(uuid.uuid4()), "text": "In the way", "priority": "normal"} | point
    client = installation.sign_in("radiologist")
    assert client.post(f"studies/{study['id']}/notes", body).status_code == 201
    film = planner(surgeon, installation, study)
    film.tool("length")
    x, y = film.on_page((200, 300))
    surgeon.mouse.click(x, y - 20)
    film.settle()
    assert surgeon.locator(".thread.is-open").count() == 0
    assert surgeon.locator("[data-handle]").count() == 1


def test_who_may_not_write_reads(chromium_browser, installation, study):
    with signed_in(chromium_browser, installation, "administrator") as page:
        planner(page, installation, study).press("n")
        page.get_by_test_id("section-notes").get_by_role("button", name="Notes").click()
        expect(section(page)).to_contain_text("Your role reads notes and does not write them.")
        assert page.get_by_test_id("note-form").count() == 0
        assert page.locator(".alert-bar", has_text="before theatre").count() == 0


def test_nobody_signs_out_over_an_unsent_note_without_knowing(radiologist, installation, study):
    planner(radiologist, installation, study).press("n")
    radiologist.keyboard.type("Not sent")
    menu = radiologist.locator(".person-menu summary")
    menu.click()
    radiologist.get_by_role("button", name="Sign out").click()
    dialog = radiologist.get_by_test_id("leave-dialog")
    expect(dialog).to_contain_text("A note of yours is only in this browser.")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(radiologist.get_by_test_id("note-text")).to_have_value("Not sent")
    radiologist.goto(f"{installation.address}/")
    radiologist.locator(".person-menu summary").click()
    radiologist.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Sign out and lose it").click()
    radiologist.wait_for_url("**/sign-in/**")
