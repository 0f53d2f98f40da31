"""Guided operations: their steps, and what is asked once about a hip."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.api.etags import ASK_AGAIN, known, not_modified
from planning.api.permissions import SignedIn
from planning.plans.procedure_files import procedures


class Procedures(APIView):
    """Every guided operation."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="procedures_list", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response | HttpResponse:
        """Return all procedures as their files say."""
        listing = [dict(one.data) for one in procedures().values()]
        tag = f'"{hashlib.sha256(json.dumps(listing).encode()).hexdigest()}"'
        if known(request, tag):
            return not_modified(tag, ASK_AGAIN)
        return Response(listing, headers={"ETag": tag, "Cache-Control": ASK_AGAIN})
