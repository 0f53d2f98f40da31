"""What is signed: everything that a reader of a plan needs, with every number as it was shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from planning.calibration.models import Calibration
from planning.measuring.definition_files import catalogue as definition_catalogue
from planning.notes.models import Note
from planning.notes.selectors import notes_of
from planning.plans.films import ViewFilm
from planning.plans.implants import Placed
from planning.plans.models import Plan
from planning.plans.readiness import Readiness
from planning.plans.readiness_implants import implant_side, placements
from planning.studies import mapping, selectors
from planning.studies.models import Study

Json = dict[str, Any]


def content_of(plan: Plan, looked_at: Readiness, signer) -> Json:
    """Return the content of a signed version.

    Parameters
    ----------
    plan : Plan
    looked_at : Readiness
        Of this very document: its films and results are what is frozen.
    signer : User
        Who signs; named here, since names of accounts may change.

    Returns
    -------
    dict
        ``case``, ``patient``, ``study``, ``signer``, ``views``, ``images``, ``calibrations``,
        ``results``, ``implants``, ``notes``, ``definitions_digest``. JSON values only.
    """
    films = looked_at.films
    studies = {plan.study_id: plan.study}
    studies |= {one.film.series.study_id: one.film.series.study for one in films if one.film}
    return {
        "case": _case(plan),
        "patient": _patient(plan.study),
        "study": _study(plan.study),
        "signer": {"id": str(signer.pk), "username": signer.username, "name": str(signer)},
        "views": [_view(one) for one in films],
        "images": [_image(one) for one in films if one.film],
        "calibrations": [_calibration(one.calibration) for one in films if one.calibration],
        "results": [result.to_json() for result in looked_at.results],
        "implants": list(_implants(looked_at)),
        "notes": [_note(note) for study in studies.values() for note in _notes(study, signer)],
        "definitions_digest": definition_catalogue().digest,
    }


def _case(plan: Plan) -> Json:
    return {
        "operation": plan.operation,
        "side": plan.side,
        "planned_on": plan.planned_on.isoformat() if plan.planned_on else None,
        "planned_order": plan.planned_order,
        "team": str(plan.team) if plan.team else None,
        "owner": str(plan.owner),
    }


def _patient(study: Study) -> Json:
    patient = selectors.demographics(study, on=study.study_date)
    return patient | {"dicom_name": study.received_name}


def _study(study: Study) -> Json:
    return {
        "id": str(study.pk),
        "study_instance_uid": study.study_instance_uid,
        "accession_number": study.accession_number,
        "description": study.description,
        "date": study.study_date.isoformat() if study.study_date else None,
    }


def _view(one: ViewFilm) -> Json:
    taken = mapping.film_date(one.film.header) if one.film else None
    calibration = one.calibration
    return {
        "id": one.view["id"],
        "sop_instance_uid": one.view["sop_instance_uid"],
        "frame": one.view["frame"],
        "film_id": str(one.film.pk) if one.film else None,
        "film_date": taken.isoformat() if taken else None,
        "view": mapping.first(one.film.header, "ViewPosition") if one.film else "",
        "side": one.side or None,
        "patient_right_on": one.patient_right_on,
        "scale": one.scale.to_json(),
        "calibration": calibration
        and {
            "id": str(calibration.pk),
            "method": calibration.method,
            "reason": calibration.reason,
            "created_by": str(calibration.created_by),
            "created_at": calibration.created_at.isoformat(),
        },
    }


def _image(one: ViewFilm) -> Json:
    assert one.film is not None
    return {
        "sop_instance_uid": one.film.sop_instance_uid,
        "sop_class_uid": one.film.sop_class_uid,
        "series_instance_uid": one.film.series.series_instance_uid,
        "study_instance_uid": one.film.series.study.study_instance_uid,
        "frame": one.view["frame"],
        "pixel_sha256": one.film.pixel_sha256,
        "stored_sha256": one.film.stored_sha256,
    }


def _calibration(row: Calibration) -> Json:
    return {
        "id": str(row.pk),
        "method": row.method,
        "inputs": row.inputs,
        "row_mm": row.row_mm,
        "column_mm": row.column_mm,
        "magnification": row.magnification,
        "relative_sigma": row.relative_sigma,
        "residual_px": row.residual_px,
        "residual_mm": row.residual_mm,
        "reason": row.reason,
        "plausibility": row.plausibility,
        "pixel_sha256": row.pixel_sha256,
        "software": row.software,
        "created_by": str(row.created_by),
        "created_at": row.created_at.isoformat(),
    }


def _implants(looked_at: Readiness) -> Iterator[Json]:
    for one in looked_at.films:
        for implant_id, placed in placements(looked_at.document, one).items():
            if isinstance(placed, Placed):
                yield _implant(implant_id, placed, one)


def _implant(implant_id: str, placed: Placed, one: ViewFilm) -> Json:
    family = placed.family
    return {
        "id": implant_id,
        "view_id": one.view["id"],
        "family": family["key"],
        "family_version": family["version"],
        "kind": placed.kind,
        "name": placed.variant["name"],
        "size": placed.implant["size"],
        "options": placed.implant["options"],
        "side": implant_side(placed, one),
        "generic": family["generic"],
        "notice": family["notice"],
    }


def pin_of(note: Note) -> Json:
    """Return where a note is pinned: film, frame and point, each None where it is on none."""
    return {
        "sop_instance_uid": note.instance.sop_instance_uid if note.instance else None,
        "frame": note.frame,
        "point_px": note.point_px,
    }


def _notes(study: Study, signer) -> QuerySet[Note]:
    return notes_of(study, signer).select_related("author", "instance")


def _note(note: Note) -> Json:
    marks = [
        {"by": str(mark.made_by), "at": mark.made_at.isoformat()} for mark in note.acknowledgements
    ]
    first = marks[0] if marks else {"by": None, "at": None}
    return {
        "id": str(note.pk),
        "author": str(note.author),
        "text": note.text,
        "priority": note.priority,
        "reply_to": str(note.reply_to_id) if note.reply_to_id else None,
        "written_at": note.written_at.isoformat(),
        "acknowledged": marks,
        "acknowledged_by": first["by"],
        "at": first["at"],
        **pin_of(note),
    }
