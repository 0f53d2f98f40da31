"""The planner keeps WCAG 2.2 AA as far as axe can tell: bare, working, refused, with dialogs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.film_pages import FilmServer, detector_scale, film_json
from tests.browser.pages import LARGE, SMALL
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=21))
NOTE = {"code": "polarity_disagrees", "params": {}, "sentence": "Black may be white here."}


def server(**changes: object) -> FilmServer:
    given = {"scale": detector_scale(0.15, 0.15), "notes": [NOTE]} | changes
    return FilmServer(*film_json(pictures.noise(600, 500), FILM_ID, **given))


@pytest.fixture
def viewer(chromium: Browser) -> Iterator[Viewer]:
    with server() as film:
        context = chromium.new_context(viewport=SMALL)
        yield Viewer(context.new_page(), film)
        context.close()


def test_a_film_keeps_the_rules_in_both_windows(viewer):
    for size in (SMALL, LARGE):
        viewer.page.set_viewport_size(size)
        viewer.settle()
        assert violations(viewer.page) == []


def test_every_tool_keeps_the_rules(viewer):
    tools = viewer.page.locator('[data-testid^="tool-"]:enabled')
    names = [tool.get_attribute("data-testid") for tool in tools.all()]
    assert len(names) > 4
    for name in names:
        viewer.page.get_by_test_id(name).click()
        viewer.settle()
        assert violations(viewer.page) == [], name
        viewer.page.keyboard.press("Escape")


def test_a_measured_film_keeps_the_rules(viewer):
    viewer.tool("length")
    viewer.click((100, 100))
    viewer.click((300, 400))
    assert violations(viewer.page) == []
    viewer.page.locator(".panel-scroll").evaluate("(panel) => panel.scrollTo(0, 9999)")
    assert violations(viewer.page) == []


def test_what_has_the_focus_in_the_panel_is_never_covered(viewer):
    viewer.tool("length")
    for number in range(4):
        viewer.click((60 + 80 * number, 100))
        viewer.click((60 + 80 * number, 300))
    controls = viewer.page.locator(".panel").locator("button:visible, select:visible")
    assert controls.count() > 8
    for control in controls.all():
        control.focus()
        assert control.evaluate(
            """(one) => {
              const { x, y, width, height } = one.getBoundingClientRect();
              const top = document.elementFromPoint(x + width / 2, y + height / 2);
              return one.contains(top) || top.contains(one);
            }"""
        ), control.inner_text()


def test_keys_and_alerts_opened_keep_the_rules(viewer):
    viewer.page.locator(".alert-bar .more").click()
    assert violations(viewer.page) == []
    viewer.press("?")
    assert violations(viewer.page) == []


def test_a_film_that_cannot_be_shown_keeps_the_rules(chromium):
    reason = {"code": "no_decoder", "params": {}, "sentence": "Its coding is a video."}
    with server(state="undecodable", reason=reason, levels=[]) as film:
        page = chromium.new_page()
        page.goto(film.url)
        page.get_by_test_id("film-message").wait_for()
        assert violations(page) == []
        page.close()


def test_every_section_and_dialog_keeps_the_rules(viewer):
    page = viewer.page
    heads = page.locator(".section-head:visible")
    for number in range(heads.count()):
        if heads.nth(number).get_attribute("aria-expanded") == "false":
            heads.nth(number).click()
    viewer.settle()
    assert violations(page) == []
    measure, sign = (page.get_by_role("button", name=name).first for name in ("Measure…", "Sign…"))
    for opener in (measure, sign, page.get_by_test_id("case-edit")):
        opener.click()
        viewer.settle()
        assert violations(page) == [], opener
        page.keyboard.press("Escape")
        viewer.settle()
