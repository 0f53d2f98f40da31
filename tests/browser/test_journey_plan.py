"""From a film in the archive to a signed plan that is back in the same study."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pydicom
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import journey, journey_places, plan_steps
from tests.installation import PASSWORD
from tests.peers import dciodvfy
from tests.peers.orthanc import orthanc as archive

pytestmark = [
    pytest.mark.peer("chromium"),
    pytest.mark.peer("orthanc"),
    pytest.mark.peer("dicom3tools"),
    pytest.mark.timeout(600),
]
LESION = "Cyst in the roof of the right socket."
PIXEL_MM = 0.17
WITHIN_MM = 0.5
WITHIN_DEG = 0.2
PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
CAPTURE_CLASS = "1.2.840.10008.5.1.4.1.1.7"


@pytest.fixture(scope="module")
def phantom(tmp_path_factory) -> dict:
    """A film with its truth, the ball at the depth of the hips."""
    return journey_places.phantom(tmp_path_factory.mktemp("phantom"), PIXEL_MM)


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory, phantom):
    films = [phantom["path"]]
    with archive(tmp_path_factory.mktemp("orthanc"), [journey_places.PLUMBLINE], films) as running:
        yield running


@pytest.fixture(scope="module")
def installation(tmp_path_factory, orthanc):
    with journey_places.installed(tmp_path_factory.mktemp("installation"), orthanc) as running:
        yield running


@pytest.fixture
def windows(chromium_browser: Browser):
    """Return a function that opens a window of its own."""
    contexts = []

    def open_window() -> Page:
        context = chromium_browser.new_context(viewport={"width": 1280, "height": 690})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


def points(truth: dict, *names: str) -> list[tuple[float, float]]:
    """Return the true places of landmarks on the film."""
    return [tuple(truth["landmarks"][name]["image_px"]) for name in names]


def calibrate(page: Page, film: journey.Film, truth: dict) -> None:
    film.press("0")
    film.press("c")
    page.get_by_test_id("ball-diameter").fill(str(truth["ball"]["diameter_mm"]))
    for point in journey_places.rim(truth):
        film.place(point)
    page.get_by_test_id("calibration-save").click()
    expect(page.get_by_test_id("scale-badge")).to_contain_text("ball")


def expect_value(film: journey.Film, test_id: str, truth: dict) -> None:
    within = {"mm": WITHIN_MM, "deg": WITHIN_DEG}[truth["unit"]]
    assert film.value(test_id) == pytest.approx(truth["value"], abs=within)


def test_the_whole_job_from_the_archive_and_back_into_it(
    windows, installation, orthanc, phantom, tmp_path: Path
):
    truth = phantom["truth"]
    surgeon = windows()
    journey.sign_in(surgeon, installation.address)
    journey.search(surgeon, installation.address, f"demo, seed {phantom['seed']}")
    journey.open_study(surgeon, "SEED")
    film = journey.Film(surgeon)
    calibrate(surgeon, film, truth)

    # Measured on true landmarks, the plan reads what is true.
    plan_steps.measure(surgeon, "leg length diff")
    for name in ("teardrop_R", "teardrop_L", "lesser_troch_R", "lesser_troch_L"):
        film.place(*points(truth, name))
    leg = "result-LLD_lesser_trochanter"
    expect_value(film, leg, truth["values"]["LLD_lesser_trochanter"])

    plan_steps.measure(surgeon, "head diam", side="R")
    for point in plan_steps.outline(truth["spheres"]["femoral_head_R"]["outline"], 8):
        film.place(point)
    film.press("End")
    head = truth["values"]["femoral_head_diameter_R"]
    expect_value(film, "result-femoral_head_diameter-R", head)

    plan_steps.measure(surgeon, "femoral off", side="R")
    # Where it is clicked, not where a shaft is found.
    surgeon.keyboard.down("q")
    for point in points(truth, "shaft_prox_R", "shaft_dist_R"):
        film.place(point)
    surgeon.keyboard.up("q")
    expect_value(film, "result-femoral_offset-R", truth["values"]["femoral_offset_R"])

    plan_steps.measure(surgeon, "neck-shaft", side="R")
    film.place(*points(truth, "neck_mid_R"))
    expect_value(film, "result-neck_shaft_angle-R", truth["values"]["neck_shaft_angle_R"])

    # A template of true size, for the side that is operated on.
    plan_steps.make_case(surgeon, operation="Total hip replacement", side="R")
    cup = plan_steps.add_implant(surgeon, "cup")
    size_mm = float(cup.get_attribute("data-size"))
    assert head["value"] + 3 <= size_mm <= head["value"] + 8
    film.press("f")

    # The radiologist's note reaches the surgeon and must be acknowledged.
    radiologist = windows()
    journey.sign_in(radiologist, installation.address, "radiologist")
    radiologist.goto(surgeon.url)
    reading = journey.Film(radiologist)
    reading.press("n")
    radiologist.keyboard.type(LESION)
    radiologist.get_by_test_id("note-must-read").check()
    radiologist.get_by_test_id("note-send").click()
    alert = surgeon.locator(".alert-bar")
    expect(alert).to_contain_text("left a note to read before theatre")

    surgeon.get_by_test_id("sign").click()
    left = surgeon.get_by_test_id("section-sign")
    expect(left).to_contain_text(re.compile("note", re.IGNORECASE))
    surgeon.get_by_test_id("section-notes").get_by_role("button", name="Notes").first.click()
    head_of_note = surgeon.get_by_test_id("note-head").first
    if head_of_note.get_attribute("aria-expanded") != "true":
        head_of_note.click()
    surgeon.get_by_test_id("note-acknowledge").click()
    expect(surgeon.get_by_test_id("note-entry").locator(".state.is-done")).to_be_visible()

    shown = {
        name: surgeon.get_by_test_id(name).locator(".value").inner_text()
        for name in (
            leg,
            "result-femoral_head_diameter-R",
            "result-femoral_offset-R",
            "result-neck_shaft_angle-R",
        )
    }
    plan_steps.sign(surgeon, PASSWORD)
    expect(surgeon.get_by_test_id("plan-state")).to_contain_text("Signed")
    for kind in ("pdf-1", "picture-1"):
        expect(surgeon.get_by_test_id(f"report-{kind}")).to_have_attribute(
            "data-state", "sent", timeout=90_000
        )

    # Back in the archive, in the same study, and equal to the screen and the database.
    found = plan_steps.objects_in(
        orthanc, pydicom.dcmread(phantom["path"]).StudyInstanceUID, tmp_path
    )
    assert PDF_CLASS in found
    assert CAPTURE_CLASS in found
    for path in found.values():
        assert dciodvfy.findings(path, kinds=("Error",)) == []
    report = pydicom.dcmread(found[PDF_CLASS])
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(report.EncapsulatedDocument)).pages
    )
    for value in shown.values():
        assert value in text, value
    signed = plan_steps.signed_version(installation)
    stored = {one["definition"]: one["planned_text"] for one in signed["content"]["results"]}
    assert stored["LLD_lesser_trochanter"] == shown[leg]
    assert stored["femoral_offset"] == shown["result-femoral_offset-R"]
    assert stored["neck_shaft_angle"] == shown["result-neck_shaft_angle-R"]
    assert film.problems == reading.problems == []
