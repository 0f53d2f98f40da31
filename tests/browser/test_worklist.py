"""The worklist by keyboard and pointer: views, search, preview, news without movement, cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from planning.plans.models import Plan
from planning.studies.models import Study
from tests.browser.pages import LARGE, SMALL, FakeApi
from tests.web import cases

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def week(world):
    return cases.week(world, timezone.localdate())


@pytest.fixture
def page(open_page, world, week):
    return open_page(world.people["surgeon"], size=SMALL)


@pytest.fixture
def api(page, world):
    """Events are the test's; plans and films are the server's own."""
    fake = FakeApi(page)
    for path in ("plans**", "plans/**", "studies/**"):
        page.route(f"**/api/v1/{path}", lambda route: route.continue_())
    return fake


def line(page, name: str):
    return page.locator("tr[data-key]").filter(has_text=name)


def names(page) -> list[str]:
    shown = page.locator("tr[data-key]:visible .name").all_inner_texts()
    return [name.partition(",")[0] for name in shown]


def test_a_line_is_44_pixels_high_on_both_screens(page, api):
    page.goto("/")
    for size in (SMALL, LARGE):
        page.set_viewport_size(size)
        for name in ("Demo, Anna", "Okafor, Chidi", "Smith, John"):
            assert line(page, name).bounding_box()["height"] == 44
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_saved_view_is_a_click_away_and_says_which_it_is(page, api):
    page.goto("/")
    page.get_by_role("link", name="Tomorrow 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomorrow")
    assert names(page) == ["Demo", "Brandt", "Okafor"]


def test_a_note_shows_in_its_line_at_once_and_the_focus_stays(page, api, world, week):
    page.goto("/?view=tomorrow")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    brandt = line(page, "Brandt, Otto")
    expect(brandt.get_by_role("link")).to_be_focused()
    study = week["Brandt"].study
    note = cases.note(study, world.people["radiologist"], must_read=True)
    api.tell("note", {"study_id": str(study.pk), "note_id": str(note.pk)})
    expect(brandt.locator(".notes")).to_contain_text("Must read")
    expect(brandt.locator(".urgent")).to_have_text("Note to read before theatre")
    expect(page.locator('[data-count="unread"]')).to_have_text("3")
    expect(brandt.get_by_role("link")).to_be_focused()
    assert names(page) == ["Demo", "Brandt", "Okafor"]


def test_what_would_move_lines_waits_until_it_is_asked_for(page, api, week):
    page.goto("/?view=tomorrow")
    line(page, "Okafor, Chidi").hover()
    Plan.objects.filter(pk=week["Okafor"].pk).update(planned_order=1, operation="Osteotomy")
    Plan.objects.filter(pk=week["Demo"].pk).update(planned_on=None)
    plan = week["Okafor"]
    told = {"plan_id": str(plan.pk), "study_id": str(plan.study_id), "version": 1, "state": "draft"}
    api.tell("plan", told)
    expect(line(page, "Okafor, Chidi").locator(".what")).to_have_text("Osteotomy")
    offer = page.get_by_role("button", name="Show 2 changes")
    expect(offer).to_be_visible()
    assert names(page) == ["Demo", "Brandt", "Okafor"]
    offer.click()
    expect(offer).to_be_hidden()
    assert names(page) == ["Okafor", "Brandt"]


def test_typing_finds_what_is_here_and_ends_with_the_archives(page, api):
    page.goto("/?view=tomorrow")
    page.keyboard.press("/")
    page.keyboard.type("ros")
    expect(line(page, "Rossi, Gino")).to_be_visible()
    assert names(page) == ["Rossi"]
    page.keyboard.press("ArrowDown")
    expect(line(page, "Rossi, Gino").get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(line(page, "Demo, Anna")).to_be_visible()
    page.get_by_role("searchbox").fill("rossi, g")
    page.get_by_role("button", name="Search PACS for “rossi, g”").click()
    page.wait_for_url("**/search/")
    expect(page.get_by_role("searchbox")).to_have_value("rossi, g")


def test_a_search_that_finds_nothing_here_still_leads_on(page, api):
    page.goto("/")
    page.get_by_role("searchbox").fill("nobody")
    expect(page.get_by_text("Nothing here fits.", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Search PACS for “nobody”")).to_be_visible()


def test_space_previews_and_escape_returns_to_the_line(page, api):
    page.goto("/?view=tomorrow")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview).to_be_focused()
    expect(preview).to_contain_text("Total hip replacement · RIGHT")
    expect(preview.get_by_role("link")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(line(page, "Demo, Anna").get_by_role("link")).to_be_focused()


def test_a_preview_follows_its_line_another_side_is_never_left_standing(page, api, week):
    page.goto("/?view=tomorrow")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview).to_contain_text("Total hip replacement · RIGHT")
    plan = week["Demo"]
    Plan.objects.filter(pk=plan.pk).update(side="L")
    told = {"plan_id": str(plan.pk), "study_id": str(plan.study_id), "version": 1, "state": "draft"}
    api.tell("plan", told)
    expect(preview).to_contain_text("Total hip replacement · LEFT")


def test_enter_opens_the_plan_of_the_line(page, api, week):
    page.route("**/studies/*/?*", lambda route: route.fulfill(body="<title>planner</title>"))
    page.goto("/?view=tomorrow")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/studies/{week['Demo'].study_id}/?film=*&plan={week['Demo'].pk}")


def test_a_case_is_made_from_films_without_a_plan(page, api, world):
    page.goto("/?view=unplanned")
    page.get_by_role("button", name="Make a case for Smith, John").click()
    form = page.get_by_role("dialog", name="New case")
    expect(form).to_contain_text("ID MRN-00001")
    form.get_by_label("Operation").fill("Total hip replacement")
    form.get_by_label("LEFT").check()
    day = timezone.localdate() + timedelta(days=1)
    form.get_by_label("Theatre date").fill(day.isoformat())
    form.get_by_label("Place on the list").fill("4")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(page.locator('[data-count="tomorrow"]')).to_have_text("4")
    plan = Plan.objects.get(study=world.study)
    assert (plan.operation, plan.side, plan.planned_on, plan.planned_order) == (
        "Total hip replacement", "L", day, 4,
    )  # fmt: skip
    assert plan.owner == world.people["surgeon"]


def test_a_case_whose_making_failed_half_way_is_made_once(page, api, world, problems):
    page.goto("/?view=unplanned")
    page.route("**/api/v1/plans/*", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Make a case for Smith, John").click()
    form = page.get_by_role("dialog", name="New case")
    form.get_by_label("Operation").fill("Total hip replacement")
    form.get_by_label("Place on the list").fill("4")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("No connection to the server.")).to_be_visible()
    form.get_by_label("Operation").fill("Hemiarthroplasty")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    plan = Plan.objects.get(study=world.study)
    assert (plan.operation, plan.planned_order) == ("Hemiarthroplasty", 4)
    problems.clear()


def test_an_edit_changes_only_what_was_edited_and_the_line_follows(page, api, week):
    page.goto("/?view=tomorrow")
    page.get_by_role("button", name="Edit the case of Brandt, Otto").click()
    form = page.get_by_role("dialog", name="Case")
    expect(form.get_by_label("LEFT")).to_be_checked()
    Plan.objects.filter(pk=week["Brandt"].pk).update(planned_order=9)
    form.get_by_label("Operation").fill("Hemiarthroplasty")
    form.get_by_role("button", name="Save").click()
    expect(line(page, "Brandt, Otto").locator(".what")).to_have_text("Hemiarthroplasty")
    expect(line(page, "Brandt, Otto").get_by_role("link")).to_be_focused()
    plan = Plan.objects.get(pk=week["Brandt"].pk)
    assert (plan.operation, plan.side, plan.planned_order) == ("Hemiarthroplasty", "L", 9)


def test_the_other_side_than_the_films_is_doubted_before_it_is_saved(page, api, week):
    study: Study = week["Brandt"].study
    study.series.get().instances.update(header={"ViewPosition": ["AP"], "Laterality": ["R"]})
    page.goto("/?view=tomorrow")
    page.get_by_role("button", name="Edit the case of Brandt, Otto").click()
    doubt = page.get_by_test_id("case-doubt")
    expect(doubt).to_have_text(
        "The film shows the RIGHT; this operation is on the LEFT. Make sure before you save."
    )
    page.get_by_role("dialog").get_by_label("RIGHT").check()
    expect(doubt).to_be_hidden()


def test_of_a_signed_case_only_the_theatre_list_can_be_changed(page, api):
    page.goto("/")
    page.get_by_role("button", name="Edit the case of Rossi, Gino").click()
    form = page.get_by_role("dialog", name="Case")
    expect(form.get_by_label("Operation")).to_be_disabled()
    expect(form.get_by_label("RIGHT")).to_be_disabled()
    expect(form.get_by_label("Theatre date")).to_be_enabled()


def test_a_refused_edit_says_why_and_keeps_what_was_typed(page, api, week, problems):
    page.goto("/?view=tomorrow")
    page.get_by_role("button", name="Edit the case of Demo, Anna").click()
    form = page.get_by_role("dialog", name="Case")
    form.get_by_label("Operation").fill("Something else")
    cases.sign(week["Demo"])
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("case-problem")).to_contain_text("This plan is signed.")
    expect(form.get_by_label("Operation")).to_have_value("Something else")
    problems.clear()
