"""The decision table, row by row, and the notes under it."""

from __future__ import annotations

import json

import pytest

from planning.calibration.from_header import decide
from planning.calibration.spacing_header import SpacingHeader
from planning.measuring.scale import NoScale, Scale

DX = "1.2.840.10008.5.1.4.1.1.1.1"
CR = "1.2.840.10008.5.1.4.1.1.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
MR = "1.2.840.10008.5.1.4.1.1.4"
SC = "1.2.840.10008.5.1.4.1.1.7"
XA = "1.2.840.10008.5.1.4.1.1.12.1"

PS = "PixelSpacing"
IPS = "ImagerPixelSpacing"
NSPS = "NominalScannedPixelSpacing"
TYPE = "PixelSpacingCalibrationType"
TEXT = "PixelSpacingCalibrationDescription"
ERMF = "EstimatedRadiographicMagnificationFactor"
SID = "DistanceSourceToDetector"
SOD = "DistanceSourceToPatient"
ASPECT = "PixelAspectRatio"

A = ["0.125", "0.125"]  # at the joint
B = ["0.15", "0.15"]  # at the detector: M = 1.2


def scale_of(sop_class_uid: str = DX, **tags: object):
    return decide(SpacingHeader.from_tags({"SOPClassUID": sop_class_uid, **tags}))


# fmt: off
TABLE = [
    # tags, row, spacing, label, confidence, templating, magnification
    ({PS: A, IPS: B, TYPE: "FIDUCIAL", TEXT: "25 mm ball"},
     2, A, "calibrated (fiducial): 25 mm ball", "high", "confirm", 1.2),
    ({PS: A, TYPE: "FIDUCIAL", TEXT: "coin"},
     2, A, "calibrated (fiducial): coin", "high", "confirm", None),
    ({PS: B, IPS: B, TYPE: "FIDUCIAL", TEXT: "x"},
     3, B, "fiducial claimed, equals detector spacing", "contradictory", "no", None),
    ({PS: A, IPS: B, TYPE: "GEOMETRY"},
     4, A, "mm, assumed magnification M=1.20", "medium", "acknowledge", 1.2),
    ({PS: A, TYPE: "GEOMETRY"},
     4, A, "mm, assumed magnification M unknown", "medium", "acknowledge", None),
    ({PS: B, IPS: B, TYPE: "GEOMETRY"},
     5, B, "mm at detector plane", "low", "no", None),
    ({PS: A, IPS: B},
     6, A, "mm, corrected, method unknown M=1.20", "medium_low", "acknowledge", 1.2),
    ({PS: A, NSPS: B},
     6, A, "mm, corrected, method unknown M=1.20", "medium_low", "acknowledge", 1.2),
    ({IPS: B, ERMF: "1.25"},
     7, B, "mm at detector plane; header suggests M=1.25", "low", "no", None),
    ({PS: B, IPS: B, ERMF: "1.25", SID: "1150", SOD: "1100"},
     7, B, "mm at detector plane; header suggests M=1.25", "low", "no", None),
    ({IPS: B, SID: "1150", SOD: "1100"},
     8, B, "mm at detector plane; header suggests M=1.05", "low", "no", None),
    ({IPS: B, ERMF: "1", SID: "1150", SOD: "1100"},
     8, B, "mm at detector plane; header suggests M=1.05", "low", "no", None),
    ({IPS: B},
     9, B, "mm at detector plane (not calibrated)", "low", "no", None),
    ({PS: B, IPS: B},
     9, B, "mm at detector plane (not calibrated)", "low", "no", None),
    ({PS: B, IPS: B, SID: "1150"},
     9, B, "mm at detector plane (not calibrated)", "low", "no", None),
    ({PS: A},
     10, A, "mm, calibration unknown", "unknown", "no", None),
    ({NSPS: B},
     11, B, "mm on film", "low", "no", None),
    ({PS: B, NSPS: B},
     11, B, "mm on film", "low", "no", None),
    ({ASPECT: ["4", "3"]}, 13, None, "px", "none", "no", None),
    ({}, 14, None, "px", "none", "no", None),
]
# fmt: on


@pytest.mark.parametrize("sop_class_uid", [DX, CR, SC])
@pytest.mark.parametrize(
    ("tags", "row", "spacing", "label", "confidence", "templating", "magnification"), TABLE
)
def test_each_row_gives_the_spacing_and_the_words_of_the_table(
    sop_class_uid, tags, row, spacing, label, confidence, templating, magnification
):
    given = scale_of(sop_class_uid, **tags).to_json()

    assert given.pop("reason")
    assert given.pop("magnification") == (magnification and pytest.approx(magnification))
    assert given == {
        "row": row,
        "spacing_mm": spacing and [float(value) for value in spacing],
        "unit": "mm" if spacing else "px",
        "label": label,
        "confidence": confidence,
        "templating": templating,
    }
    json.dumps(given, allow_nan=False)


@pytest.mark.parametrize("sop_class_uid", [CT, CT + ".1", CT + ".2", MR, MR + ".1"])
def test_slices_have_true_millimetres_whatever_their_distances_say(sop_class_uid):
    result = scale_of(
        sop_class_uid, **{PS: ["0.7", "0.6"], SID: "1099.3", SOD: "630", "Modality": "CT"}
    )

    assert (result.row, result.spacing_mm) == (0, (0.7, 0.6))
    assert result.templating == "yes"
    assert result.scale.relative_sigma == 0
    assert result.warnings == ()


def test_a_ct_localizer_is_a_projection_and_gives_no_templates():
    result = scale_of(CT, **{PS: A, "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]})

    assert (result.row, result.templating) == (10, "no")
    assert "localizer_is_a_projection" in codes(result)


def test_an_mr_localizer_is_a_slice():
    assert scale_of(MR, **{PS: A, "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}).row == 0


def test_a_secondary_capture_of_a_ct_is_a_picture():
    assert scale_of(SC, **{PS: A, "Modality": "CT"}).row == 10


def test_a_radiograph_stored_under_the_ct_class_is_not_believed_to_be_a_slice():
    assert scale_of(CT, **{PS: A, "Modality": "DX"}).row == 10


def codes(result) -> list[str]:
    return [warning.code for warning in result.warnings]


@pytest.mark.parametrize(
    ("detector", "row"),
    [("0.15", 9), ("0.1507", 9), ("0.1493", 9), ("0.1508", 6), ("0.1492", 6)],
)
def test_spacings_count_as_equal_below_half_a_per_cent(detector, row):
    assert scale_of(**{PS: ["0.15", "0.15"], IPS: [detector, detector]}).row == row


def test_one_axis_that_differs_makes_the_spacings_differ():
    result = scale_of(**{PS: ["0.15", "0.125"], IPS: B})

    assert result.row == 6
    assert "magnification_differs_by_axis" in codes(result)


INVALID = [
    ["0.000", "0.000"],
    ["0.15"],
    ["0.15", "0.15", "0.15"],
    ["0.15", ""],
    ["-0.15", "-0.15"],
    ["nan", "nan"],
    ["inf", "inf"],
    ["1e-320", "1e-320"],
    ["1e400", "1e400"],
    ["0,15", "0,15"],
    ["0.1_5", "0.1_5"],
    ["٠.١٥", "٠.١٥"],
    ["0x1", "0x1"],
    ["<script>", "0.15"],
    "0.15\\abc",
    ["9" * 500, "0.15"],
    [True, True],
    [float("nan"), 0.15],
    0.15,
]


@pytest.mark.parametrize("values", INVALID, ids=repr)
@pytest.mark.parametrize("keyword", [PS, IPS, NSPS])
def test_an_invalid_spacing_counts_as_absent_and_is_named(keyword, values):
    alone = scale_of(**{keyword: values})
    assert isinstance(alone.scale, NoScale)
    assert (alone.row, alone.reason.code) == (14, "invalid_spacing")

    other = PS if keyword == IPS else IPS
    beside = scale_of(**{keyword: values, other: B})
    assert beside.row == (10 if other == PS else 9)
    assert "invalid_values_ignored" in codes(beside)


@pytest.mark.parametrize(
    "values", [["0.15", "0.15"], [" 0.150 ", "0.15\0"], ["+1.5E-1", "15e-2"], "0.15\\.15",
               [0.15, 0.15], ["0.15000000000000000001", "0.15"]], ids=repr
)  # fmt: skip
def test_every_legal_way_of_writing_a_decimal_is_read(values):
    assert scale_of(**{PS: values}).spacing_mm == pytest.approx((0.15, 0.15), rel=1e-12)


def test_nothing_at_all_says_no_spacing():
    result = decide(SpacingHeader())

    assert (result.row, result.reason.code) == (14, "no_spacing")
    assert result.scale == NoScale("no_spacing")


def test_an_aspect_ratio_is_kept_for_angles_and_never_becomes_a_length():
    result = scale_of(**{ASPECT: ["4", "3"]})

    assert isinstance(result.scale, NoScale)
    assert result.scale.reason == "aspect_only"
    assert result.scale.aspect == pytest.approx(4 / 3)


@pytest.mark.parametrize("ratio", [["1"], ["01"], ["0", "1"], ["1", "1000000"], ["1", "0"]])
def test_a_senseless_aspect_ratio_counts_as_absent(ratio):
    result = scale_of(**{ASPECT: ratio})
    assert (result.row, result.scale.aspect) == (14, 1.0)


def test_a_magnification_below_one_is_impossible_and_stops_templating():
    for kind in ({}, {TYPE: "GEOMETRY"}, {TYPE: "FIDUCIAL"}):
        result = scale_of(**{PS: ["0.16", "0.16"], IPS: B, **kind})
        assert codes(result)[0] == "magnification_below_one"
        assert (result.confidence, result.templating) == ("contradictory", "no")
        assert result.scale.relative_sigma is None


def test_a_magnification_over_1_35_is_asked_about():
    assert "magnification_high" in codes(scale_of(**{PS: ["0.11", "0.11"], IPS: B}))
    assert "magnification_high" not in codes(scale_of(**{PS: ["0.112", "0.112"], IPS: B}))
    assert "magnification_high" in codes(scale_of(**{IPS: B, ERMF: "1.36"}))


def test_a_suggested_magnification_is_offered_with_its_warning_and_never_applied():
    by_factor = scale_of(**{IPS: B, ERMF: "1.25"})
    assert by_factor.spacing_mm == (0.15, 0.15)
    assert by_factor.offer.magnification == 1.25
    assert by_factor.offer.spacing_mm == pytest.approx((0.12, 0.12))

    by_distance = scale_of(**{IPS: B, SID: "1150", SOD: "1100"})
    assert by_distance.spacing_mm == (0.15, 0.15)
    assert by_distance.offer.magnification == pytest.approx(1.0454545)
    assert by_distance.offer.spacing_mm == pytest.approx((0.1434783, 0.1434783))
    for result in (by_factor, by_distance):
        assert result.offer.warning in codes(result)
        assert result.magnification is None


@pytest.mark.parametrize("factor", ["1", "0.9", "0", "-2", "nan", "abc", "500"])
def test_a_factor_of_one_or_less_or_senseless_is_ignored(factor):
    result = scale_of(**{IPS: B, ERMF: factor})
    assert (result.row, result.offer) == (9, None)


@pytest.mark.parametrize(
    ("sid", "sod"), [("1000", "1000"), ("900", "1000"), ("0", "0"), ("x", "1")]
)
def test_distances_that_cannot_be_are_ignored(sid, sod):
    assert scale_of(**{IPS: B, SID: sid, SOD: sod}).row == 9


def test_rows_and_columns_that_differ_are_told_on_a_radiograph_only():
    uneven = {PS: ["0.15", "0.16"]}
    assert "row_column_differ" in codes(scale_of(CR, **uneven))
    assert "row_column_differ" in codes(scale_of(SC, Modality="DX", **uneven))
    assert "row_column_differ" not in codes(scale_of(SC, **uneven))
    assert "row_column_differ" not in codes(scale_of(CR, **{PS: ["0.15", "0.151"]}))


def test_a_c_arm_is_at_best_an_assumed_magnification():
    result = scale_of(XA, **{PS: A, IPS: B, TYPE: "FIDUCIAL", TEXT: "catheter"})

    assert result.row == 2
    assert (result.confidence, result.templating) == ("medium", "acknowledge")
    assert result.scale.relative_sigma is None
    assert "magnification_varies_over_the_field" in codes(result)


def test_error_bars_exist_only_where_there_is_ground_for_them():
    fiducial = scale_of(**{PS: A, TYPE: "FIDUCIAL"}).scale.relative_sigma
    assert fiducial == pytest.approx(0.0127551, abs=1e-6)  # ±2.5 % at 95 %
    assert scale_of(**{PS: A, IPS: B, TYPE: "GEOMETRY"}).scale.relative_sigma == 0.02
    for tags in ({PS: A, TYPE: "GEOMETRY"}, {PS: A, IPS: B}, {IPS: B}, {PS: A}, {NSPS: B}):
        scale = scale_of(**tags).scale
        assert isinstance(scale, Scale)
        assert scale.relative_sigma is None
        assert scale.details["no_error_bar"]


def test_calibration_type_is_read_in_any_case_and_an_unknown_one_is_told():
    assert scale_of(**{PS: A, IPS: B, TYPE: " geometry "}).row == 4
    unknown = scale_of(**{PS: A, IPS: B, TYPE: "MAGIC"})
    assert unknown.row == 6
    assert "unknown_calibration_type" in codes(unknown)


def test_a_type_without_a_spacing_decides_nothing():
    result = scale_of(**{IPS: B, TYPE: "FIDUCIAL"})
    assert result.row == 9
    assert "type_without_spacing" in codes(result)


def test_the_description_cannot_break_the_label():
    result = scale_of(**{PS: A, TYPE: "FIDUCIAL", TEXT: "ball\r\n‮<b>" + "x" * 500})
    assert result.label.isprintable()
    assert len(result.label) < 100


def test_one_by_one_millimetre_is_recognised_as_a_placeholder():
    result = scale_of(CR, **{PS: ["1.0", "1.0"]})
    assert result.row == 10
    assert "placeholder_spacing" in codes(result)


@pytest.mark.parametrize(("tags", "row"), [(case[0], case[1]) for case in TABLE])
def test_a_person_s_word_is_enough_except_at_the_detector_and_on_the_film(tags, row):
    assert scale_of(**tags).acceptable is (row in {2, 3, 4, 6, 7, 8, 10})


def test_what_cannot_be_true_cannot_be_accepted():
    assert not scale_of(**{PS: ["0.16", "0.16"], IPS: B, TYPE: "FIDUCIAL"}).acceptable
    assert not scale_of(CR, **{PS: ["1", "1"]}).acceptable
