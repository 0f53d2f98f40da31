"""A calibrated film with the real implant library behind it, and hands on its implants."""

from __future__ import annotations

import re
import uuid

import numpy as np
from playwright.sync_api import Browser, Locator, expect

from planning.library import selectors
from planning.measuring.definition_files import catalogue
from planning.plans import document
from tests.browser import pictures
from tests.browser.film_pages import NO_SCALE, FilmServer, detector_scale, film_json
from tests.browser.plan_book import SURGEON, PlanBook
from tests.browser.viewer import Viewer

FILM_ID = str(uuid.UUID(int=12))
PLAN_ID = str(uuid.UUID(int=80))
ROWS, COLUMNS = 1500, 1800
MATRIX = re.compile(r"matrix\(([^)]+)\)")


def calibrated(row_mm: float, column_mm: float, templating: str = "yes") -> dict:
    """A scale that a person vouches for, or one that still waits for it."""
    return detector_scale(row_mm, column_mm) | {
        "method": "ball" if templating == "yes" else "header_corrected",
        "label": "calibrated (user: 25.4 mm ball)" if templating == "yes" else "header",
        "confidence": "high", "templating": templating, "calibrated": templating != "no",
        "relative_sigma": 0.0131, "magnification": 1.2,
    }  # fmt: skip


def plan(side: str = "R") -> dict:
    """A case that nobody has worked on."""
    return {
        "id": PLAN_ID, "study_id": str(uuid.UUID(int=1)), "operation": "Total hip replacement",
        "side": side, "planned_on": None, "planned_order": None, "state": "draft", "version": 0,
        "owner": {"id": SURGEON["id"], "name": SURGEON["name"]}, "team": None,
        "changed_at": "2026-11-20T08:00:00+00:00", "changed_by": SURGEON["name"], "signed": None,
        "document": document.empty(), "read_only": None, "may": SURGEON["may"], "patient": {},
    }  # fmt: skip


def film_server(
    scale: dict = NO_SCALE,
    *,
    side: str = "R",
    rows: int = ROWS,
    values: np.ndarray | None = None,
    **changes: object,
) -> FilmServer:
    """A server of one film with every implant family and every definition."""
    if values is None:
        values = pictures.smooth(rows, COLUMNS)
    given = {
        "scale": scale,
        "header_scale": scale | {"row": 9},
        "aspect": scale["aspect"],
    } | changes
    film, blobs = film_json(values, FILM_ID, **given)
    server = FilmServer(film, blobs)
    server.book = PlanBook(plan=plan(side))
    server.answers |= {
        "/api/v1/library/families": lambda *_: (200, selectors.listing()),
        "/api/v1/definitions": lambda *_: (200, catalogue().to_json()),
        **{
            f"/api/v1/library/families/{key}/{version}": (
                lambda *_, key=key, version=version: (200, selectors.geometry(key, version))
            )
            for key, version in selectors.families()
        },
    }
    return server


class Templates(Viewer):
    """The planner of a film, with implants on it."""

    def open_section(self) -> None:
        """Open the section of implants, if it is closed."""
        head = self.page.locator('[data-section="implants"] .section-head')
        if head.get_attribute("aria-expanded") != "true":
            head.click()

    def add(self, kind: str) -> None:
        """Add an implant from the panel; it is selected then."""
        self.open_section()
        self.page.get_by_test_id(f"add-{kind}").click()
        expect(self.shape(kind)).to_have_count(1)
        self.settle()

    def shape(self, kind: str) -> Locator:
        """What is drawn of an implant; an old size that fades away is not it."""
        return self.page.locator(f'.film-overlay [data-testid="implant-shape-{kind}"]')

    def card(self, kind: str) -> Locator:
        """Its card in the panel."""
        return self.page.get_by_test_id(f"implant-{kind}")

    def placed(self, kind: str) -> np.ndarray:
        """From the implant's millimetres to image pixels, 2 x 3."""
        text = MATRIX.fullmatch(self.shape(kind).get_attribute("transform"))[1]
        a, b, c, d, e, f = map(float, text.split())
        return np.array([[a, c, e], [b, d, f]])

    def image_point(self, kind: str, mm: tuple[float, float]) -> tuple[float, float]:
        """Where a point of the implant lies on the film."""
        return tuple(self.placed(kind) @ [*mm, 1])

    def outline_px(self, kind: str) -> np.ndarray:
        """Points of its outline on the screen, as the browser draws them; n x 2."""
        return np.array(
            self.shape(kind)
            .locator(".body")
            .evaluate(
                """(path) => {
                  const matrix = path.getScreenCTM();
                  const length = path.getTotalLength();
                  return Array.from({ length: 1200 }, (_, at) => {
                    const point = path.getPointAtLength((at / 1200) * length);
                    const { x, y } = point.matrixTransform(matrix);
                    return [x, y];
                  });
                }"""
            )
        )

    def said(self) -> str:
        """What the live region says."""
        return self.page.locator(".planner-status .live").inner_text()


def opened(chromium: Browser, server: FilmServer, **options: object) -> Templates:
    """Open the planner in a window of its own."""
    given = {"viewport": {"width": 1280, "height": 690}} | options
    return Templates(chromium.new_context(**given).new_page(), server)


def closed(viewer: Viewer) -> None:
    """Close it; nothing may have gone wrong in it."""
    viewer.page.wait_for_timeout(50)
    assert viewer.problems == []
    viewer.page.context.close()
