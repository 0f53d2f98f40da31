"""Calibrations of a film: read all, add one."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused, body, said
from planning.api.permissions import needs
from planning.calibration import selectors, services
from planning.calibration.from_header import HeaderScale
from planning.calibration.models import Calibration
from planning.geometry.reasons import Reason
from planning.measuring.scale import NoScale, Scale
from planning.studies.models import Instance


def scale_json(scale: Scale | NoScale) -> dict:
    """Return a scale with its reason in words."""
    data = scale.to_json()
    reason = data.get("reason")
    if reason:
        code = reason["code"] if isinstance(reason, dict) else reason
        params = reason.get("params", {}) if isinstance(reason, dict) else {}
        data["reason"] = said(code, params)
    return data


def header_json(header: HeaderScale) -> dict:
    """Return what the header says, with reason, warnings and offer in words."""
    offer = header.offer
    return header.to_json() | {
        "reason": _said(header.reason),
        "warnings": [_said(warning) for warning in header.warnings],
        "acceptable": header.acceptable,
        "offer": offer
        and {"magnification": offer.magnification, "warning": _said(Reason(offer.warning))},
    }


def _said(reason: Reason) -> dict:
    return said(str(reason.code), reason.params)


def calibration_json(row: Calibration) -> dict:
    """Return a calibration: who, how, residual and error."""
    sigma = row.relative_sigma
    return {
        "id": str(row.pk),
        "method": row.method,
        "label": row.scale.get("label", ""),
        "magnification": row.magnification,
        "row_mm": row.row_mm,
        "column_mm": row.column_mm,
        "relative_error_95": 1.96 * sigma if sigma is not None else None,
        "residual_px": row.residual_px,
        "residual_mm": row.residual_mm,
        "plausibility": row.plausibility,
        "warnings": [_said(Reason(code)) for code in selectors.warnings_of(row)],
        "reason": row.reason,
        "inputs": row.inputs,
        "created_by": str(row.created_by),
        "created_at": row.created_at.isoformat(),
        "supersedes": str(row.supersedes_id) if row.supersedes_id else None,
        "current": not Calibration.objects.filter(supersedes=row).exists(),
        "scale": scale_json(selectors.scale_of(row)),
    }


class PointField(serializers.ListField):
    """A point in image pixels: [x, y]."""

    def __init__(self, **options):
        super().__init__(child=serializers.FloatField(), min_length=2, max_length=2, **options)


class PointsField(serializers.ListField):
    """Points on a rim, image pixels."""

    def __init__(self, **options):
        super().__init__(child=PointField(), max_length=200, **options)


class CalibrationInput(serializers.Serializer):
    """What a person did to calibrate. Only points and true sizes; the server computes."""

    method = serializers.ChoiceField(choices=Calibration.Method.choices)
    supersedes = serializers.UUIDField(allow_null=True, required=False, default=None)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    rim_points_px = PointsField(required=False)
    ball_diameter_mm = serializers.FloatField(required=False)
    front_rim_points_px = PointsField(required=False)
    front_ball_diameter_mm = serializers.FloatField(required=False)
    depth_share = serializers.FloatField(required=False)
    head_diameter_mm = serializers.FloatField(required=False)
    points_px = serializers.ListField(
        child=PointField(), min_length=2, max_length=2, required=False
    )
    length_mm = serializers.FloatField(required=False)
    source_film_id = serializers.UUIDField(required=False)
    sid_mm = serializers.FloatField(required=False)
    object_distance_mm = serializers.FloatField(required=False)
    magnification = serializers.FloatField(required=False)
    # The film was taken standing; the ball was found by the program and confirmed by a person.
    standing = serializers.BooleanField(required=False)
    detected = serializers.BooleanField(required=False)

    NEEDED = {
        Calibration.Method.BALL: ("rim_points_px", "ball_diameter_mm"),
        Calibration.Method.IMPLANT_HEAD: ("rim_points_px", "head_diameter_mm"),
        Calibration.Method.TWO_MARKERS: (
            "rim_points_px", "ball_diameter_mm", "front_rim_points_px", "front_ball_diameter_mm",
        ),
        Calibration.Method.KNOWN_LENGTH: ("points_px", "length_mm"),
        Calibration.Method.OTHER_FILM: ("points_px", "length_mm", "source_film_id"),
        Calibration.Method.DISTANCES: ("sid_mm", "object_distance_mm"),
        Calibration.Method.ENTERED_MAGNIFICATION: ("magnification",),
        Calibration.Method.ACCEPTED_HEADER: (),
    }  # fmt: skip
    OPTIONAL = {
        Calibration.Method.BALL: ("standing", "detected"),
        Calibration.Method.TWO_MARKERS: ("depth_share",),
    }

    def validate(self, attrs: dict) -> dict:
        """Ask for what the method needs."""
        lacking = [name for name in self.NEEDED[attrs["method"]] if name not in attrs]
        if lacking:
            raise serializers.ValidationError(dict.fromkeys(lacking, "This is needed."))
        return attrs

    def inputs(self) -> dict:
        """Return the inputs of the method and nothing else."""
        values = self.validated_data
        method = values["method"]
        names = (*self.NEEDED[method], *self.OPTIONAL.get(method, ()))
        inputs = {name: values[name] for name in names if name in values}
        if "source_film_id" in inputs:
            inputs["source_film_id"] = str(inputs["source_film_id"])
        return inputs


class Calibrations(APIView):
    """The calibrations of a film."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, film_id: str) -> Response:
        """List all, newest first."""
        film = policy.get(request.user, Instance, film_id)
        return Response([calibration_json(row) for row in selectors.history(film)])

    @extend_schema(request=CalibrationInput, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, film_id: str) -> Response:
        """Add one. 409 with the current one if the person saw an older state."""
        film = policy.get(request.user, Instance, film_id, Action.CALIBRATE)
        asked = CalibrationInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values, inputs = asked.validated_data, asked.inputs()
        other = inputs.get("source_film_id")
        try:
            row = services.calibrate(
                actor=request.user,
                instance=film,
                request=services.Request(
                    values["method"],
                    inputs,
                    values["reason"],
                    other_film=policy.get(request.user, Instance, other) if other else None,
                ),
                supersedes=values["supersedes"],
            )
        except services.CalibrationRefused as refusal:
            raise Refused(refusal.code, **refusal.params) from refusal
        except services.Superseded:
            there = selectors.current(film)
            answer = body("calibration_superseded")
            answer["current"] = calibration_json(there) if there else None
            return Response(answer, status=409)
        return Response(calibration_json(row), status=201)
