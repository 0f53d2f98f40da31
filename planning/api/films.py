"""One film: what its pixels mean, how it hangs, what a millimetre is on it."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.calibrations import calibration_json, header_json, scale_json
from planning.api.errors import Refused
from planning.api.permissions import needs
from planning.api.studies import patient_json
from planning.api.whole_numbers import counting_number
from planning.audit import services as audit
from planning.calibration.film_geometry import film_geometry
from planning.calibration.found import film_view
from planning.calibration.header_evidence import read
from planning.calibration.selectors import film_scale
from planning.calibration.spacing_header import SpacingHeader
from planning.imaging import selectors as imaging
from planning.imaging.services import request_render
from planning.studies import mapping, selectors, services
from planning.studies.models import Hanging, Instance
from planning.words import sentence

SHOWN_WITH_FILM = ("series", "display", "site")


def film_json(film: Instance, user, frame: int = 1) -> dict:
    """Return everything the planner needs to show one frame of a film.

    Parameters
    ----------
    film : Instance
    user : User
        Who looks; their role decides what they may do with it.
    frame : int
        From 1.
    """
    shown = imaging.film_display(film, frame)
    reason = shown.get("reason")
    if reason:
        shown["reason"] = reason | {"sentence": sentence(reason["code"], reason["params"])}
    shown["notes"] = [
        {"code": code, "params": {}, "sentence": sentence(code)} for code in shown.get("notes", [])
    ]
    scale = film_scale(film)
    return (
        shown
        | _headline(film)
        | {
            "sides": _sides(film),
            "geometry": _geometry(film),
            "scale": scale_json(scale.scale),
            "header_scale": header_json(scale.header),
            "calibration": calibration_json(scale.calibration) if scale.calibration else None,
            "site": {"id": str(film.site_id), "ball_diameter_mm": film.site.ball_diameter_mm},
            "may": {"calibrate": _may_calibrate(film, user)},
        }
    )


def _geometry(film: Instance) -> dict:
    """Return what a calibration by hand needs to know of how the film was taken."""
    header = SpacingHeader.from_tags(film.header)
    known = film_geometry(header, rows=film.rows or 0, columns=film.columns or 0)
    view = film_view(film, known)
    return {
        "region": str(view.region),
        "standing": view.standing,
        "expected": asdict(view.expected),
        "detector_mm": list(known.detector_mm) if known.detector_mm else None,
        "sid_mm": known.sid_mm,
        "sod_mm": read(header).sod_mm,
        "central_ray_px": list(known.central_ray_px) if known.central_ray_px else None,
    }


def _headline(film: Instance) -> dict:
    study = film.series.study
    taken = mapping.film_date(film.header)
    return {
        "id": str(film.pk),
        "study_id": str(study.pk),
        "sop_instance_uid": film.sop_instance_uid,
        "pixel_sha256": film.pixel_sha256,
        "view": mapping.first(film.header, "ViewPosition"),
        "body_part": mapping.first(film.header, "BodyPartExamined"),
        "laterality": mapping.laterality(film.header),
        "film_date": taken.isoformat() if taken else None,
        "modality": film.series.modality,
        "patient": patient_json(study),
        "study": {
            "description": study.description,
            "date": study.study_date.isoformat() if study.study_date else None,
            "accession_number": study.accession_number,
        },
    }


def _sides(film: Instance) -> dict:
    confirmed = selectors.current_hanging(film)
    if confirmed:
        return {
            "patient_right_on": confirmed.patient_right_on,
            "source": "confirmed",
            "confirmed_by": str(confirmed.confirmed_by),
        }
    header = mapping.patient_right_on(film.header)
    source = "header" if header else "unknown"
    return {"patient_right_on": header, "source": source, "confirmed_by": None}


def _may_calibrate(film: Instance, user) -> bool:
    return policy.may_at(user, Action.CALIBRATE, film.site_id)


class OneFilm(APIView):
    """One film."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(
        parameters=[OpenApiParameter("frame", OpenApiTypes.INT)],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, film_id: str) -> Response:
        """Return what is needed to show one frame."""
        policy.remember(request.user)
        along = (*SHOWN_WITH_FILM, "series__study__patient__identity_domain")
        film = policy.get(request.user, Instance, film_id, along=along)
        frame = counting_number(request.query_params.get("frame", "1"), film.frames)
        if frame is None:
            raise Refused("no_such_frame", frames=film.frames)
        audit.record_access(
            actor=request.user, study=film.series.study, address=request.META.get("REMOTE_ADDR")
        )
        shown = film_json(film, request.user, frame)
        if shown["state"] == "rendering":
            # A further frame, or one that an older renderer made: nobody has asked for it yet.
            request_render(instance=film, frame=frame)
        return Response(shown)


class HangingInput(serializers.Serializer):
    """Where the patient's right is."""

    patient_right_on = serializers.ChoiceField(choices=Hanging.Side.choices)


class Hangings(APIView):
    """How a film hangs."""

    permission_classes = [needs(Action.CALIBRATE)]

    @extend_schema(request=HangingInput, responses={201: HangingInput})
    def post(self, request: Request, film_id: str) -> Response:
        """Record what a person read from the lead marker."""
        film = policy.get(request.user, Instance, film_id, Action.CALIBRATE)
        asked = HangingInput(data=request.data)
        asked.is_valid(raise_exception=True)
        services.confirm_hanging(actor=request.user, instance=film, **asked.validated_data)
        return Response(_sides(film), status=201)
