"""A report prints what was frozen, and nothing is computed again."""

from __future__ import annotations

from planning.reports.content import read
from tests.reports import samples


def test_patient_case_and_signature_are_printed_as_they_were_signed():
    report = read(samples.SIGNED, say=samples.said)
    assert report.patient.full_name == "Yamada, Taro 山田 太郎"
    assert report.patient.identity == "born 1947-08-15  ·  ID MRN-00007 (HOSP)  ·  F"
    assert (report.operation, report.side) == ("Total hip arthroplasty", "RIGHT")
    assert report.planned_on == "2026-11-24"
    seal = report.signature
    assert (seal.signer, seal.meaning) == ("Dr Ada Weber", "Checked and approved by me")
    assert (seal.number, seal.version, seal.digest) == (2, 41, "5f2c" * 16)


def test_times_are_printed_in_the_time_of_the_place():
    report = read(samples.SIGNED, say=samples.said, time_zone="Asia/Tokyo")
    assert report.signature.signed_at == "2026-11-22 18:30 JST"
    assert report.notes[0].acknowledged == "Dr Ada Weber, 2026-11-22 18:12 JST"


def test_a_value_carries_its_words_its_number_its_error_and_its_source():
    leg, offset, cup = read(samples.SIGNED, say=samples.said).results
    assert (leg.native.words, leg.native.number) == ("right 8 mm short", "−7.6 ± 2.1 mm")
    assert (leg.planned.words, leg.planned.number) == ("right 2 mm long", "1.8 ± 2.1 mm")
    assert leg.changed
    assert leg.source == f"{samples.BALL}; leg_length v1"
    # Half away from zero on the shortest decimal: 38.25 reads 38.3, as everywhere.
    assert (offset.native.number, offset.planned.number) == ("34.0 ± 1.0 mm", "38.3 ± 1.0 mm")
    assert cup.planned.number == "41.6 ± 0.9°"


def test_a_side_is_named_once_in_the_words_or_in_the_name():
    leg, offset, _ = read(samples.SIGNED, say=samples.said).results
    assert (leg.name, offset.name) == ("Leg length", "Femoral offset, right")


def test_a_missing_value_prints_its_reason_and_never_a_zero():
    none = samples.reason("missing_landmark", role="rim_lat")
    lacking = samples.result("neck_shaft_angle", none, none, "", "")
    (line,) = read(samples.signed(results=[lacking]), say=samples.said).results
    for reading in (line.native, line.planned):
        assert reading.words == "no value: missing_landmark {'role': 'rim_lat'}"
        assert reading.number == ""


def test_what_only_the_plan_has_is_not_called_missing():
    cup = read(samples.SIGNED, say=samples.said).results[2]
    assert (cup.native.words, cup.native.number) == ("not on the film", "")
    assert cup.changed


def test_calibration_says_method_magnification_error_and_who():
    (view,) = read(samples.SIGNED, say=samples.said).views
    assert view.calibrated
    # 1.96 x 1.25 % = 2.45 %.
    assert view.calibration == f"{samples.BALL}, M 1.17, ± 2.5 %, by Dr Ada Weber"


def test_a_film_that_is_not_calibrated_says_so_loudly():
    scale = samples.SCALE | {
        "label": "mm at detector plane",
        "calibrated": False,
        "relative_sigma": None,
        "magnification": None,
    }
    view = samples.SIGNED["content"]["views"][0] | {"scale": scale, "calibration": None}
    (shown,) = read(samples.signed(views=[view]), say=samples.said).views
    assert not shown.calibrated
    assert shown.calibration == "NOT CALIBRATED (mm at detector plane)"


def test_notes_to_read_before_theatre_are_printed_with_who_acknowledged_them():
    (note,) = read(samples.SIGNED, say=samples.said).notes
    assert note.author == "Δρ Ελένη Ιωάννου"
    assert note.acknowledged == "Dr Ada Weber, 2026-11-22 09:12 UTC"


def test_a_generic_template_says_that_it_is_no_product():
    (cup,) = read(samples.SIGNED, say=samples.said).implants
    assert (cup.name, cup.side, cup.size) == ("Press-fit cup, 52 mm", "right", "52")
    assert cup.notice == "generic shape, not a product"


def test_a_class_is_told_by_its_name_and_has_no_number():
    phenotype = samples.result(
        "CPAK_type",
        samples.reason("missing_landmark", name="Ankle"),
        samples.quantity(4, "class", None),
        "",
        "type IV: varus, joint line neutral",
    )
    (line,) = read(samples.signed(results=[phenotype]), say=samples.said).results
    assert (line.planned.words, line.planned.number) == ("type IV: varus, joint line neutral", "")
    assert line.native.words == "not on the film"


def test_what_was_entered_is_printed_and_what_was_not_is_said():
    target = {"param": "target", "name": "Target", "text": "62.5 %", "usual": True}
    angle = {"param": "angle", "name": "Angle", "text": "8°", "usual": False}
    value = samples.quantity(8, "deg")
    wedge = samples.result("wedge", value, value, "8°", "8°", entered=[target, angle])
    (line,) = read(samples.signed(results=[wedge]), say=samples.said).results
    assert line.source == "Target: 62.5 % (usual value, not entered); Angle: 8°; wedge v1"
