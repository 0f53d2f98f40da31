"""What a program reads off a film before a surgeon places implants: proposals, never kept."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.calibrations import PointField, PointsField
from planning.api.errors import Refused
from planning.api.permissions import needs
from planning.calibration.hip_search import HipSearchRefused, read_hip
from planning.studies.models import Instance


class HipPoints(serializers.Serializer):
    """Where the landmarks lie, image pixels; trochanter and head of the side that is read."""

    teardrop_R = PointField()
    teardrop_L = PointField()
    lesser_troch_apex = PointField()
    head_rim = PointsField(required=False, default=list)


class HipInput(serializers.Serializer):
    """Which hip to read, and about which points."""

    side = serializers.ChoiceField(["R", "L"])
    frame = serializers.IntegerField(min_value=1, required=False, default=1)
    points = HipPoints()


class HipReading(APIView):
    """The canal and the socket of one hip, as the program sees them."""

    permission_classes = [needs(Action.PLAN)]

    @extend_schema(request=HipInput, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, film_id: str) -> Response:
        """Read ``canal`` and ``bed``: numbers in image pixels, or each a reason."""
        film = policy.get(request.user, Instance, film_id, Action.PLAN)
        asked = HipInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        if values["frame"] > film.frames:
            raise Refused("no_such_frame", frames=film.frames)
        points = values["points"]
        single = ("teardrop_R", "teardrop_L", "lesser_troch_apex")
        placed = {name: [points[name]] for name in single} | {"head_rim": points["head_rim"]}
        try:
            found = read_hip(film=film, frame=values["frame"], side=values["side"], points=placed)
        except HipSearchRefused as refusal:
            raise Refused(refusal.code, **refusal.params) from refusal
        return Response(found)
