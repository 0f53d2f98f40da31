"""Whatever happens to the browser or the connection, what was drawn is not lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planning.phantom.film import generate
from tests.browser import journey, pages
from tests.browser.planning_page import Planner, Server, signed_in, watched
from tests.browser.viewer import ARGUMENTS
from tests.installation import Installation
from tests.peers.programs import chromium as chromium_program

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(300)]
SEEDS = range(7, 13)
LOST_AT_MOST_S = 2.0


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """The whole product with a film for every test."""
    place = tmp_path_factory.mktemp("phantoms")
    films = [generate("ap_pelvis", seed, pixel_mm=0.8).write(place) for seed in SEEDS]
    with Installation(tmp_path_factory.mktemp("installation")) as running:
        running.manage("import_files", *map(str, films))
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


def test_an_edit_is_on_the_server_within_a_second_and_there_after_a_reload(
    chromium_browser: Browser, installation, study, server
):
    with signed_in(chromium_browser, installation) as page:
        planner = Planner(page, installation, study)
        time.sleep(1.5)
        assert server.plans() == [], "looking begins no plan"
        planner.draw()
        done = time.monotonic()
        while not server.lengths() and time.monotonic() - done < 5:
            time.sleep(0.05)
        assert time.monotonic() - done < 1.0 + 0.5, "half a second for the asking"
        planner.saved()
        shown = planner.lengths()
        again = Planner(page, installation, study)
        assert again.lengths() == shown
        (plan,) = server.plans()
        (view,) = plan["document"]["views"]
        assert view["pixel_sha256"] != "0" * 64


def process_of(profile: Path) -> int:
    """Return the browser's own process, by the profile that only it uses."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        ours = f"--user-data-dir={profile}" in words
        if ours and not any(word.startswith("--type=") for word in words):
            return int(entry.name)
    raise LookupError("no browser uses this profile")


def test_a_browser_killed_while_drawing_costs_two_seconds_at_most(
    chromium_browser: Browser, installation, study, server, tmp_path
):
    def launch():
        return chromium_browser.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=str(chromium_program()), args=ARGUMENTS,
            viewport=pages.LARGE,
        )  # fmt: skip

    context = launch()
    page = context.new_page()
    page.set_default_timeout(15_000)
    journey.sign_in(page, installation.address)
    planner = Planner(page, installation, study)
    done: list[float] = []
    begun = time.monotonic()
    while time.monotonic() - begun < 6:
        planner.draw()
        done.append(time.monotonic())
    os.kill(process_of(tmp_path), signal.SIGKILL)
    killed = time.monotonic()
    safe = sum(when <= killed - LOST_AT_MOST_S for when in done)
    assert safe >= 5
    time.sleep(1)
    arrived = len(server.lengths())
    assert arrived >= safe

    # What the browser had written down comes along with the next sign-in in it.
    context = launch()
    with watched(context) as page:
        journey.sign_in(page, installation.address)
        planner = Planner(page, installation, study)
        server.has(len(planner.lengths()))
        assert len(planner.lengths()) >= arrived
    context.close()


def test_an_offline_gap_loses_nothing_and_the_page_says_what_is_going_on(
    chromium_browser: Browser, installation, study, server
):
    with signed_in(chromium_browser, installation) as page:
        planner = Planner(page, installation, study)
        planner.draw()
        planner.saved()
        page.context.set_offline(True)
        for _ in range(6):
            planner.draw()
        planner.press("Escape", "Control+z")
        alert = page.get_by_test_id("alert-saving")
        expect(alert).to_contain_text("no connection")
        expect(alert).to_contain_text("Your work is kept in this browser")
        assert planner.state == "Not saved"
        assert len(server.lengths()) == 1
        page.context.set_offline(False)
        server.has(6)
        planner.saved()
        expect(alert).to_be_hidden()
        assert len(planner.lengths()) == 6


def test_what_was_drawn_offline_survives_the_page_and_belongs_to_its_person_only(
    chromium_browser: Browser, installation, study, server
):
    with signed_in(chromium_browser, installation) as page:
        planner = Planner(page, installation, study)
        page.context.set_offline(True)
        for _ in range(3):
            planner.draw()
        expect(page.get_by_test_id("alert-saving")).to_contain_text("no connection")
        planner.draw()
        page.close()
        context = chromium_browser.contexts[-1]
        context.set_offline(False)
        assert server.plans() == []

        stranger = context.new_page()
        context.clear_cookies()
        journey.sign_in(stranger, installation.address, "radiologist")
        assert Planner(stranger, installation, study).lengths() == []
        time.sleep(1.5)
        assert server.plans() == []
        stranger.close()
        context.clear_cookies()

        again = context.new_page()
        journey.sign_in(again, installation.address)
        planner = Planner(again, installation, study)
        expect(again.locator(".planner-status")).to_contain_text("4 changes that were not saved")
        assert len(planner.lengths()) == 4
        server.has(4)
        planner.saved()
        kept = again.evaluate(
            """() => new Promise((resolve) => {
              const opening = indexedDB.open("plumbline-unsent");
              opening.onsuccess = () => {
                const all = opening.result.transaction("entries").objectStore("entries").getAll();
                all.onsuccess = () => resolve(all.result);
              };
            })"""
        )
        assert kept == [], "what is confirmed is not kept in the browser"


def test_leaving_for_another_page_at_once_loses_nothing(
    chromium_browser: Browser, installation, study, server
):
    with signed_in(chromium_browser, installation) as page:
        planner = Planner(page, installation, study)
        planner.draw()
        planner.saved()
        planner.draw()
        page.goto(f"{installation.address}/search/")
        server.has(2, within_s=2)


def test_signing_out_with_unsaved_work_asks_first(
    chromium_browser: Browser, installation, study, server
):
    with signed_in(chromium_browser, installation) as page:
        planner = Planner(page, installation, study)
        planner.draw()
        planner.saved()
        page.route("**/changes", lambda route: route.abort())
        planner.draw()
        page.locator(".person-menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        dialog = page.get_by_test_id("leave-dialog")
        expect(dialog).to_contain_text("1 change of a plan")
        dialog.get_by_role("button", name="Stay signed in").click()
        assert len(planner.lengths()) == 2
        page.unroute("**/changes")
        page.locator(".person-menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in/**")
        server.has(2, within_s=1)
