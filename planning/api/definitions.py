"""The measurements that this installation knows: complete, as their files say."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.api.etags import ASK_AGAIN, known, not_modified
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
