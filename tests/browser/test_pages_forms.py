"""Forms in a browser: passwords that can be seen, protocols that show their fields, echoes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import FakeApi

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page, world):
    page = open_page(world.people["administrator"])
    FakeApi(page)
    return page


def test_what_is_typed_can_be_seen_and_hidden_again(page):
    page.goto("/password/")
    field = page.get_by_label("New password", exact=True)
    page.get_by_role("button", name="Show what I type").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide what I type").click()
    expect(field).to_have_attribute("type", "password")


def test_only_the_fields_of_the_chosen_protocol_are_shown(page, world):
    page.goto(f"/archives/new/{world.site.pk}/")
    page.get_by_label("Protocol").select_option("dicomweb")
    expect(page.get_by_label("Address of the DICOMweb service")).to_be_visible()
    expect(page.get_by_label("Its AE title")).to_be_hidden()
    brought = page.get_by_label("How films are brought")
    expect(brought).to_have_value("best")
    expect(page.get_by_label("User name or client identifier")).to_be_hidden()
    page.get_by_label("How we sign in there").select_option("oauth2")
    for label in ("User name or client identifier", "Address of the token service"):
        expect(page.get_by_label(label)).to_be_visible()
    page.get_by_label("Protocol").select_option("dimse")
    expect(page.get_by_label("Its AE title")).to_be_visible()
    brought.select_option("c-move")
    page.get_by_label("Protocol").select_option("dicomweb")
    expect(brought).to_have_value("best")


def test_an_archive_is_added_and_tested(page, world):
    page.goto(f"/archives/new/{world.site.pk}/")
    page.get_by_label("Name", exact=True).fill("Clinic")
    page.get_by_label("Who gives out its patient IDs").fill("CLINIC")
    page.get_by_label("Protocol").select_option("dimse")
    page.get_by_label("Host name or address").fill("127.0.0.1")
    page.get_by_role("spinbutton", name="Port").fill("104")
    page.get_by_label("Its AE title").fill("CLINIC")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Added. Test it now")).to_be_visible()
    node = world.site.nodes.get(name="Clinic")

    page.route(f"**/api/v1/nodes/{node.pk}/test", lambda route: route.continue_())
    page.get_by_role("button", name="Test now").click()
    expect(page.get_by_role("heading", name="The test is under way")).to_be_visible()
    page.get_by_role("button", name="Stop the test").click()
    expect(page.get_by_text("The test was stopped.")).to_be_visible()
    page.goto("/archives/")

    def answer(route):
        assert route.request.headers["x-csrftoken"]
        route.fulfill(json={"ok": True, "seconds": 0.0213})

    page.route(f"**/api/v1/nodes/{node.pk}/echo", answer)
    page.get_by_role("button", name="Ask Clinic whether it is there").click()
    expect(page.get_by_role("status").filter(has_text="Clinic answered in 0.02 s")).to_be_visible()


def test_what_the_pacs_team_has_to_do_is_copied(page, world):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/archives/{world.node.pk}/test/")
    page.get_by_role("button", name="Copy for the PACS team").click()
    expect(page.get_by_text("Copied. Send it to the PACS team.")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("Please register the DICOM node PLUMBLINE")


def test_an_archive_that_does_not_answer_says_what_to_do(page, world, problems):
    page.goto("/archives/")
    sentence = "Main PACS refused us: it does not know our AE title."
    error = {"error": {"code": "archive_title_refused", "params": {}, "sentence": sentence}}
    page.route("**/echo", lambda route: route.fulfill(status=502, json=error))
    page.get_by_role("button", name="Ask Main PACS whether it is there").click()
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("button", name="Ask Main PACS whether it is there")).to_be_enabled()
    problems.clear()


def test_a_role_offers_to_be_saved_only_when_it_changed(page):
    page.goto("/people/")
    save = page.get_by_role("button", name="Save the role of Dr Ada Weber", include_hidden=True)
    expect(save).to_be_hidden()
    role = page.get_by_role("combobox", name="Role of Dr Ada Weber")
    role.select_option("radiologist")
    save.click()
    expect(page.get_by_text("The role is changed.")).to_be_visible()
    expect(role).to_have_value("radiologist")


def test_the_menu_opens_by_keyboard_closes_by_escape_and_signs_out(page):
    page.goto("/about/")
    menu = page.locator("summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.goto("/people/")
    page.wait_for_url("**/sign-in/?next=/people/")


def test_teams_are_made_filled_and_removed(page):
    page.goto("/people/")
    page.get_by_label("New team").fill("Knees")
    page.get_by_role("button", name="Add the team").click()
    expect(page.get_by_text("Team Knees is added.")).to_be_visible()
    page.get_by_role("combobox", name="Team of Dr Ada Weber").select_option("Knees")
    page.get_by_role("button", name="Save the team of Dr Ada Weber").click()
    expect(page.get_by_text("Dr Ada Weber is now in Knees.")).to_be_visible()
    rename = page.get_by_role("button", name="Save the name of team Knees", include_hidden=True)
    expect(rename).to_be_hidden()
    page.get_by_role("textbox", name="Name of team Knees").fill("Knees and feet")
    rename.click()
    expect(page.get_by_role("combobox", name="Team of Dr Ada Weber")).to_contain_text(
        "Knees and feet"
    )
    page.get_by_label("Remove team Knees and feet", exact=True).click()
    page.get_by_role("button", name="Remove Knees and feet").click()
    expect(page.get_by_text("Team Knees and feet is removed")).to_be_visible()
    expect(page.get_by_role("combobox", name="Team of Dr Ada Weber")).to_have_value("")
