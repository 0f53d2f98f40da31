"""The list of studies by keyboard and pointer, with its preview on a large screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.import_jobs import job, under_way
from tests.browser.pages import LARGE, FakeApi
from tests.web import world as worlds

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    made = worlds.build()
    for number, name in ((2, "Miller^Anna"), (3, "山田^太郎")):
        study = worlds.study(made.site, number=number, name=name)
        worlds.film(study)
    return made


@pytest.fixture
def page(open_page, world):
    page = open_page(world.people["surgeon"])
    page.route("**/studies/*/*", lambda route: route.fulfill(body="<title>planner</title>"))
    return page


def test_arrow_keys_choose_and_enter_opens(page, api, world):
    page.goto("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.chosen a")).to_be_focused()
    chosen = page.locator("tr.chosen").get_attribute("data-study")
    assert chosen == page.locator("tr[data-key]").nth(1).get_attribute("data-study")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/studies/{chosen}/?film=*")


def test_the_keys_stop_at_both_ends(page, api):
    page.goto("/")
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    expect(page.locator("tr[data-key]").last).to_have_class("chosen")
    for _ in range(9):
        page.keyboard.press("ArrowUp")
    expect(page.locator("tr[data-key]").first).to_have_class("chosen")


def test_slash_goes_to_the_search_and_typing_there_is_typing(page, api):
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_the_search_box_leads_to_the_search_page(page, api):
    page.goto("/")
    page.get_by_role("searchbox").fill("miller")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    expect(page.get_by_role("searchbox")).to_have_value("miller")


def test_a_click_anywhere_on_the_row_opens_it(page, api):
    page.goto("/")
    row = page.locator("tr[data-key]").first
    study = row.get_attribute("data-study")
    row.locator("td.operation").click(force=True)
    page.wait_for_url(f"**/studies/{study}/?film=*")


def test_the_preview_shows_the_chosen_study_and_its_films(open_page, world):
    page = open_page(world.people["surgeon"], size=LARGE)
    api = FakeApi(page)
    films = [{"id": "f1", "number": 1, "view": "AP", "side": "", "date": "2026-11-10"}]
    for study in world.site.studies.all():
        detail = {"id": str(study.pk), "series": [{"films": films}]}
        api.answer("GET", f"studies/{study.pk}", detail)
    page.goto("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    preview = page.get_by_role("complementary", name="Preview")
    name = page.locator("tr[data-key]").nth(1).locator(".name").inner_text()
    expect(preview.locator("b")).to_have_text(name)
    expect(preview.get_by_role("link", name="AP · 2026-11-10")).to_be_visible()


def test_there_is_no_preview_where_there_is_no_room(page, api):
    page.goto("/")
    expect(page.get_by_role("complementary", name="Preview", include_hidden=True)).to_be_hidden()
    assert not [path for _, path, _ in api.asked if path.startswith("studies/")]


def test_an_import_shows_in_the_row_of_its_study(page, api, world):
    page.goto("/")
    study = str(world.study.pk)
    state = page.locator(f'[data-study="{study}"] [data-state-words]')
    expect(state).to_be_hidden()
    api.tell("job", job("done", tick=1, study_id=study))
    expect(state).to_be_hidden()
    api.tell("job", under_way(2, study_id=study))
    expect(state).to_have_text("14 of 22 · 31 MB · 4 s")
    api.tell("job", job("incomplete", tick=3, study_id=study, files_done=20))
    expect(state).to_have_text("Incomplete 20 of 22")


def test_a_study_that_arrives_is_offered_but_moves_nothing_by_itself(page, api, world):
    page.goto("/")
    api.tell("job", under_way(1))
    rows = page.locator("tr[data-key]").count()
    new = worlds.study(world.site, number=9, name="New^Nora")
    film = {"study_id": str(new.pk), "film_id": str(worlds.film(new).pk)}
    api.tell("job", under_way(2, study_id=str(new.pk), first_film=film))
    assert page.locator("tr[data-key]").count() == rows
    page.get_by_role("button", name="Show 1 new study").click()
    expect(page.locator(".patient .name").filter(has_text="New, Nora")).to_be_visible()
