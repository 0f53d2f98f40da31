"""C looks for the ball: it is proposed on the film, taken by one key, never by itself."""

from __future__ import annotations

import math
import threading
import uuid

import numpy as np
import pytest

from planning.calibration.detect import detect_ball
from planning.phantom import generate
from tests.browser.film_pages import FilmServer, detector_scale, film_json
from tests.browser.test_viewer_calibration import calibration, closed, opened

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(240)]

FILM_ID = str(uuid.UUID(int=9))
CALIBRATIONS, MARKER = (f"/api/v1/films/{FILM_ID}/{name}" for name in ("calibrations", "marker"))
PIXEL_MM, BALL_MM = 0.4, 25.4


@pytest.fixture(scope="module")
def phantom():
    return generate("ap_pelvis", 5, pixel_mm=PIXEL_MM, matrix=(880, 260))


@pytest.fixture
def server(phantom):
    """The film with a search that looks at its pixels, as the real one does."""
    low, high = int(phantom.pixels.min()), int(phantom.pixels.max())
    window = {"name": "", "center": (low + high) / 2, "width": high - low, "function": "LINEAR"}
    scale = detector_scale(PIXEL_MM, PIXEL_MM)
    film, blobs = film_json(
        phantom.pixels[None].astype(np.uint16), FILM_ID, scale=scale, windows=[window],
        header_scale=scale | {"row": 9},
        geometry={"detector_mm": [PIXEL_MM, PIXEL_MM], "sid_mm": 1150.0, "central_ray_px": None},
    )  # fmt: skip

    def search(_method: str, body: dict) -> tuple[int, object]:
        found = detect_ball(
            phantom.pixels, diameter_mm=body["ball_diameter_mm"], spacing_mm=(PIXEL_MM, PIXEL_MM)
        )
        return 200, found.to_json() | {"sentence": ""}

    with FilmServer(film, blobs) as running:
        running.answers[MARKER] = search
        running.answers[CALIBRATIONS] = lambda method, _body: (
            (201, calibration(0, 0.34)) if method == "POST" else (200, [])
        )
        yield running


def test_the_ball_is_proposed_with_its_residual_and_taken_by_enter(chromium, server, phantom):
    viewer = opened(chromium, server)
    viewer.press("c")
    viewer.page.wait_for_selector('[data-testid="ball-adjust"]:not([hidden])')
    said = viewer.text("calibration-proposal")
    assert "of 360 edge points agree, residual 0." in said
    outline = phantom.truth["ball"]["outline"]
    ellipse = viewer.page.locator(".film-overlay ellipse.stroke")
    assert ellipse.count() == 1
    true = 2 * outline["semi_minor_px"] * PIXEL_MM / BALL_MM
    assert viewer.value("calibration-magnification") == pytest.approx(true, rel=0.005)
    assert server.posted("/calibrations") == []
    viewer.press("Enter")
    viewer.page.wait_for_selector(".scale-badge[data-value]:not([data-tone])")
    (sent,) = server.posted("/calibrations")
    assert (sent["method"], sent["detected"], sent["ball_diameter_mm"]) == ("ball", True, BALL_MM)
    for x, y in sent["rim_points_px"]:
        off = math.hypot(x - outline["centre_px"][0], y - outline["centre_px"][1])
        assert off == pytest.approx(outline["semi_minor_px"], abs=0.6)
    closed(viewer)


def test_enter_takes_the_proposal_only_where_it_is_meant(chromium, server):
    viewer = opened(chromium, server)
    viewer.press("c")
    viewer.page.wait_for_selector('[data-testid="ball-adjust"]:not([hidden])')
    viewer.page.get_by_test_id("presets").focus()
    viewer.page.keyboard.press("Enter")
    viewer.tool("length")
    viewer.press("Enter")
    viewer.settle()
    assert server.posted("/calibrations") == [], "another control, another tool"
    closed(viewer)


def test_clicks_overrule_the_proposal_and_it_can_be_adjusted(chromium, server):
    viewer = opened(chromium, server)
    viewer.press("c")
    viewer.page.wait_for_selector('[data-testid="ball-adjust"]:not([hidden])')
    viewer.click((130, 300))
    assert viewer.text("calibration-agree") == "1 point, 2 more points"
    assert viewer.page.get_by_test_id("calibration-proposal").is_hidden()
    assert viewer.page.get_by_test_id("calibration-save").is_disabled()
    viewer.press("Escape")
    viewer.page.get_by_test_id("ball-adjust").click()
    assert viewer.text("calibration-agree") == "24 of 24 points agree"
    assert viewer.page.locator('[data-handle^="rim:"]').count() == 24
    assert server.posted("/calibrations") == []
    closed(viewer)


def test_nothing_found_and_a_late_answer_leave_the_hands_free(chromium, server):
    answered = threading.Event()
    real = server.answers[MARKER]

    def late(method: str, body: dict) -> tuple[int, object]:
        answered.wait(20)
        return real(method, body)

    server.answers[MARKER] = late
    viewer = opened(chromium, server)
    viewer.press("c")
    assert viewer.text("calibration-proposal") == "Looking for the ball …"
    viewer.click((130, 300))
    answered.set()
    viewer.settle()
    assert viewer.text("calibration-agree") == "1 point, 2 more points"
    viewer.press("Escape", "Escape", "Escape")
    server.answers[MARKER] = lambda _method, _body: (
        200, {"found": False, "reason": "no_ball", "sentence": "No ball was found on this film."}
    )  # fmt: skip
    viewer.press("c")
    viewer.page.wait_for_function(
        "document.querySelector('[data-testid=\"calibration-proposal\"]')"
        "?.textContent === 'No ball was found on this film.'"
    )
    assert viewer.page.get_by_test_id("calibration-save").is_disabled()
    closed(viewer)
