"""Planning in the browser, as steps that a test can read; and what came of it in the archive."""

from __future__ import annotations

import math
from pathlib import Path

import pydicom
import requests
from playwright.sync_api import Locator, Page, expect

from tests.installation import Installation


def outline(shape: dict, count: int) -> list[tuple[float, float]]:
    """Return points around the true outline of a sphere's shadow."""
    x, y = shape["centre_px"]
    turn = math.radians(shape["angle_deg"])
    points = []
    for number in range(count):
        angle = 2 * math.pi * number / count
        along = shape["semi_major_px"] * math.cos(angle)
        across = shape["semi_minor_px"] * math.sin(angle)
        points.append(
            (
                x + along * math.cos(turn) - across * math.sin(turn),
                y + along * math.sin(turn) + across * math.cos(turn),
            )
        )
    return points


def measure(page: Page, letters: str, side: str | None = None) -> None:
    """Pick the first measurement that a few letters find."""
    page.locator(".film").focus()
    page.keyboard.press("m")
    dialog = page.locator("dialog.measurement-picker")
    expect(dialog).to_be_visible()
    if side:
        dialog.locator(f'[data-side="{side}"]').click()
    dialog.get_by_role("combobox").fill(letters)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def add_implant(page: Page, kind: str) -> Locator:
    """Add an implant and return its card."""
    section = page.get_by_test_id("section-implants")
    head = section.locator(".section-head")
    if head.get_attribute("aria-expanded") != "true":
        head.click()
    section.get_by_test_id(f"add-{kind}").click()
    card = section.get_by_test_id(f"implant-{kind}")
    expect(card).to_be_visible()
    return card


def make_case(page: Page, *, operation: str, side: str) -> None:
    """Say what is operated on."""
    page.get_by_test_id("case-edit").click()
    page.get_by_test_id("case-operation").fill(operation)
    page.locator(f'[name="case-side"][value="{side}"]').check(force=True)
    page.get_by_test_id("case-save").click()
    expect(page.get_by_test_id("case-side")).to_contain_text({"R": "RIGHT", "L": "LEFT"}[side])


def sign(page: Page, password: str) -> None:
    """Sign with the password, once nothing is left."""
    expect(page.get_by_test_id("section-sign")).not_to_contain_text("left", timeout=20_000)
    page.get_by_test_id("sign").click()
    dialog = page.get_by_test_id("sign-dialog")
    dialog.get_by_label("Planned by me").check()
    page.get_by_test_id("sign-password").fill(password)
    page.get_by_test_id("sign-confirm").click()
    expect(dialog).to_be_hidden()


def objects_in(orthanc, study_uid: str, folder: Path) -> dict[str, Path]:
    """Return the files that an archive holds of a study, by SOP class."""
    question = {"Level": "Instance", "Query": {"StudyInstanceUID": study_uid}}
    found = requests.post(f"{orthanc.rest_url}/tools/find", json=question, timeout=10).json()
    files = {}
    for key in found:
        path = folder / f"{key}.dcm"
        path.write_bytes(
            requests.get(f"{orthanc.rest_url}/instances/{key}/file", timeout=30).content
        )
        files[str(pydicom.dcmread(path, stop_before_pixels=True).SOPClassUID)] = path
    return files


def signed_version(installation: Installation) -> dict:
    """Return the first signed version of the one plan that there is."""
    client = installation.sign_in()
    (study,) = client.get("studies").json()
    (plan,) = client.get(f"plans?study={study['id']}").json()
    return client.get(f"plans/{plan['id']}/signed/1").json()
