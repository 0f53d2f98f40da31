"""The grey of real films: pydicom's pipeline and DCMTK's, within one grey level."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.pixels import apply_modality_lut, apply_voi, apply_windowing

from planning.imaging.child import write_picture
from tests.peers.programs import dcmtk

pytestmark = pytest.mark.filterwarnings("ignore")

FILMS = (
    "radiographs/hip_frogleg_fuji_RG2_UNC.dcm",
    "radiographs/vet_thorax_spine_fuji_dx_small.dcm",
    "radiographs/chest_philips_RG1_J2KI.dcm",
    "no-preamble/CR-MONO1-10-chest",
    "dicomdir/77654033/CR1/6154",
    "ct/shoulder-spine_acrin/001.dcm",
    "transfer-syntaxes/ct/CT_1.2.840.10008.1.2.4.80.dcm",
    "transfer-syntaxes/other/MR_small.dcm",
    "overlays-luts/vlut_04.dcm",
    "malformed/J2K_pixelrep_mismatch.dcm",
)


def _ours(path: Path, scratch: Path) -> np.ndarray:
    """Return our picture at full size, square pixels or not of no matter."""
    out = scratch / "ours.png"
    write_picture(str(path), 1, str(out), "PNG", 20000)
    with Image.open(out) as image:
        return np.asarray(image, dtype=int)


def _by_pydicom(dataset: pydicom.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return greys by pydicom's functions, and where padding is."""
    pixels = dataset.pixel_array
    modality = apply_modality_lut(pixels, dataset).astype(np.float64)
    if dataset.get("WindowWidth"):
        shown = apply_windowing(modality, dataset)
        ends = apply_windowing(np.array([-1e9, 1e9]), dataset)
    else:
        shown = apply_voi(modality.astype(np.uint16), dataset).astype(np.float64)
        ends = np.array([0, 2 ** dataset.VOILUTSequence[0].LUTDescriptor[2] - 1])
    greys = (shown - ends[0]) / (ends[1] - ends[0]) * 255
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        greys = 255 - greys
    padding = dataset.get("PixelPaddingValue")
    return greys, pixels == padding if padding is not None else np.zeros(pixels.shape, bool)


@pytest.mark.parametrize("name", FILMS)
def test_greys_are_those_of_pydicom(shared_data, tmp_path, name):
    dataset = pydicom.dcmread(shared_data / name, force=True)
    if "TransferSyntaxUID" not in dataset.file_meta:
        dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    theirs, is_padding = _by_pydicom(dataset)
    ours = _ours(shared_data / name, tmp_path)
    assert np.abs(ours - theirs)[~is_padding].max() <= 1
    assert (ours[is_padding] == 0).all()


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("radiographs/hip_frogleg_fuji_RG2_UNC.dcm", ["+Wi", "1"]),
        ("radiographs/vet_thorax_spine_fuji_dx_small.dcm", ["+Wi", "1"]),
        ("no-preamble/CR-MONO1-10-chest", ["-f", "+Wi", "1"]),
        ("radiographs/lowerleg_ankle_fuji_RG3_JPLL.dcm", ["+Wi", "1"]),
        ("transfer-syntaxes/hip-cr/RG2_JLSL.dcm", ["+Wi", "1"]),
        ("transfer-syntaxes/other/MR_small.dcm", ["+Wi", "1"]),
        ("overlays-luts/vlut_04.dcm", ["+Wl", "1"]),
    ],
)
def test_greys_are_those_of_dcmtk(shared_data, tmp_path, name, options):
    theirs = tmp_path / "theirs.pgm"
    tool = dcmtk("dcmj2pnm") if "JLS" not in name else dcmtk("dcml2pnm")
    subprocess.run(
        [str(tool), "+op", *options, str(shared_data / name), str(theirs)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    with Image.open(theirs) as image:
        expected = np.asarray(image, dtype=int)
    assert np.abs(_ours(shared_data / name, tmp_path) - expected).max() <= 1
