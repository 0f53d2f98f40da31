"""Signing in the planner: what is left, what is signed, what becomes of the report."""

from __future__ import annotations

import gzip
import io
import uuid
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from planning.plans import document
from tests.browser import pictures
from tests.browser.film_pages import FilmServer, detector_scale, film_json, study_json
from tests.browser.plan_book import READER, SURGEON
from tests.browser.sign_book import AT, CONFIRMING, PASSWORD, SignBook, report, said
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=8))
PLAN_ID = str(uuid.UUID(int=70))
STUDY_ID = str(uuid.UUID(int=1))
OTHER_FILM = str(uuid.UUID(int=9))
NOTE = str(uuid.UUID(int=71))
RESULT = {
    "id": "r", "definition": "leg_length", "name": "Leg length", "side": None,
    "text": "right 8 mm short", "planned_text": "equal", "view_id": "v",
}  # fmt: skip
LEFT = [
    {"code": "must_read_open", "sentence": "A note is open.", "params": {},
     "target": {"kind": "note", "id": NOTE}},
    {"code": "side_unknown", "sentence": "Set the side.", "params": {},
     "target": {"kind": "case", "id": None}},
    {"code": "view_not_calibrated", "sentence": "Calibrate this film.", "params": {},
     "target": {"kind": "view", "id": None}},
]  # fmt: skip


def plan_of(user: dict, **fields: object) -> dict:
    return {
        "id": PLAN_ID, "study_id": STUDY_ID, "operation": "Total hip replacement", "side": "R",
        "planned_on": "2026-11-24", "planned_order": 2, "state": "draft", "version": 3,
        "owner": {"id": user["id"], "name": user["name"]}, "team": None, "changed_at": AT,
        "changed_by": user["name"], "signed": None, "read_only": None, "may": user["may"],
        "document": document.empty(), "patient": {"name": "Example, Anna", "id": "TEST-1",
                                                   "birth_date": "1956-03-14"},
    } | fields  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[FilmServer]:
    film, blobs = film_json(pictures.smooth(400, 300), FILM_ID, scale=detector_scale(0.2, 0.2))
    picture = io.BytesIO()
    Image.new("L", (60, 80), 90).save(picture, "PNG")
    for version in (1, 2):
        address = f"/api/v1/plans/{PLAN_ID}/signed/{version}/pictures/1.png"
        blobs[address] = gzip.compress(picture.getvalue())
    choices = {"operations": ["Total hip replacement"], "teams": [], "people": [SURGEON]}
    answers = {
        "/api/v1/definitions": {"digest": "", "definitions": []},
        "/api/v1/library/families": [],
        f"/api/v1/studies/{STUDY_ID}/notes": [],
        f"/cases/choices/{STUDY_ID}/": choices,
        "/api/v1/nodes": [],
        f"/api/v1/films/{FILM_ID}": film,
    }
    films = [{
        "id": OTHER_FILM, "sop_instance_uid": "2.25.77", "number": 2, "view": "LL", "side": "",
        "date": None, "state": "ready", "preview_url": None, "reason": None,
    }]  # fmt: skip
    study = study_json(film)
    study["series"][0]["films"] += films
    with FilmServer(film, blobs, study=study) as running:
        for path, answer in answers.items():
            running.answers[path] = lambda method, body, answer=answer: (200, answer)
        yield running


@pytest.fixture
def book(server: FilmServer) -> SignBook:
    server.asked.clear()
    server.book = SignBook(plan=plan_of(SURGEON), results=[RESULT])
    return server.book


@pytest.fixture
def viewer(chromium: Browser, server: FilmServer, book: SignBook) -> Iterator:
    """Return a function that opens the planner, after the book is as the test wants it."""
    opened = []

    def open_planner(size: tuple[int, int] = (1280, 690)) -> Viewer:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        page.set_default_timeout(5000)
        page.set_default_navigation_timeout(20_000)
        opened.append(Viewer(page, server))
        return opened[-1]

    yield open_planner
    for one in opened:
        assert one.problems == []
        one.page.context.close()


def begin(page: Page):
    page.get_by_test_id("sign").click()
    dialog = page.get_by_role("dialog", name="Sign this plan")
    expect(dialog).to_be_visible()
    return dialog


def confirm(dialog, password: str = PASSWORD) -> None:
    dialog.get_by_label("Planned by me").check()
    dialog.get_by_label("Your password again").fill(password)
    dialog.get_by_role("button", name="Sign", exact=True).click()


def sign(page: Page, password: str = PASSWORD) -> None:
    confirm(begin(page), password)


def test_what_is_left_is_listed_and_each_item_leads_to_its_place(viewer, book):
    book.missing = LEFT
    page = viewer().page
    expect(page.get_by_test_id("section-sign")).to_contain_text("3 things left")
    page.get_by_test_id("sign").click()
    first = page.get_by_role("button", name="A note is open.")
    expect(first).to_be_focused()
    page.get_by_role("button", name="Calibrate this film.").click()
    expect(page.get_by_test_id("calibrate")).to_be_focused()
    page.get_by_role("button", name="Set the side.").click()
    expect(page.get_by_role("dialog", name="Case")).to_be_visible()


def test_what_is_left_on_another_film_leads_to_that_film(viewer, book):
    view = {"id": str(uuid.UUID(int=80)), "sop_instance_uid": "2.25.77", "frame": 1,
            "pixel_sha256": "0" * 64, "calibration_id": None, "side": None}  # fmt: skip
    book.plan["document"]["views"].append(view)
    target = {"kind": "view", "id": view["id"], "view_id": view["id"]}
    book.missing = [LEFT[2] | {"target": target}]
    page = viewer().page
    page.route("**/studies/*/?*", lambda route: route.fulfill(body="<title>other film</title>"))
    page.get_by_test_id("sign").click()
    page.get_by_role("button", name="Calibrate this film.").click()
    page.wait_for_url(f"**/studies/{STUDY_ID}/?film={OTHER_FILM}&plan={PLAN_ID}")


def test_the_list_shrinks_as_things_are_done(viewer, book, server):
    book.missing = LEFT
    page = viewer().page
    expect(page.get_by_test_id("section-sign")).to_contain_text("3 things left")
    book.missing = LEFT[1:]
    server.tell("note", {"study_id": STUDY_ID, "note_id": NOTE})
    expect(page.get_by_test_id("section-sign")).to_contain_text("2 things left")
    book.missing = []
    server.tell("note", {"study_id": STUDY_ID, "note_id": NOTE})
    expect(page.get_by_test_id("sign-state")).to_have_text("Ready to sign.")


@pytest.mark.parametrize("size", [(1280, 690), (1920, 950)])
def test_the_button_that_signs_is_always_in_reach(viewer, book, size):
    book.missing = LEFT * 8
    page = viewer(size).page
    sign = page.get_by_test_id("sign")
    for _ in range(2):
        box = sign.bounding_box()
        assert box["y"] + box["height"] <= size[1] - 28
        assert box["height"] >= 40
        sign.click()
        expect(page.get_by_role("button", name="A note is open.").first).to_be_focused()


def test_the_dialog_says_what_is_signed_in_words(viewer, book):
    dialog = begin(viewer().page)
    facts = dialog.get_by_test_id("sign-facts")
    for words in ("Example, Anna", "ID TEST-1", "Total hip replacement", "RIGHT", "2026-11-24"):
        expect(facts).to_contain_text(words)
    values = dialog.get_by_test_id("sign-values").get_by_role("row").last
    expect(values).to_have_text("Leg lengthright 8 mm shortequal")


def test_no_key_signs(viewer, book, server):
    page = viewer().page
    dialog = begin(page)
    dialog.get_by_label("Planned by me").check()
    dialog.get_by_label("Your password again").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Sign", exact=True)).to_be_focused()
    assert server.posted("/signature") == []
    expect(dialog).to_be_visible()


def test_meaning_and_password_are_asked_for_before_anything_is_sent(viewer, book, server):
    page = viewer().page
    dialog = begin(page)
    button = dialog.get_by_role("button", name="Sign", exact=True)
    button.click()
    expect(page.get_by_test_id("sign-problem")).to_have_text("Choose what your signature means.")
    dialog.get_by_label("Checked and approved by me").check()
    button.click()
    expect(dialog.get_by_label("Your password again")).to_be_focused()
    expect(dialog).to_contain_text("Type your password.")
    assert server.posted("/signature") == []


def test_a_wrong_password_is_said_at_its_field_and_forgotten(viewer, book, server):
    opened = viewer()
    sign(opened.page, "wrong")
    password = opened.page.get_by_label("Your password again")
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(password).to_be_focused()
    expect(password).to_have_value("")
    expect(opened.page.locator("#sign-password-error")).to_have_text(
        "This is not your password. Nothing was signed."
    )
    assert book.plan["state"] == "draft"
    opened.problems.clear()


def test_a_locked_account_is_said_in_words(viewer, book):
    book.refuse = (403, said("password_locked", "Too many wrong passwords. Wait 15 minutes."))
    opened = viewer()
    sign(opened.page)
    expect(opened.page.get_by_test_id("sign-problem")).to_have_text(
        "Too many wrong passwords. Wait 15 minutes."
    )
    opened.problems.clear()


def test_a_plan_that_changed_meanwhile_is_shown_anew_before_it_can_be_signed(viewer, book):
    opened = viewer()
    dialog = begin(opened.page)
    book.plan |= {"version": 4, "changed_by": "Dr Other"}
    book.results = [RESULT | {"text": "right 9 mm short"}]
    confirm(dialog)
    expect(opened.page.get_by_test_id("sign-problem")).to_contain_text("Dr Other changed the plan")
    expect(dialog.get_by_test_id("sign-values")).to_contain_text("right 9 mm short")
    confirm(dialog)
    expect(opened.page.get_by_test_id("signed-chip")).to_contain_text("Signed v1")
    assert book.versions[0]["version"] == 4
    opened.problems.clear()


def test_another_side_than_the_one_shown_is_shown_before_it_can_be_signed(viewer, book):
    opened = viewer()
    dialog = begin(opened.page)
    expect(dialog.get_by_test_id("sign-facts")).to_contain_text("RIGHT")
    book.plan |= {"side": "L"}
    confirm(dialog)
    expect(opened.page.get_by_test_id("sign-problem")).to_contain_text("no longer what you")
    expect(dialog.get_by_test_id("sign-facts")).to_contain_text("LEFT")
    assert book.versions == []
    confirm(dialog)
    expect(opened.page.get_by_test_id("signed-chip")).to_contain_text("Signed v1")
    opened.problems.clear()


def test_what_came_up_meanwhile_closes_the_dialog_and_is_listed(viewer, book):
    opened = viewer()
    dialog = begin(opened.page)
    book.missing = LEFT[:1]
    book.refuse = (422, said("not_ready", "Not ready.", missing=LEFT[:1]))
    confirm(dialog)
    expect(dialog).to_be_hidden()
    expect(opened.page.get_by_role("button", name="A note is open.")).to_be_focused()
    opened.problems.clear()


def test_unsaved_edits_are_saved_before_the_dialog_opens(viewer, book, server):
    opened = viewer()
    opened.tool("length")
    opened.click((100, 100))
    opened.click((200, 300))
    begin(opened.page)
    paths = [path for method, path, _ in server.asked if method == "POST"]
    assert any(path.endswith("/changes") for path in paths)
    asked = [path for _, path, _ in server.asked]
    saved = max(at for at, path in enumerate(asked) if path.endswith("/changes"))
    assert saved < max(at for at, path in enumerate(asked) if path.endswith("/results"))


def test_a_signed_plan_says_who_and_when_and_takes_no_more_edits(viewer, book):
    opened = viewer()
    sign(opened.page)
    chip = opened.page.get_by_test_id("signed-chip")
    expect(chip).to_contain_text("Signed v1 by Dr Example at 2026-11-22")
    expect(opened.page.get_by_test_id("sign")).to_be_hidden()
    opened.tool("length")
    opened.click((100, 100))
    opened.click((200, 300))
    opened.page.wait_for_timeout(700)
    assert book.sets == []


def test_a_plan_is_reopened_only_after_a_question(viewer, book):
    opened = viewer()
    sign(opened.page)
    opened.page.get_by_test_id("sign-reopen").click()
    question = opened.page.get_by_role("dialog", name="Reopen this plan?")
    question.get_by_role("button", name="Cancel").click()
    assert book.plan["state"] == "signed"
    opened.page.get_by_test_id("sign-reopen").click()
    question.get_by_role("button", name="Reopen").click()
    expect(opened.page.get_by_test_id("sign")).to_be_visible()
    assert book.plan["state"] == "draft"
    expect(opened.page.get_by_test_id("signed-chip")).to_contain_text("Signed v1")
    sign(opened.page)
    expect(opened.page.get_by_test_id("signed-chip")).to_contain_text("Signed v2")


def test_the_report_is_at_hand_on_the_paper_of_choice(viewer, book):
    opened = viewer()
    sign(opened.page)
    opened.page.locator('[data-section="sign"] .section-head').click()
    pdf = opened.page.get_by_test_id("report-pdf")
    base = f"/api/v1/plans/{PLAN_ID}/signed/1"
    expect(pdf).to_be_visible()
    opened.page.get_by_test_id("report-paper").select_option("letter")
    expect(pdf).to_have_attribute("href", f"{base}/report.pdf?paper=letter")
    opened.page.get_by_test_id("report-paper").select_option("a4")
    expect(pdf).to_have_attribute("href", f"{base}/report.pdf?paper=a4")
    picture = opened.page.get_by_role("img", name="The film with the plan drawn on it")
    expect(picture).to_have_attribute("src", f"{base}/pictures/1.png")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 60


def test_each_object_says_live_how_far_it_is_and_a_refused_one_is_sent_again(viewer, book, server):
    opened = viewer()
    sign(opened.page)
    page = opened.page
    page.locator('[data-section="sign"] .section-head').click()
    pdf = page.get_by_test_id("report-pdf-1")
    expect(pdf).to_contain_text("Waiting to be sent")
    server.tell("report", report("pdf", state="sending", changed_at="2026-11-22T14:03:00+00:00"))
    expect(pdf).to_contain_text("Being sent")
    reason = {"code": "refused", "params": {}, "sentence": "‘study is locked’."}
    refused = report("pdf", state="refused", reason=reason, changed_at="2026-11-22T14:04:00+00:00")
    book.objects[0] = refused
    server.tell("report", refused)
    expect(pdf).to_contain_text(
        "Signed and safe here, but Main PACS refused it: ‘study is locked’."
    )
    pdf.get_by_role("button", name="Send again").click()
    expect(pdf).to_contain_text("Waiting to be sent")
    server.tell("report", report("pdf", state="sent", changed_at="2026-11-22T15:01:00+00:00"))
    expect(pdf).to_contain_text("In Main PACS")
    server.tell("report", report("pdf", state="sending", changed_at="2026-11-22T14:03:00+00:00"))
    page.wait_for_timeout(200)
    expect(pdf).to_contain_text("In Main PACS")
    for confirming, words in CONFIRMING:
        server.tell("report", confirming)
        expect(pdf).to_contain_text(words)


def test_who_may_not_sign_sees_the_signature_and_no_button(viewer, book):
    book.user = READER
    book.plan = plan_of(READER, side="L")
    page = viewer().page
    expect(page.get_by_test_id("sign")).to_be_hidden()
    expect(page.get_by_test_id("sign-state")).to_have_text(
        "Your role does not sign plans. A surgeon of this site does."
    )
    expect(page.get_by_test_id("case-edit")).to_be_hidden()
    expect(page.get_by_test_id("case-side")).to_have_text("LEFT")


def test_the_case_is_edited_above_the_plan(viewer, book):
    page = viewer().page
    head = page.get_by_test_id("case-head")
    expect(head).to_contain_text("Total hip replacement")
    expect(head).to_contain_text("Tue 2026-11-24 · 2nd on the list")
    head.get_by_role("button", name="Edit the case").click()
    form = page.get_by_role("dialog", name="Case")
    form.get_by_label("Operation").fill("Hemiarthroplasty")
    form.get_by_role("button", name="Save").click()
    expect(head).to_contain_text("Hemiarthroplasty")
    assert book.plan["operation"] == "Hemiarthroplasty"


def test_a_case_made_before_the_first_edit_is_the_plan_of_the_edits(viewer, book, server):
    book.plan = None
    opened = viewer()
    opened.page.get_by_test_id("case-edit").click()
    form = opened.page.get_by_role("dialog", name="New case")
    form.get_by_label("Operation").fill("Hip fracture fixation")
    form.get_by_label("LEFT").check()
    form.get_by_role("button", name="Save").click()
    expect(opened.page.get_by_test_id("case-head")).to_contain_text("Hip fracture fixation")
    opened.tool("length")
    opened.click((100, 100))
    opened.click((200, 300))
    expect(opened.page.get_by_test_id("sign-state")).to_have_text("Ready to sign.")
    opened.page.wait_for_timeout(1000)
    begun = server.posted("/api/v1/plans")
    assert len({body["id"] for body in begun}) == 1
    assert len(book.sets) >= 1
