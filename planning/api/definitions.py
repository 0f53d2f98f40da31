"""The measurements that this installation knows: complete, as their files say."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.api.etags import ASK_AGAIN, FOREVER, known, not_modified
from planning.api.permissions import SignedIn
from planning.measuring.definition_files import catalogue


class Definitions(APIView):
    """Every measurement definition."""

    permission_classes = [SignedIn]

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response | HttpResponse:
        """Return all definitions and the digest by which a browser knows them again."""
        found = catalogue()
        tag = f'"{found.digest}"'
        if known(request, tag):
            return not_modified(tag, ASK_AGAIN)
        return Response(found.to_json(), headers={"ETag": tag, "Cache-Control": ASK_AGAIN})


class DefinitionsByDigest(APIView):
    """The definitions of one digest: what a browser may keep for good."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="definitions_of_digest", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, digest: str) -> Response | HttpResponse:
        """Return all definitions, where this installation still has those of the digest."""
        found = catalogue()
        if digest != found.digest:
            raise Http404
        return Response(found.to_json(), headers={"ETag": f'"{digest}"', "Cache-Control": FOREVER})
