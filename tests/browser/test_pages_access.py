"""Every page can be read, reached by keyboard and hit by a finger (WCAG 2.2 AA)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.pages import LARGE, SMALL, FakeApi
from tests.web import world as worlds

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]

PROBES = (Path(__file__).parent / "page_probes.js").read_text()
PAGES = ["home", "search", "nodes", "node", "people", "site", "password", "about", "sign-in"]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def world():
    made = worlds.build()
    long_name = "Weber-Hohenstein^Maximiliane Adelheid Ottilie"
    worlds.film(worlds.study(made.site, number=2, name=long_name, description="Long leg " * 12))
    return made


@pytest.fixture
def visit(open_page, world):
    """Return a function that opens a page by its name."""

    def go(name: str):
        page = open_page(None if name == "sign-in" else world.people["administrator"], size=SMALL)
        page.add_init_script(PROBES)
        api = FakeApi(page)
        for study in world.site.studies.all():
            api.answer("GET", f"studies/{study.pk}", {"id": str(study.pk), "series": []})
        arguments = {"node_id": world.node.pk} if name == "node" else {}
        page.goto(reverse(name, kwargs=arguments))
        page.wait_for_load_state("networkidle")
        return page

    return go


@pytest.mark.parametrize("name", PAGES)
def test_the_page_fits_every_window(name, visit):
    page = visit(name)
    for size in (LARGE, SMALL):
        page.set_viewport_size(size)
        assert page.evaluate("() => probes.overflow()") == {"across": 0, "down": 0}
    page.set_viewport_size(PHONE)
    assert page.evaluate("() => probes.overflow()")["across"] == 0
    assert page.evaluate("() => probes.cutOff()") == []


@pytest.mark.parametrize("name", PAGES)
def test_text_can_be_read_and_controls_be_hit(name, visit):
    page = visit(name)
    assert page.evaluate("() => probes.faint(4.5)") == []
    assert page.evaluate("() => probes.smallerThan(24)") == []


@pytest.mark.parametrize("name", PAGES)
def test_every_control_is_reached_by_tab_and_shows_it(name, visit):
    page = visit(name)
    page.evaluate("() => { document.activeElement?.blur(); }")
    expected = page.evaluate("() => probes.reachable()")
    reached, unseen = set(), []
    for _ in range(len(expected) + 8):
        page.keyboard.press("Tab")
        name_of, visible = page.evaluate("() => probes.focus()")
        reached.add(name_of)
        if name_of and not visible:
            unseen.append(name_of)
    assert set(expected) - reached == set()
    assert unseen == []
