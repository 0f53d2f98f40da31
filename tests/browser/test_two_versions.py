"""Two people on one plan: nobody overwrites the other, and both see what there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from planning.phantom.film import generate
from tests.browser.planning_page import Planner, Server, signed_in
from tests.installation import Installation, wait_for

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(300)]
SEEDS = range(21, 27)
COLLEAGUE = ("colleague", "Dr Colleague", "surgeon")


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """The whole product with a film for every test, and a second surgeon."""
    place = tmp_path_factory.mktemp("phantoms")
    films = [generate("ap_pelvis", seed, pixel_mm=0.8).write(place) for seed in SEEDS]
    with Installation(tmp_path_factory.mktemp("installation")) as running:
        running.manage("import_files", *map(str, films))
        running.add_people(COLLEAGUE)
        yield running


@pytest.fixture(scope="module")
def studies(installation) -> Iterator[str]:
    """Studies that no test has used."""
    return iter([one["id"] for one in installation.sign_in().get("studies").json()])


@pytest.fixture
def study(studies) -> str:
    return next(studies)


@pytest.fixture
def server(installation, study) -> Server:
    return Server(installation, study)


@pytest.fixture
def mine(chromium_browser: Browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation) as page:
        yield page


@pytest.fixture
def theirs(chromium_browser: Browser, installation) -> Iterator[Page]:
    with signed_in(chromium_browser, installation, "colleague") as page:
        yield page


def both(mine: Page, theirs: Page, installation, study) -> tuple[Planner, Planner]:
    """Open one plan in both windows: a length that both see."""
    first = Planner(mine, installation, study)
    first.draw()
    first.saved()
    second = Planner(theirs, installation, study)
    second.drawn = 1
    assert len(second.lengths()) == 1
    return first, second


def stale(mine: Page, theirs: Page, installation, study) -> tuple[Planner, Planner]:
    """Let me go on without a connection while the colleague saves."""
    first, second = both(mine, theirs, installation, study)
    mine.context.set_offline(True)
    for _ in range(2):
        second.draw(row=1)
        second.saved()
    first.draw()
    first.page.get_by_role("button", name="Delete length 1").click()
    mine.context.set_offline(False)
    expect(mine.get_by_test_id("plan-conflict")).to_be_visible()
    return first, second


def test_what_a_colleague_saves_is_seen_at_once_where_nothing_is_unsaved(
    mine, theirs, installation, study
):
    first, second = both(mine, theirs, installation, study)
    second.draw()
    second.saved()
    expect(mine.get_by_test_id("ruler-2")).to_be_visible()
    expect(mine.locator(".planner-status .help")).to_contain_text("Dr Colleague saved version 2")
    first.drawn = 2
    first.draw()
    first.saved()
    expect(theirs.get_by_test_id("ruler-3")).to_be_visible()
    assert mine.get_by_test_id("plan-conflict").count() == 0


def test_a_stale_save_is_refused_with_both_versions_in_words_and_on_the_film(
    mine, theirs, installation, study, server
):
    stale(mine, theirs, installation, study)
    dialog = mine.get_by_test_id("plan-conflict")
    expect(dialog).to_contain_text(
        "Dr Colleague saved version 3 while you worked on version 1. Nothing is lost. "
        "Compare the two and choose."
    )
    lines = [line.inner_text() for line in dialog.get_by_test_id("difference").all()]
    assert len(lines) == 4
    assert sum("deleted by you" in line for line in lines) == 1
    assert sum("added by you" in line for line in lines) == 1
    assert sum("added by Dr Colleague" in line for line in lines) == 2
    shown = mine.locator(".film-overlay .mark.line.version-theirs")
    assert shown.count() == 3, "the deleted one is still theirs"
    dialog.get_by_test_id("difference").filter(has_text="Dr Colleague").first.hover()
    expect(shown).to_have_count(1)
    assert server.plans()[0]["version"] == 3


def test_mine_on_top_keeps_what_both_did(mine, theirs, installation, study, server):
    first, _ = stale(mine, theirs, installation, study)
    mine.get_by_test_id("put-mine-on-top").click()
    expect(mine.get_by_test_id("plan-conflict")).to_be_hidden()
    first.saved()
    server.has(3)
    assert len(first.lengths()) == 3
    assert server.plans()[0]["version"] == 4
    expect(theirs.locator(".card.result")).to_have_count(3)


def test_theirs_taken_mine_is_set_aside_and_kept(mine, theirs, installation, study, server):
    first, second = stale(mine, theirs, installation, study)
    mine.keyboard.press("Escape")
    bar = mine.get_by_test_id("alert-versions")
    expect(bar).to_contain_text("Nothing is lost")
    assert first.state == "Two versions"
    bar.get_by_role("button", name="Compare and choose").click()
    mine.get_by_test_id("take-theirs").click()
    expect(mine.get_by_test_id("plan-conflict")).to_be_hidden()
    assert sorted(first.lengths()) == sorted(second.lengths())
    (plan,) = server.plans()
    history = server.client.get(f"plans/{plan['id']}/history").json()
    assert [row["outcome"] for row in history].count("set_aside") == 1
    assert plan["version"] == 3


def test_a_role_that_may_not_plan_measures_for_itself(
    mine, chromium_browser, installation, study, server
):
    surgeon = Planner(mine, installation, study)
    surgeon.draw()
    surgeon.saved()
    with signed_in(chromium_browser, installation, "radiologist") as page:
        reader = Planner(page, installation, study)
        reader.drawn = 1
        reader.draw()
        expect(page.get_by_test_id("ruler-2")).to_be_visible()
        assert reader.state == "Only in this tab"
        page.get_by_role("button", name="Delete length 1").click()
        expect(page.locator(".planner-status .help")).to_contain_text("belongs to the plan")
        assert len(reader.lengths()) == 2
        page.wait_for_timeout(1500)
        assert len(server.lengths()) == 1
        surgeon.draw(row=1)
        surgeon.saved()
        expect(page.get_by_test_id("ruler-3")).to_be_visible()
        assert len(reader.lengths()) == 3


def test_what_is_signed_or_archived_refuses_editing_and_says_why(mine, installation, study, server):
    planner = Planner(mine, installation, study)
    planner.draw()
    planner.saved()
    (plan,) = server.plans()
    token = server.client.session.cookies.get("csrftoken", "")
    archived = server.client.session.patch(
        f"{installation.address}/api/v1/plans/{plan['id']}",
        json={"state": "archived"},
        headers={"X-CSRFToken": token, "Referer": installation.address},
        timeout=30,
    )
    assert archived.status_code == 200
    wait_for(lambda: mine.get_by_test_id("plan-state").is_visible(), 20)
    assert mine.get_by_test_id("plan-state").inner_text() == "Archived"
    planner.press("Escape", "Escape")
    mine.get_by_test_id("tool-length").click()
    expect(mine.locator(".planner-status .help")).to_contain_text("archived and cannot be changed")
    assert mine.locator(".film").get_attribute("data-tool") == "pan"
