"""The implant library: what there is, and the geometry of one version of a family."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.api.errors import Refused
from planning.api.etags import ASK_AGAIN, FOREVER, known, not_modified
from planning.api.permissions import SignedIn
from planning.library import selectors


class Families(APIView):
    """Every implant family."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="library_families_list", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response | HttpResponse:
        """List families with their sizes, options and digest; geometry comes one by one."""
        listing = selectors.listing()
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
        """Return every size and variant with outline and named points in mm."""
        try:
            stored = selectors.stored(key, version)
        except selectors.UnknownFamily as error:
            raise Refused("unknown_family", status=404, family=key, version=version) from error
        tag = f'"{stored.digest}"'
        if known(request, tag):
            return not_modified(tag, FOREVER)
        headers = {"ETag": tag, "Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        if zipped:
            headers["Content-Encoding"] = "gzip"
        content = stored.zipped if zipped else stored.content
        return HttpResponse(content, content_type="application/json", headers=headers)
