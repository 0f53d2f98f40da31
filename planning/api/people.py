"""Who I am, which sites and archives I have."""

from __future__ import annotations

import logging

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from planning.accounts import policy, site_settings
from planning.accounts.models import Membership, Site
from planning.accounts.policy import Action
from planning.api.errors import Refused
from planning.api.permissions import SignedIn, needs
from planning.pacs import gateway
from planning.pacs.gateway import ArchiveError
from planning.pacs.models import PacsNode

logger = logging.getLogger("planning.browser")


class SessionOutput(serializers.Serializer):
    """The person who is signed in."""

    user = serializers.DictField()
    sites = serializers.ListField(child=serializers.DictField())
    may = serializers.DictField(child=serializers.BooleanField())


class Session(APIView):
    """Who is signed in."""

    permission_classes = [SignedIn]

    @extend_schema(responses=SessionOutput)
    def get(self, request: Request) -> Response:
        """Return the person, the sites with role and team there, and what may be done."""
        user = request.user
        memberships = Membership.objects.filter(user=user).select_related("site", "team")
        return Response(
            {
                "user": {
                    "id": str(user.pk),
                    "username": user.username,
                    "display_name": str(user),
                },
                "sites": [
                    {
                        "id": str(one.site_id),
                        "name": one.site.name,
                        "role": one.role,
                        "team": one.team and {"id": str(one.team.pk), "name": one.team.name},
                        "ball_diameter_mm": one.site.ball_diameter_mm,
                    }
                    for one in memberships
                ],
                "may": {str(action): policy.may(user, action) for action in Action},
            }
        )


class NodeOutput(serializers.Serializer):
    """An archive."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    site_id = serializers.UUIDField()
    site = serializers.CharField()
    protocol = serializers.CharField()
    retrieval = serializers.CharField()
    enabled = serializers.BooleanField()


class Nodes(APIView):
    """The archives of the person's sites."""

    permission_classes = [needs(Action.SEARCH)]

    @extend_schema(responses=NodeOutput(many=True))
    def get(self, request: Request) -> Response:
        """List them in the order that the administrator gave."""
        nodes = policy.visible_to(request.user, PacsNode).select_related("site")
        return Response(
            [
                {
                    "id": str(node.pk),
                    "name": node.name,
                    "site_id": str(node.site_id),
                    "site": node.site.name,
                    "protocol": node.protocol,
                    "retrieval": node.retrieval,
                    "enabled": node.enabled,
                }
                for node in nodes
            ]
        )


class EchoOutput(serializers.Serializer):
    """An archive's answer."""

    ok = serializers.BooleanField()
    seconds = serializers.FloatField()


class Echo(APIView):
    """Test an archive."""

    permission_classes = [needs(Action.MANAGE_NODES)]

    @extend_schema(request=None, responses=EchoOutput)
    def post(self, request: Request, node_id: str) -> Response:
        """Ask the archive whether it is there."""
        node = policy.get(request.user, PacsNode, node_id, Action.MANAGE_NODES)
        try:
            answer = gateway.echo(node)
        except ArchiveError as error:
            raise Refused(error.code, status=502, **error.params) from error
        return Response({"ok": True, "seconds": round(answer.seconds, 3)})


class SiteInput(serializers.Serializer):
    """A site's settings."""

    ball_diameter_mm = serializers.FloatField(allow_null=True, min_value=5.0, max_value=100.0)


class OneSite(APIView):
    """A site's settings."""

    permission_classes = [needs(Action.MANAGE_SITE)]

    @extend_schema(request=SiteInput, responses=SiteInput)
    def patch(self, request: Request, site_id: str) -> Response:
        """Set the diameter of the calibration ball that the site uses."""
        site = policy.get(request.user, Site, site_id, Action.MANAGE_SITE)
        asked = SiteInput(data=request.data)
        asked.is_valid(raise_exception=True)
        site_settings.set_ball_diameter(
            actor=request.user, site=site, ball_diameter_mm=asked.validated_data["ball_diameter_mm"]
        )
        return Response({"ball_diameter_mm": site.ball_diameter_mm})


class ReportThrottle(UserRateThrottle):
    """A broken page may report itself, but not without end."""

    rate = "30/min"


class ErrorInput(serializers.Serializer):
    """What failed in the browser; code and place, never patient data."""

    message = serializers.CharField(max_length=300)
    where = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ClientErrors(APIView):
    """Failures in the browser."""

    permission_classes = [SignedIn]
    throttle_classes = [ReportThrottle]

    @extend_schema(request=ErrorInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Write a line into the log."""
        report = ErrorInput(data=request.data)
        report.is_valid(raise_exception=True)
        logger.warning("browser: %(message)s at %(where)s", report.validated_data)
        return Response(status=204)
