"""Error pages: plain words, a way on, never a stack trace."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from planning.words import sentence

RETRY_AFTER_S = 5


def _page(request: HttpRequest, status: int, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _json(status, code)
    return render(request, "error.html", {"code": code, "sentence": sentence(code)}, status=status)


def _json(status: int, code: str) -> HttpResponse:
    body = {"error": {"code": code, "params": {}, "sentence": sentence(code)}}
    return JsonResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return _page(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; also for what the person may not know of."""
    return _page(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database does not answer.

    The page is rendered without the request: who is signed in is itself a question to
    the database.
    """
    gone = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status, code = (503, "database_unavailable") if gone else (500, "server_error")
    if request.path.startswith("/api/"):
        response = _json(status, code)
    else:
        context = {
            "code": code,
            "sentence": sentence(code),
            "plumbline_version": settings.PLUMBLINE_VERSION,
        }
        response = HttpResponse(render_to_string("error.html", context), status=status)
    if gone:
        response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token."""
    return _page(request, 403, "form_expired")
