"""Answers that a browser may keep: by digest, always behind the same permissions."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotModified
from rest_framework.request import Request

FOREVER = "private, max-age=86400, immutable"
ASK_AGAIN = "private, no-cache"


def known(request: Request, tag: str) -> bool:
    """Say whether the browser has what it asks for (RFC 9110, 13.1.2)."""
    asked = request.headers.get("If-None-Match", "")
    return tag in {one.strip().removeprefix("W/") for one in asked.split(",")}


def not_modified(tag: str, kept: str) -> HttpResponse:
    """Answer that what the browser has is still right."""
    return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": kept})
