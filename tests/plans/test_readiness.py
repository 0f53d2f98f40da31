"""What keeps a plan from being signed: each thing by its code, with the place to put it right."""

from __future__ import annotations

import pytest

from planning.notes import services as notes
from planning.plans.document import SCHEMA
from planning.plans.readiness import readiness
from planning.studies.models import Hanging, Quarantined
from planning.words import SENTENCES
from tests.plans import cases
from tests.plans.ready import AP_PELVIS, calibrate, ready_plan
from tests.web import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def ready(world):
    return ready_plan(world)


def codes(plan) -> list[str]:
    found = [gap.code for gap in readiness(plan).blockers]
    assert set(found) <= set(SENTENCES)
    return found


def only(plan):
    """Return the one thing that is left."""
    (gap,) = readiness(plan).blockers
    assert gap.code in SENTENCES
    return gap


def set_header(film, **tags):
    film.header = AP_PELVIS | tags
    film.save()


def test_a_finished_plan_is_ready(ready):
    found = readiness(ready.plan)
    assert (found.ready, found.blockers, found.warnings) == (True, [], [])
    (result,) = found.results
    assert result.native.value == 50.0
    assert result.text == "50 mm"


def test_an_empty_plan_lacks_side_operation_and_film(world):
    assert codes(cases.plan(world)) == ["side_unknown", "operation_missing", "no_view"]


def test_a_note_to_read_before_theatre_blocks_until_it_is_acknowledged(world, ready):
    draft = notes.Draft(cases.key(), "Old plate in the femur\nSee the lateral film", "must_read")
    note, _ = notes.write_note(actor=world.people["radiologist"], study=world.study, draft=draft)
    gap = only(ready.plan)
    assert gap.code == "must_read_open"
    assert gap.params == {"author": "ben", "line": "Old plate in the femur"}
    assert gap.target == {"kind": "note", "id": str(note.pk)}
    notes.acknowledge(actor=world.people["surgeon"], note=note)
    assert readiness(ready.plan).ready


def test_a_note_on_the_study_of_another_view_blocks_too(world, ready):
    prior = worlds.study(world.site, number=2)
    prior.patient = world.study.patient
    prior.save()
    film = worlds.film(prior, pixel_sha256=worlds.SHA, header=AP_PELVIS)
    calibration = calibrate(film, by=world.people["surgeon"])
    ready.plan.document["views"].append(
        cases.view(
            world,
            sop_instance_uid=film.sop_instance_uid,
            calibration_id=str(calibration.pk),
        )
    )
    ready.save()
    assert readiness(ready.plan).ready
    draft = notes.Draft(cases.key(), "Loose cup", "must_read")
    notes.write_note(actor=world.people["radiologist"], study=prior, draft=draft)
    assert codes(ready.plan) == ["must_read_open"]


def test_a_normal_note_does_not_block(world, ready):
    draft = notes.Draft(cases.key(), "Fine film")
    notes.write_note(actor=world.people["radiologist"], study=world.study, draft=draft)
    assert readiness(ready.plan).ready


def test_without_a_calibration_nothing_is_signed(world):
    ready = ready_plan(world, calibrated=False)
    gap = only(ready.plan)
    assert (gap.code, gap.target["id"]) == ("view_not_calibrated", ready.view["id"])


def test_millimetres_of_the_header_need_somebody_who_accepts_them(world):
    ready = ready_plan(world, calibrated=False)
    set_header(
        world.film,
        PixelSpacing=["0.12", "0.12"],
        ImagerPixelSpacing=["0.14", "0.14"],
        PixelSpacingCalibrationType=["FIDUCIAL"],
        PixelSpacingCalibrationDescription=["ball"],
        Modality=["DX"],
    )
    assert codes(ready.save()) == ["view_scale_unconfirmed"]


def test_a_newer_calibration_is_taken_or_made_again(world, ready):
    colleague = worlds.person(world.site, "surgeon", "finn", display_name="Dr Finn").user
    newer = calibrate(world.film, by=colleague, supersedes=ready.calibration)
    gap = only(ready.plan)
    assert (gap.code, gap.params) == ("newer_calibration", {"author": "Dr Finn"})
    ready.view["calibration_id"] = str(newer.pk)
    assert readiness(ready.save()).ready


def test_a_film_that_was_calibrated_after_it_came_into_the_plan_says_so(ready):
    ready.view["calibration_id"] = None
    assert codes(ready.save()) == ["newer_calibration"]


def test_a_film_that_is_gone_or_has_other_pixels_blocks(world, ready):
    ready.view["pixel_sha256"] = "1" * 64
    assert codes(ready.save()) == ["film_differs"]
    ready.view["sop_instance_uid"] = "1.2.3"
    assert "film_gone" in codes(ready.save())


def test_the_side_of_a_film_agrees_with_the_plan(world, ready):
    set_header(world.film, ImageLaterality=["L"])
    gap = only(ready.plan)
    assert gap.code == "side_conflict"
    assert gap.params == {"film_side": "LEFT", "plan_side": "RIGHT"}
    set_header(world.film, ImageLaterality=["R"])
    assert readiness(ready.plan).ready
    set_header(world.film, ImageLaterality=["B"])
    assert readiness(ready.plan).ready


def test_a_film_of_the_other_side_may_be_there_to_compare_with(world, ready):
    other = worlds.film(
        world.study, number=2, pixel_sha256=worlds.SHA, header=AP_PELVIS | {"Laterality": ["L"]}
    )
    calibration = calibrate(other, by=world.people["surgeon"])
    compared = cases.view(
        world, sop_instance_uid=other.sop_instance_uid, calibration_id=str(calibration.pk)
    )
    ready.plan.document["views"].append(compared)
    assert readiness(ready.save()).ready
    # An implant on it is another matter.
    ready.plan.document["bodies"][1]["view_id"] = compared["id"]
    assert codes(ready.save()) == ["side_conflict"]


def test_words_of_the_study_description_are_no_side(world, ready):
    world.study.description = "LEFT HIP"
    world.study.save()
    assert readiness(ready.plan).ready


def test_who_does_not_know_which_side_is_which_confirms_it(world, ready):
    world.film.header = {"ViewPosition": ["AP"]}
    world.film.save()
    assert codes(ready.plan) == ["view_hanging_unknown"]
    Hanging.objects.create(
        instance=world.film,
        patient_right_on="left",
        confirmed_by=world.people["surgeon"],
        confirmed_at=worlds.NOW,
    )
    assert readiness(ready.plan).ready


def test_a_lateral_film_has_no_sides_to_confuse(world, ready):
    set_header(world.film, PatientOrientation=["A", "F"], ViewPosition=["LL"])
    assert readiness(ready.plan).ready


@pytest.mark.parametrize(
    ("mirrored", "right_on", "fits"),
    [(False, "left", True), (True, "left", False), (False, "right", False), (True, "right", True)],
)
def test_an_implant_lies_as_for_the_side_of_the_plan(world, ready, mirrored, right_on, fits):
    Hanging.objects.create(
        instance=world.film,
        patient_right_on=right_on,
        confirmed_by=world.people["surgeon"],
        confirmed_at=worlds.NOW,
    )
    ready.pose["mirrored"] = mirrored
    plan = ready.save()
    assert codes(plan) == ([] if fits else ["implant_side_conflict"])
    assert codes(ready.save(side="B")) == []


def test_an_implant_beside_the_film_is_not_placed(ready):
    ready.pose["translation_px"] = [5000.0, 0.0]
    gap = only(ready.save())
    assert (gap.code, gap.target["id"]) == ("implant_not_placed", ready.implant["id"])


def test_an_implant_that_the_library_lacks_or_withdrew_blocks(ready, monkeypatch):
    from planning.library import selectors as library

    real = library.geometry("press_fit_cup", 1)
    monkeypatch.setattr(library, "geometry", lambda key, version: real | {"status": "withdrawn"})
    assert codes(ready.plan) == ["implant_withdrawn"]
    monkeypatch.undo()
    ready.implant["size"] = "51"
    assert codes(ready.save()) == ["unknown_size"]
    ready.implant["family_version"] = 99
    assert codes(ready.save()) == ["unknown_family"]


def test_a_landmark_that_nobody_looked_at_blocks_where_it_is_used(ready):
    ready.landmarks[0]["placed"] = "automatic"
    gap = only(ready.save())
    assert gap.code == "landmark_unconfirmed"
    assert gap.target == {
        "kind": "landmark", "id": ready.landmarks[0]["id"], "view_id": ready.view["id"],
    }  # fmt: skip
    ready.landmarks[0]["placed"] = "confirmed"
    assert readiness(ready.save()).ready


def test_a_measurement_without_a_value_is_a_warning(ready):
    ready.measurement["landmarks"].pop("b")
    found = readiness(ready.save())
    (gap,) = found.warnings
    assert found.ready
    assert gap.code == "result_without_value"
    assert gap.target == {
        "kind": "measurement", "id": ready.measurement["id"], "view_id": ready.view["id"],
    }  # fmt: skip


def test_a_film_that_came_again_differently_is_a_warning(world, ready):
    Quarantined.objects.create(
        site=world.site,
        code="other_pixels",
        stored_sha256=worlds.SHA,
        received_sha256=worlds.SHA,
        size_bytes=1,
        conflicts_with=world.film,
        arrived_at=worlds.NOW,
    )
    found = readiness(ready.plan)
    assert found.ready
    assert [gap.code for gap in found.warnings] == ["film_in_question"]


def test_a_document_of_a_newer_program_is_not_signed(world):
    assert codes(cases.plan(world, document={"schema": SCHEMA + 1})) == ["newer_schema"]
