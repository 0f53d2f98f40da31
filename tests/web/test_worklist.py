"""The worklist: cases by theatre date, saved views, what is unsolved, the search."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from planning.plans import worklist
from planning.plans.models import Plan
from planning.web.worklist_views import VIEWS
from tests.web import cases
from tests.web import world as worlds

HOME = reverse("home")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def week(world, today):
    return cases.week(world, today)


@pytest.fixture
def ada(as_role, week):
    return as_role("surgeon")


def page(client, view: str = "all", **headers) -> str:
    return client.get(HOME, {"view": view}, headers=headers).content.decode()


def names(text: str) -> list[str]:
    return [name.partition(",")[0] for name in re.findall(r"data-name>([^<]*)<", text)]


def line(text: str, name: str) -> str:
    (found,) = [row for row in text.split("<tr ") if f"data-name>{name}" in row]
    return found.partition("</tr>")[0]


def test_cases_stand_in_the_order_of_theatre_then_the_undated_the_past_and_films_without_plan(ada):
    text = page(ada)
    assert names(text) == [
        "Demo", "Brandt", "Okafor", "Weber-Hohenstein", "Ito", "Novak", "Rossi", "Smith",
    ]  # fmt: skip


def test_days_are_headings_and_near_ones_have_their_word(ada, today):
    text = page(ada)
    tomorrow = today + timedelta(days=1)
    for heading in (f"Tomorrow, {tomorrow:%a} {tomorrow}", "No theatre date", "Past, ",
                    "Films without a plan"):  # fmt: skip
        assert heading in text
    assert text.index("No theatre date") < text.index("Past, ") < text.index("Films without a plan")


def test_a_line_says_who_what_which_side_and_which_films_in_words(ada, week):
    demo = line(page(ada), "Demo, Anna")
    for words in ("佐藤 花子", "ID MRN-00021", "Total hip replacement", ">RIGHT<", "2 AP 1 lat",
                  "2026-11-10", "Dr Ada Weber · Arthroplasty"):  # fmt: skip
        assert words in demo
    plan = week["Demo"]
    first = plan.study.series.get().instances.get(number=1)
    planner = reverse("planner", kwargs={"study_id": plan.study_id})
    assert f'href="{planner}?film={first.pk}&amp;plan={plan.pk}"' in demo


@pytest.mark.parametrize(
    ("name", "stage", "done", "urgent"),
    [
        ("Demo, Anna", "Draft", "films, scale, measured, templates", "Note to read before theatre"),
        ("Brandt, Otto", "New", "films", "No scale on film"),
        ("Okafor, Chidi Emmanuel", "Draft", "films, scale, measured", "Not signed yet"),
        ("Weber-Hohenstein", "Refused", "films, scale, measured, templates, signed",
         "PACS refused the report"),
        ("Ito, Ken", "New", "films", "Side not set"),
        ("Rossi, Gino", "In PACS", "films, scale, measured, templates, signed, in PACS", ""),
    ],
)  # fmt: skip
def test_progress_and_the_most_urgent_thing_are_said_in_words(ada, name, stage, done, urgent):
    found = line(page(ada), name)
    assert f'class="stage">{stage}<' in found
    assert re.search(rf'aria-label="done: {done}(;|")', found)
    assert f"data-urgent>{urgent}<" in found
    assert found.count("<i data-mark=") == 6
    assert found.count('<i data-mark="done">') == len(done.split(", "))


def test_notes_are_counted_and_what_must_be_read_is_a_word(ada, as_role):
    text = page(ada)
    assert ">2<" in line(text, "Demo, Anna").partition('class="notes"')[2]
    assert ">Must read<" in line(text, "Demo, Anna")
    assert ">1 new<" in line(text, "Okafor, Chidi Emmanuel")
    assert "Must read" not in line(text, "Brandt, Otto")


def test_the_author_of_a_note_has_read_it(as_role, week):
    text = page(as_role("radiologist"))
    assert " new<" not in line(text, "Okafor, Chidi Emmanuel")


def test_films_of_the_other_side_only_are_a_warning(ada, week):
    plan = week["Brandt"]
    film = plan.study.series.get().instances.get()
    film.header = {"ViewPosition": ["AP"], "Laterality": ["R"]}
    film.save()
    assert "Film shows the other side" in line(page(ada), "Brandt, Otto")


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("tomorrow", ["Demo", "Brandt", "Okafor"]),
        ("week", ["Demo", "Brandt", "Okafor", "Weber-Hohenstein", "Ito"]),
        ("needs-me", ["Demo", "Brandt", "Okafor", "Weber-Hohenstein", "Ito", "Novak"]),
        ("unread", ["Demo", "Okafor"]),
        ("unplanned", ["Smith"]),
        ("team", ["Demo", "Brandt", "Okafor", "Weber-Hohenstein", "Ito", "Novak", "Rossi"]),
    ],
)
def test_a_saved_view_shows_its_cases_and_how_many(ada, view, expected):
    text = page(ada, view)
    assert names(text) == expected
    assert f'data-count="{view}">{len(expected)}<' in text
    assert f'?view={view}" aria-current="page"' in text


def test_mine_are_those_that_i_own(as_role, week):
    cleo = as_role("administrator")
    assert names(page(cleo, "mine")) == []
    assert names(page(cleo, "needs-me")) == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_an_empty_view_leads_on(as_role, world, view):
    text = page(as_role("outsider"), view.key)
    assert str(view.empty) in text
    assert f'href="{reverse("search")}"' in text


def test_tomorrow_is_listed_however_many_cases_have_no_date(ada, monkeypatch):
    """One case of the week has no date, one is without a place on the list of its day."""
    Plan.objects.filter(operation="High tibial osteotomy").update(planned_order=None)
    monkeypatch.setattr(worklist, "LISTED_AT_MOST", 4)
    assert names(page(ada)) == ["Demo", "Brandt", "Okafor", "Rossi", "Smith"]


def test_archived_and_long_finished_cases_leave_the_list(ada, week, today):
    Plan.objects.filter(pk=week["Novak"].pk).update(state=Plan.State.ARCHIVED)
    Plan.objects.filter(pk=week["Rossi"].pk).update(planned_on=today - timedelta(days=40))
    shown = names(page(ada))
    assert "Rossi" not in shown
    # The films of an archived plan have none any more.
    assert shown[-2:] == ["Novak", "Smith"] or shown[-2:] == ["Smith", "Novak"]


def test_nothing_of_another_site_is_listed_or_found(as_role, week):
    dora = as_role("outsider")
    assert names(page(dora)) == []
    assert names(dora.post(HOME, {"text": "demo"}).content.decode()) == []


def test_a_refresh_asks_for_the_list_alone(ada):
    text = page(ada, **{"X-Plumbline-Fragment": "list"})
    assert "<html" not in text
    assert names(text) == names(page(ada))
    assert '<data hidden data-count-of="tomorrow" value="3">' in text


def test_the_search_finds_people_ids_and_operations(ada):
    def found(text: str) -> list[str]:
        return names(ada.post(HOME, {"text": text}).content.decode())

    assert found("dem") == ["Demo"]
    assert found("MRN-00022") == ["Brandt"]
    assert found("hip repl") == ["Demo", "Brandt", "Weber-Hohenstein", "Rossi"]
    assert found("smith") == ["Smith"]
    assert found("nobody") == []
    assert found("smi\0th") == []
    assert found("smith\0") == ["Smith"]


def test_the_search_finds_cases_that_left_the_list(ada, week, today):
    Plan.objects.filter(pk=week["Rossi"].pk).update(planned_on=today - timedelta(days=400))
    assert names(ada.post(HOME, {"text": "rossi"}).content.decode()) == ["Rossi"]


def test_results_end_with_the_archives_and_repeat_what_was_typed_as_text(ada):
    text = ada.post(HOME, {"text": "<b>smith</b>"}).content.decode()
    assert "Search PACS for “&lt;b&gt;smith&lt;/b&gt;”" in text
    assert "<b>smith" not in text
    assert text.rstrip().endswith("</div>")


def test_a_hostile_operation_stays_text(ada, week):
    Plan.objects.filter(pk=week["Demo"].pk).update(operation="</td><script>alert(1)</script>\"'")
    text = page(ada)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_more_cases_take_no_more_queries(ada, world, week, today):
    page(ada)
    with CaptureQueriesContext(connection) as few:
        page(ada)
    for number in range(40, 60):
        study = worlds.study(world.site, number=number, name=f"More^{number}")
        worlds.film(study)
        cases.plan(world, study, planned_on=today)
    with CaptureQueriesContext(connection) as many:
        assert len(names(page(ada))) == 28
    assert len(many) == len(few)


def test_a_case_is_made_of_known_operations_teams_and_people_who_may_plan(ada, world, week):
    series = week["Novak"].study.series.get()
    series.body_part = "KNEE"
    series.save()
    address = reverse("case-choices", kwargs={"study_id": week["Novak"].study_id})
    choices = ada.get(address).json()
    assert choices["operations"][0] == "Total knee replacement"
    assert "Total hip replacement" in choices["operations"]
    assert [team["name"] for team in choices["teams"]] == ["Arthroplasty", "Hips"]
    assert [person["name"] for person in choices["people"]] == ["Dr Ada Weber"]


def test_only_who_may_plan_is_offered_a_case(as_role, week):
    assert "data-edit-case" in page(as_role("surgeon"))
    assert "data-edit-case" not in page(as_role("radiologist"))
    assert "data-make-case" not in page(as_role("radiologist"))
