"""The implant library in a browser: narrow, choose, read the dimensions, recall with a reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from planning.library import selectors
from tests.browser import pages
from tests.browser.axe import violations

pytestmark = [
    pytest.mark.peer("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(120),
]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def page(open_page, world) -> Page:
    """The library, opened by the site's administrator."""
    # Drawn once for each process; a busy machine takes longer than a page is waited for.
    selectors.listing()
    opened = open_page(world.people["administrator"])
    opened.add_init_script(pages.FAKE)
    opened.goto("/library/")
    expect(opened.get_by_test_id("variant-name")).to_contain_text("press-fit cup, 52 mm")
    return opened


def drawn_mm(page: Page) -> float:
    """Return how wide the silhouette is on the screen, in the drawing's own millimetres."""
    return page.evaluate(
        """() => {
          const svg = document.querySelector(".drawing svg");
          const { width } = svg.querySelector(".outline").getBoundingClientRect();
          return width / Number(svg.dataset.pxPerMm);
        }"""
    )


def medial_edge(page: Page) -> str:
    """Return to which side of its axis the neck of the drawn stem points."""
    return page.evaluate(
        """() => {
          const [axis, neck] = [".axis", ".outline"].map((name) => (
            document.querySelector(`.drawing ${name}`).getBoundingClientRect()));
          return neck.right - axis.left > axis.left - neck.left ? "right" : "left";
        }"""
    )


def test_a_person_finds_an_implant_reads_it_and_recalls_it(page, world):
    assert drawn_mm(page) == pytest.approx(52, abs=0.5)
    page.keyboard.press("+")
    expect(page.get_by_test_id("size-54")).to_have_attribute("aria-pressed", "true")
    assert drawn_mm(page) == pytest.approx(54, abs=0.5)
    expect(page.locator(".drawing text", has_text="54 mm across")).to_be_visible()

    page.get_by_label("Fixation").select_option("cemented")
    expect(page.locator("[data-count]")).to_have_text("2 of 7 families")
    page.get_by_label("Fixation").select_option("")
    page.get_by_label("Name or maker").fill("wedge")
    page.get_by_test_id("family-tapered_wedge_stem").click()
    expect(page.locator(".drawing text", has_text="offset 41.6 mm")).to_be_visible()
    page.get_by_test_id("option-offset").select_option("high")
    expect(page.locator(".drawing text", has_text="offset 48.6 mm")).to_be_visible()
    assert medial_edge(page) == "right"
    page.get_by_role("button", name="Left", exact=True).click()
    assert medial_edge(page) == "left"
    page.get_by_role("button", name="Lateral").click()
    expect(page.locator(".drawing text", has_text="mm deep")).to_have_count(2)

    page.get_by_test_id("change-standing").click()
    page.get_by_label("From now on").select_option("recalled")
    page.get_by_label("Reason").fill("Stems break at the neck")
    for size in (pages.LARGE, pages.SMALL, PHONE):
        page.set_viewport_size(size)
        assert violations(page) == []
    page.set_viewport_size(pages.SMALL)
    page.get_by_role("button", name="Save for Here").click()
    expect(page.get_by_test_id("family-tapered_wedge_stem")).to_contain_text("Recalled")
    expect(page.locator(".standing .said")).to_contain_text("Stems break at the neck")
    standing = selectors.standing_at(world.site.pk, "tapered_wedge_stem", 1)
    assert (standing.status, standing.said_by) == ("recalled", "cleo")
    page.reload()
    expect(page.get_by_test_id("variant-name")).to_contain_text("wedge, 148 mm")
    expect(page.locator(".facts .badges")).to_contain_text("Recalled")
