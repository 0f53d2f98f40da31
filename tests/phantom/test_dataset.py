"""Films are valid digital X-ray objects that say what they must and no more."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pydicom
import pytest

from planning.phantom import ORDERS, generate
from planning.phantom.dataset import build, sop_instance_uid
from planning.phantom.orders import plain_order
from tests.peers import dciodvfy

COARSE_MM = 1.6


@pytest.fixture(scope="module")
def demo():
    """Every demonstration film on very coarse pixels, as data sets read back from bytes."""
    read = []
    for order in ORDERS:
        film = generate(order.kind, order.seed, order=order, pixel_mm=COARSE_MM)
        buffer = BytesIO()
        build(film).save_as(buffer, enforce_file_format=True)
        buffer.seek(0)
        read.append((order, film, pydicom.dcmread(buffer)))
    return read


@pytest.mark.peer("dicom3tools")
@pytest.mark.parametrize("number", range(len(ORDERS)))
def test_dciodvfy_finds_no_error(demo, tmp_path, number):
    path = tmp_path / "film.dcm"
    demo[number][2].save_as(path)
    assert dciodvfy.findings(path, kinds=("Error",)) == []


def test_the_pixels_survive_writing(demo):
    for _, film, ds in demo:
        assert np.array_equal(ds.pixel_array, film.pixels)
        assert ds.pixel_array.max() < 2**ds.BitsStored


def test_spacing_is_that_of_the_detector_and_nothing_claims_calibration(demo):
    for _, film, ds in demo:
        pixel_mm = film.truth["view"]["pixel_mm"]
        assert list(ds.ImagerPixelSpacing) == pytest.approx([pixel_mm, pixel_mm])
        assert ds.DistanceSourceToDetector == film.truth["view"]["sid_mm"]
        for absent in ("PixelSpacing", "PixelSpacingCalibrationType",
                       "EstimatedRadiographicMagnificationFactor"):  # fmt: skip
            assert absent not in ds
    assert sum("DistanceSourceToPatient" in ds for _, _, ds in demo) == 1


def test_the_demonstration_has_its_special_films(demo):
    assert sum(ds.PhotometricInterpretation == "MONOCHROME1" for _, _, ds in demo) == 1
    assert [list(ds.PatientOrientation) for _, _, ds in demo].count(["R", "F"]) == 1
    assert sum(film.truth["ball"] is None for _, film, _ in demo) == 1
    assert sum("花子" in str(ds.PatientName) for _, _, ds in demo) == 1
    assert {order.kind for order, _, _ in demo} == {"ap_pelvis", "long_leg"}


def test_monochrome1_is_the_same_picture_with_values_reversed():
    order = plain_order("ap_pelvis", 3)
    plain = generate("ap_pelvis", 3, order=order, pixel_mm=COARSE_MM)
    other = generate("ap_pelvis", 3, order=replace(order, inverted=True), pixel_mm=COARSE_MM)
    assert np.array_equal(other.pixels, 4095 - plain.pixels)
    assert build(other).PresentationLUTShape == "INVERSE"


def test_a_patient_has_one_identity_over_several_studies(demo):
    studies = {}
    for order, _, ds in demo:
        assert ds.IssuerOfPatientID == "PLUMBLINE-DEMO"
        assert ds.PatientID == order.person.patient_id
        assert str(ds.PatientName).startswith("DEMO^")
        studies.setdefault(ds.PatientID, set()).add(ds.StudyInstanceUID)
    assert len(studies) >= 8
    assert len(studies["DEMO-001"]) == 2


def test_identifiers_are_unique_valid_and_stable(demo):
    uids = [ds.SOPInstanceUID for _, _, ds in demo]
    assert len(set(uids)) == len(uids)
    assert all(uid.is_valid and uid.startswith("2.25.") for uid in uids)
    assert len({ds.SeriesInstanceUID for _, _, ds in demo}) == len(uids)
    first = ORDERS[0]
    columns, rows = demo[0][2].Columns, demo[0][2].Rows
    assert sop_instance_uid(first, columns, rows) == uids[0]
    assert sop_instance_uid(first, 2 * columns, 2 * rows) != uids[0]
