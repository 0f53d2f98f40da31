"""From PACS to a calibrated film, in a real browser, against a real archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planning.phantom.film import generate
from tests.browser import journey, journey_places
from tests.conftest import SHARED
from tests.peers.orthanc import orthanc as archive

pytestmark = [
    pytest.mark.peer("chromium"),
    pytest.mark.peer("orthanc"),
    pytest.mark.timeout(420),
]
LEGS_SEED = 97


@pytest.fixture(scope="module")
def phantom(tmp_path_factory) -> dict:
    """A film of full size with its truth."""
    return journey_places.phantom(tmp_path_factory.mktemp("phantom"))


@pytest.fixture(scope="module")
def legs(tmp_path_factory) -> Path:
    """A standing long-leg film of 3000 x 9000 pixels."""
    return generate("long_leg", LEGS_SEED).write(tmp_path_factory.mktemp("legs"))


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory, phantom, legs):
    real = sorted((SHARED / "data" / "radiographs").glob("*.dcm"))
    # Orthanc takes nothing without a study; one real file has none.
    films = [phantom["path"], legs, *(one for one in real if "vet_stifle" not in one.name)]
    with archive(tmp_path_factory.mktemp("orthanc"), [journey_places.PLUMBLINE], films) as running:
        yield running


@pytest.fixture(scope="module")
def installation(tmp_path_factory, orthanc):
    with journey_places.installed(tmp_path_factory.mktemp("installation"), orthanc) as running:
        yield running


@pytest.fixture
def page(chromium_browser: Browser) -> Page:
    context = chromium_browser.new_context(viewport={"width": 1280, "height": 690})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_a_surgeon_finds_opens_sees_and_calibrates_a_film(page, installation, phantom):
    truth = phantom["truth"]
    journey.sign_in(page, installation.address)
    journey.search(page, installation.address, f"demo, seed {phantom['seed']}")
    journey.open_study(page, "SEED")
    film = journey.Film(page)
    assert "DEMO, SEED" in film.text("patient-banner")
    assert film.text("scale-badge").endswith("NOT CALIBRATED")
    assert film.text("side-R") == "R"

    film.press("0")
    assert film.zoom == pytest.approx(1.0, abs=1e-6)
    film.press("c")
    page.get_by_test_id("ball-diameter").fill(str(truth["ball"]["diameter_mm"]))
    for point in journey_places.rim(truth):
        film.place(point)
    page.get_by_test_id("calibration-save").click()
    expect(page.get_by_test_id("scale-badge")).to_contain_text("ball")
    found = float(page.get_by_test_id("scale-badge").get_attribute("data-value"))
    assert found == pytest.approx(truth["ball"]["magnification"], rel=0.003)

    length = max((one for one in truth["lengths"] if one["mm"] < 180), key=lambda one: one["mm"])
    film.tool("length")
    for end in ("from", "to"):
        film.place(tuple(truth["landmarks"][length[end]]["image_px"]))
    assert film.value("ruler-1") == pytest.approx(length["mm"], abs=0.5)
    assert "calibrated (user: 25.4 mm ball)" in film.text("ruler-1")
    assert film.problems == []


def test_what_was_calibrated_is_there_after_a_reload_and_for_a_colleague(page, installation):
    journey.sign_in(page, installation.address, "radiologist")
    row = page.get_by_role("row").filter(has_text="SEED").first
    row.click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/studies/*/**")
    journey.Film(page)
    expect(page.get_by_test_id("scale-badge")).to_contain_text("ball")


@pytest.mark.parametrize(
    ("text", "badge", "sentence"),
    [
        ("hip_frogleg_fuji_RG2_UNC.dcm", "NOT CALIBRATED", "calibration unknown"),
        ("lowerleg_ankle_fuji_RG3_JPLL.dcm", "NOT CALIBRATED", "no scale"),
        ("ct_scout_ap_spine_pelvis_nonsquare.dcm", "NOT CALIBRATED", "calibration unknown"),
    ],
)
def test_a_real_film_is_shown_and_says_what_its_millimetres_are(
    page, installation, shared_data, text, badge, sentence
):
    from pacs_bridge.scan import scan_file

    tags = scan_file(shared_data / "radiographs" / text).tags
    journey.sign_in(page, installation.address)
    page.goto(f"{installation.address}/search/")
    for kind in ("CT", "MR", "RF"):
        box = page.get_by_label(kind, exact=True)
        if box.count():
            box.check(force=True)
    journey.search(page, installation.address, tags["PatientID"][0])
    journey.open_study(page, "")
    film = journey.Film(page)
    assert badge in film.text("scale-badge")
    assert sentence in page.locator("main").inner_text()
    assert film.pixels().std() > 5, "an empty field is not a film"


def test_a_long_leg_film_is_a_film_like_any_other(page, installation):
    journey.sign_in(page, installation.address)
    journey.search(page, installation.address, f"demo, seed {LEGS_SEED}")
    journey.open_study(page, "SEED")
    film = journey.Film(page)
    assert film.pixels().std() > 5
    film.press("0")
    film.bring((1500.0, 8000.0))
    assert film.pixels().std() > 3, "the feet are as sharp as the hips"
    assert film.problems == []


def test_a_dead_archive_gives_a_sentence_with_node_step_and_remedy(
    page, installation, orthanc, tmp_path: Path
):
    installation.manage(
        "pacs", "add", "CLINIC", "--host", "127.0.0.1", "--port", "1", "--ae-title", "NOBODY"
    )
    journey.sign_in(page, installation.address)
    page.goto(f"{installation.address}/search/")
    page.get_by_role("searchbox").fill("demo")
    page.get_by_role("searchbox").press("Enter")
    sentence = page.get_by_text("CLINIC could not be reached")
    expect(sentence).to_be_visible(timeout=60_000)
    assert "node CLINIC, step" in sentence.inner_text()
