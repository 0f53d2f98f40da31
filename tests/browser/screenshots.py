"""Take the pictures of the documents from a running demonstration.

make demo            # in another terminal
python -m tests.browser.screenshots http://127.0.0.1:8000 docs/img
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, expect

from planning.phantom import ORDERS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
django.setup()

from tests.browser import journey, plan_steps, viewer  # noqa: E402

SIZES = {1280: (1280, 690), 1920: (1920, 950)}
PATIENT = "demo, bruno"
PASSWORD = "plumbline-demo"
RIM_POINTS = 10


def truth_of(films: Path, name: str) -> dict:
    """Return the truth of a demonstration patient's film."""
    number = next(n for n, order in enumerate(ORDERS) if name in order.person.name.lower())
    (path,) = (films / f"{number:02d}").glob("*.json")
    return json.loads(path.read_text())


def main() -> None:
    """Take all pictures."""
    address, out = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    films = (
        Path(sys.argv[3]) if len(sys.argv) > 3 else Path(".plumbline/demo/demonstration/films-1")
    )
    out.mkdir(parents=True, exist_ok=True)
    with viewer.browser() as browser:
        for width in SIZES:
            _take(browser, address, out, truth_of(films, "bruno"), width)


def _take(browser: Browser, address: str, out: Path, truth: dict, width: int) -> None:
    size = dict(zip(("width", "height"), SIZES[width], strict=True))
    page = browser.new_context(viewport=size).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{address}/")
    page.get_by_label("User name").fill("surgeon")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    journey.search(page, address, "demo")
    page.wait_for_timeout(1500)
    page.screenshot(path=out / f"search-{width}.png")
    journey.search(page, address, PATIENT)
    journey.open_study(page, "BRUNO")
    film = journey.Film(page)
    if "ball" not in film.text("scale-badge"):
        _calibrate(film, page, truth, out, width)
    film.press("f")
    if not page.get_by_test_id("result-LLD_lesser_trochanter").count():
        _plan(film, page, truth)
    page.wait_for_timeout(500)
    page.screenshot(path=out / f"planner-{width}.png")
    _signing(page, out, width)
    page.goto(f"{address}/")
    page.wait_for_timeout(1000)
    page.screenshot(path=out / f"worklist-{width}.png")
    if width == max(SIZES):
        _beside(page, address, out, width)
    page.context.close()


def _signing(page: Page, out: Path, width: int) -> None:
    """Show the dialog that signs; on the large screen sign, and show what became of it."""
    if page.get_by_test_id("plan-state").get_by_text("Signed").count():
        return
    expect(page.get_by_test_id("section-sign")).not_to_contain_text("left", timeout=20_000)
    page.get_by_test_id("sign").click()
    expect(page.get_by_test_id("sign-dialog")).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=out / f"sign-{width}.png")
    if width == max(SIZES):
        page.get_by_test_id("sign-dialog").get_by_label("Planned by me").check()
        page.get_by_test_id("sign-password").fill(PASSWORD)
        page.get_by_test_id("sign-confirm").click()
        for kind in ("pdf-1", "picture-1"):
            report = page.get_by_test_id(f"report-{kind}")
            expect(report).to_have_attribute("data-state", "sent", timeout=90_000)
        head = page.get_by_test_id("section-sign").locator(".section-head")
        if head.get_attribute("aria-expanded") != "true":
            head.click()
        page.wait_for_timeout(500)
        page.screenshot(path=out / f"sent-{width}.png")


def _beside(page: Page, address: str, out: Path, width: int) -> None:
    """Show two films of one patient, both of which somebody has opened before."""
    for row in (1, 0):
        journey.search(page, address, "demo, ada")
        page.get_by_role("button", name=re.compile("Open", re.IGNORECASE)).nth(row).click()
        page.wait_for_url("**/studies/*/**", timeout=90_000)
        page.wait_for_selector('.film[data-loaded="full"]', timeout=60_000)
    film = journey.Film(page)
    expect(page.get_by_test_id("tool-beside")).to_be_visible()
    film.press("p")
    expect(page.locator('.second-film[data-loaded="full"]')).to_be_visible()
    film.settle()
    page.screenshot(path=out / f"beside-{width}.png")


def _calibrate(film: journey.Film, page: Page, truth: dict, out: Path, width: int) -> None:
    film.press("0", "c")
    outline = truth["ball"]["outline"]
    x, y = outline["centre_px"]
    for number in range(RIM_POINTS):
        angle = 2 * math.pi * number / RIM_POINTS
        reach = outline["semi_minor_px"]
        film.place((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    page.screenshot(path=out / f"calibrate-{width}.png")
    page.get_by_test_id("calibration-save").click()
    expect(page.get_by_test_id("scale-badge")).to_contain_text("ball")


def _plan(film: journey.Film, page: Page, truth: dict) -> None:
    """Measure a hip, say what is operated on, lay templates on it."""
    film.press("0")
    plan_steps.measure(page, "leg length diff")
    for name in ("teardrop_R", "teardrop_L", "lesser_troch_R", "lesser_troch_L"):
        film.place(tuple(truth["landmarks"][name]["image_px"]))
    plan_steps.make_case(page, operation="Total hip replacement", side="R")
    plan_steps.measure(page, "head diam", side="R")
    for point in plan_steps.outline(truth["spheres"]["femoral_head_R"]["outline"], 6):
        film.place(point)
    film.press("End")
    plan_steps.measure(page, "femoral off", side="R")
    for name in ("shaft_prox_R", "shaft_dist_R"):
        film.place(tuple(truth["landmarks"][name]["image_px"]))
    for kind in ("cup", "stem", "head"):
        plan_steps.add_implant(page, kind)
    film.press("f")


if __name__ == "__main__":
    main()
