"""The implant library: what there is, the geometry of one version, and where it stands."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.models import Site, User
from planning.accounts.policy import Action
from planning.api.errors import Refused
from planning.api.etags import ASK_AGAIN, FOREVER, known, not_modified
from planning.api.permissions import SignedIn
from planning.library import selectors, services
from planning.library.models import ImplantNotice


def _seen(user: User, key: str, version: int) -> None:
    if not selectors.may_see(user, key, version):
        raise Refused("unknown_family", status=404, family=key, version=version)


class Families(APIView):
    """Every implant family."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="library_families_list", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response | HttpResponse:
        """List families with their sizes, options, standing and digest, without geometry."""
        listing = selectors.listing(request.user)
        digest = hashlib.sha256(json.dumps(listing).encode()).hexdigest()
        tag = f'"{digest}"'
        if known(request, tag):
            return not_modified(tag, ASK_AGAIN)
        return Response(listing, headers={"ETag": tag, "Cache-Control": ASK_AGAIN})


class OneFamily(APIView):
    """One version of an implant family, which never changes."""

    permission_classes = [SignedIn]

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, key: str, version: int) -> HttpResponse:
        """Return every size and variant with outline and named points in mm.

        ``?view=LAT`` gives the drawing from the side; without it, that from the front.
        """
        _seen(request.user, key, version)
        view = request.query_params.get("view", "AP")
        if not selectors.has_view(key, version, view):
            raise Refused("unknown_view", status=404, family=key)
        stored = selectors.stored(key, version, view)
        tag = f'"{stored.digest}"'
        if known(request, tag):
            return not_modified(tag, FOREVER)
        headers = {"ETag": tag, "Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        if zipped:
            headers["Content-Encoding"] = "gzip"
        content = stored.zipped if zipped else stored.content
        return HttpResponse(content, content_type="application/json", headers=headers)


class StandingInput(serializers.Serializer):
    """What somebody says about a version."""

    site = serializers.UUIDField()
    standing = serializers.ChoiceField(ImplantNotice.Standing.choices)
    reason = serializers.CharField(max_length=services.LONGEST_REASON, trim_whitespace=True)


class FamilyStanding(APIView):
    """Where a version stands at the person's sites, and what was said about it."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="library_standing", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, key: str, version: int) -> Response:
        """Return each site with its standing and whether the person may change it."""
        _seen(request.user, key, version)
        return Response(_standing_json(request.user, key, version))

    @extend_schema(request=StandingInput, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, key: str, version: int) -> Response:
        """Withdraw or recall a version at a site, or allow it again, with a reason."""
        sent = StandingInput(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        site = policy.get(request.user, Site, values["site"], Action.MANAGE_SITE)
        try:
            services.set_standing(
                by=request.user,
                site=site,
                key=key,
                version=version,
                standing=values["standing"],
                reason=values["reason"],
            )
        except services.LibraryRefused as refused:
            raise Refused(refused.code, **refused.params) from refused
        return Response(_standing_json(request.user, key, version), status=201)


def _standing_json(user: User, key: str, version: int) -> dict[str, Any]:
    said = policy.visible_to(user, ImplantNotice).filter(key=key, version=version)
    history = [
        {
            "site": str(row.site),
            "standing": row.standing,
            "reason": row.reason,
            "said_by": str(row.said_by or ""),
            "said_at": row.said_at.isoformat(),
        }
        for row in said.select_related("site", "said_by").order_by("-said_at")
    ]
    sites = []
    for site in policy.sites_for(user).order_by("name"):
        standing = selectors.standing_at(site.pk, key, version)
        if standing is not None:
            sites.append(
                {
                    "id": str(site.pk),
                    "name": str(site),
                    "status": standing.status,
                    "reason": standing.reason,
                    "said_by": standing.said_by,
                    "said_at": standing.said_at,
                    "may_change": policy.may_at(user, Action.MANAGE_SITE, site.pk),
                }
            )
    if not sites:
        raise Http404
    return {"key": key, "version": version, "sites": sites, "history": history}
