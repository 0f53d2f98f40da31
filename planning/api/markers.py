"""Look for the calibration ball on a film: a proposal that a person confirms."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused
from planning.api.permissions import needs
from planning.calibration.marker_search import SearchRefused, find_ball
from planning.studies.models import Instance
from planning.words import sentence


class MarkerInput(serializers.Serializer):
    """What to look for."""

    ball_diameter_mm = serializers.FloatField()
    frame = serializers.IntegerField(min_value=1, required=False, default=1)


class MarkerProposal(APIView):
    """The ball on a film, as the program sees it."""

    permission_classes = [needs(Action.CALIBRATE)]

    @extend_schema(request=MarkerInput, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, film_id: str) -> Response:
        """Look for it. Calibrates nothing: what was found goes back as points to confirm."""
        film = policy.get(request.user, Instance, film_id, Action.CALIBRATE)
        asked = MarkerInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        if values["frame"] > film.frames:
            raise Refused("no_such_frame", frames=film.frames)
        try:
            found = find_ball(
                film=film, frame=values["frame"], diameter_mm=values["ball_diameter_mm"]
            )
        except SearchRefused as refusal:
            raise Refused(refusal.code, **refusal.params) from refusal
        answer = found.to_json()
        answer["sentence"] = "" if found.found else sentence(found.reason)
        return Response(answer)
