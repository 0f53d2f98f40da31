"""A disc comes in by the browser over a bad line, and a person says whose films it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from planning.studies.models import Instance, Quarantined
from tests.browser.axe import violations
from tests.builders.dicom_files import film
from tests.studies.set_aside import work_off

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.django_db(transaction=True)]

SMITH = {"PatientID": "MRN-00001", "PatientName": "Smith^John", "PatientBirthDate": "19560413",
         "PatientSex": "M", "IssuerOfPatientID": "HOSP"}  # fmt: skip


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    folder = tmp_path / "disc"
    (folder / "DICOM").mkdir(parents=True)
    (folder / "DICOM" / "IM1").write_bytes(film(**SMITH))
    (folder / "README.TXT").write_text("The viewer begins by itself.")
    return folder


def one_lost_piece(page: Page) -> list[str]:
    """Lose the answer to the first piece that is sent."""
    lost: list[str] = []

    def send(route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/api/v1/uploads/*/files/*", send)
    return lost


def test_a_disc_comes_in_over_a_bad_line_and_a_person_says_whose_it_is(
    page, api, world, data_folder, disc, problems
):
    for path in ("uploads", "uploads/**", "set-aside/**"):
        page.route(f"**/api/v1/{path}", lambda route: route.continue_())
    lost = one_lost_piece(page)
    page.goto(reverse("home"))
    page.get_by_role("button", name="Bring in films").click()
    dialog = page.get_by_role("dialog", name="Bring in films")
    expect(dialog.get_by_role("button", name="Choose a folder")).to_be_visible()
    assert violations(page) == []
    with page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose a folder").press("Enter")
    chooser.value.set_files(str(disc))
    expect(page.get_by_role("heading", name="What you brought in")).to_be_visible(timeout=15_000)
    assert len(lost) == 1
    work_off("upload")
    expect(page.get_by_text("disc/README.TXT")).to_be_visible()
    assert Quarantined.objects.count() == 1, "the lost piece was not written twice"
    assert violations(page) == []
    page.get_by_role("link", name="Decide on 1 image Smith, John").click()
    same = page.get_by_role("button", name="Same patient: Smith, John, 1956-03-14, MRN-00001")
    expect(page.locator("td.differs")).to_have_text("1956-03-14 differs")
    page.get_by_text("Somebody new…").click()
    assert violations(page) == []
    same.click()
    expect(page.get_by_text("1 image taken as films of Smith, John, MRN-00001.")).to_be_visible()
    work_off("take")
    page.goto(reverse("set-aside"))
    assert violations(page) == []
    taken = Instance.objects.exclude(pk=world.film.pk)
    assert taken.get().series.study.patient == world.study.patient
    page.get_by_role("button", name="Undo: 1 image taken").click()
    expect(page.get_by_text("Undone. 1 image waits again.")).to_be_visible()
    assert not taken.exists()
    # The browser tells of the answer that was lost, and of the 409 that made up for it.
    assert len(problems) == 2
    problems.clear()
