"""A surgeon in the planner of a running installation, drawing lengths and watching them saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import journey, pages
from tests.installation import Installation, wait_for

# Further apart than a hand takes hold of a point.
STEP_PX = 44


class Planner(journey.Film):
    """The planner of a study, with its plan."""

    def __init__(self, page: Page, installation: Installation, study: str, query: str = ""):
        self.installation = installation
        page.goto(f"{installation.address}/studies/{study}/{query}")
        super().__init__(page)
        page.locator(".film").focus()
        self.drawn = 0

    def draw(self, *, row: int | None = None) -> tuple[tuple[float, float], tuple[float, float]]:
        """Draw an upright length where none is yet; returns its ends on the screen."""
        if self.page.locator(".film").get_attribute("data-tool") != "length":
            self.tool("length")
        box = self.box
        per_row = int((box["width"] - 320) // STEP_PX)
        across, down = self.drawn % per_row, self.drawn // per_row if row is None else row
        x, y = box["x"] + 160 + across * STEP_PX, box["y"] + 90 + down * 130
        self.page.mouse.click(x, y)
        self.page.mouse.click(x, y + 80)
        self.drawn += 1
        return (x, y), (x, y + 80)

    def lengths(self) -> list[float]:
        """Return the values of the lengths that the page shows."""
        cards = self.page.locator('[data-testid^="ruler-"].result')
        return [float(card.get_attribute("data-value")) for card in cards.all()]

    def saved(self) -> None:
        """Wait until the page says that everything is saved."""
        expect(self.page.get_by_test_id("save-state")).to_contain_text("Saved")

    @property
    def state(self) -> str:
        """What the banner says of saving."""
        return self.page.get_by_test_id("save-state").inner_text()


@contextmanager
def signed_in(
    browser: Browser, installation: Installation, who: str = "surgeon", **options
) -> Iterator[Page]:
    """Yield a window of somebody; nothing may go wrong in it."""
    context = browser.new_context(**({"viewport": pages.SMALL} | options))
    try:
        with watched(context) as page:
            journey.sign_in(page, installation.address, who)
            yield page
    finally:
        context.close()


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """Yield a page whose scripts may not fail."""
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


class Server:
    """What the server has of a study's plans, asked as a program would."""

    def __init__(self, installation: Installation, study: str):
        self.client = installation.sign_in()
        self.study = study

    def plans(self) -> list[dict]:
        """Return the plans of the study, the one changed last first."""
        found = self.client.get("plans", params={"study": self.study}).json()
        newest = sorted(found, key=lambda plan: plan["changed_at"], reverse=True)
        return [self.client.get(f"plans/{plan['id']}").json() for plan in newest]

    def lengths(self) -> list[list[list[float]]]:
        """Return the ends of the newest plan's lengths."""
        plans = self.plans()
        if not plans:
            return []
        document = plans[0]["document"]
        points = {one["id"]: one["point_px"] for one in document["landmarks"]}
        return [
            [points[one["landmarks"][role][0]] for role in "ab"]
            for one in document["measurements"]
            if one["definition"] == "length"
        ]

    def has(self, count: int, within_s: float = 20.0) -> None:
        """Wait until the newest plan has so many lengths."""
        wait_for(lambda: len(self.lengths()) == count, within_s)
