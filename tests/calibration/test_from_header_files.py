"""The decision on real files: known traps, and no crash on any of them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pydicom
import pytest

from planning.calibration.from_header import decide
from planning.calibration.spacing_header import KEYWORDS, SpacingHeader

KNOWN = {
    "radiographs/chest_philips_RG1_J2KI.dcm": (14, None, "no"),
    "radiographs/chicken_fuji_cr_3015x2505.dcm": (9, [0.1, 0.1], "no"),
    "radiographs/ct_scout_ap_spine_pelvis_nonsquare.dcm": (10, [0.545455, 0.596847], "no"),
    "radiographs/dental_panoramic_modality_lut.dcm": (9, [0.15, 0.15], "no"),
    "radiographs/hip_frogleg_fuji_RG2_UNC.dcm": (10, [0.2, 0.2], "no"),
    "radiographs/lowerleg_ankle_fuji_RG3_JPLL.dcm": (14, None, "no"),
    "radiographs/mammo_4664x3064_MG1_J2KI.dcm": (14, None, "no"),
    "radiographs/pelvis_infant_ddh_001.dcm": (10, [1.0, 1.0], "no"),
    "radiographs/vet_stifle_tibia_idexx_scalebar.dcm": (9, [0.139, 0.139], "no"),
    "radiographs/vet_thorax_spine_fuji_dx_small.dcm": (9, [1.2, 1.201199999999], "no"),
    "overlays-luts/OutOfBoundsOverlay.dcm": (7, [0.085, 0.085], "no"),
    "ct/pelvis_visible-human-female/vhf.1000.dcm": (0, [1.0, 1.0], "yes"),
    "ct/CT-MONO2-16-ankle": (14, None, "no"),
    "dicomdir/98892001/CT2N/6293": (10, [0.545455, 0.596847], "no"),
    "dicomdir/98892003/MR1/15820": (0, [1.367188, 1.367188], "yes"),
    "malformed/1403-OB.dcm": (11, [0.17638889, 0.17638889], "no"),
    "malformed/GH178.dcm": (14, None, "no"),
    "malformed/GH223.dcm": (14, None, "no"),
    "malformed/GH626.dcm": (13, None, "no"),
    "multiframe/enhanced_ct_extremity_volume.dcm": (10, [0.51171875, 0.51171875], "no"),
    "multiframe/eCT_Supplemental.dcm": (0, None, "yes"),
    "no-preamble/CR-MONO1-10-chest": (14, None, "no"),
    "photometric/SC_rgb.dcm": (10, [1.0, 1.0], "no"),
    "photometric/color-pl.dcm": (13, None, "no"),
}


def tags_of(path: Path) -> dict[str, list[str]]:
    """Take the elements as plain text, as an importer would."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        tags = {}
        for keyword in KEYWORDS:
            try:
                value = dataset.get(keyword)
            except Exception:  # a damaged element is an absent one here
                continue
            if value is not None:
                many = isinstance(value, (list, pydicom.multival.MultiValue))
                tags[keyword] = [str(one) for one in (value if many else [value])]
        for groups in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence"):
            items = dataset.get(groups)
            measures = items[0].get("PixelMeasuresSequence") if items else None
            if measures and "PixelSpacing" in measures[0]:
                tags["PixelSpacing"] = [str(one) for one in measures[0].PixelSpacing]
    return tags


@pytest.mark.parametrize("name", KNOWN)
def test_real_files_get_the_row_that_their_header_deserves(shared_data, name):
    row, spacing, templating = KNOWN[name]
    given = decide(SpacingHeader.from_tags(tags_of(shared_data / name))).to_json()

    assert (given["row"], given["templating"]) == (row, templating)
    if spacing is not None:
        assert given["spacing_mm"] == spacing


def test_every_file_gets_a_decision_that_can_be_written_as_json(shared_data):
    seen = 0
    for path in sorted(shared_data.rglob("*")):
        if not path.is_file() or path.stat().st_size > 40_000_000:
            continue
        try:
            tags = tags_of(path)
        except Exception:  # not a DICOM file at all
            continue
        given = decide(SpacingHeader.from_tags(tags)).to_json()
        json.dumps(given, allow_nan=False)
        assert (given["spacing_mm"] is None) == (given["unit"] == "px")
        assert given["reason"]
        seen += 1
    assert seen > 200


def test_every_spelling_of_the_hip_radiograph_has_the_same_scale(shared_data):
    folder = shared_data / "transfer-syntaxes" / "hip-cr"
    decisions = [decide(SpacingHeader.from_tags(tags_of(path))) for path in folder.glob("*.dcm")]
    assert len(decisions) == 7
    assert all(one == decisions[0] for one in decisions)
