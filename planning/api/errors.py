"""One shape for every error: ``{"error": {"code", "params", "sentence", "fields"?}}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from planning import refused
from planning.words import sentence


class Refused(refused.Refused):
    """A service or view refuses with a code.

    Parameters
    ----------
    code : str
        A key of ``planning.words.SENTENCES``.
    params : dict
        Values for its sentence.
    status : int
        HTTP status, 400 by default.
    """

    def __init__(self, code: str, *, status: int = 400, **params):
        super().__init__(code, **params)
        self.status = status


def said(code: str, params: Mapping[str, Any] | None = None) -> dict:
    """Return a code with its sentence."""
    params = dict(params or {})
    return {"code": code, "params": params, "sentence": sentence(code, params)}


def body(code: str, params: Mapping[str, Any] | None = None, **more) -> dict:
    """Return the error shape."""
    return {"error": said(code, params) | more}


CODES = {
    status.HTTP_400_BAD_REQUEST: "bad_request",
    status.HTTP_401_UNAUTHORIZED: "not_signed_in",
    status.HTTP_403_FORBIDDEN: "forbidden",
    status.HTTP_404_NOT_FOUND: "not_found",
    status.HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    status.HTTP_429_TOO_MANY_REQUESTS: "too_many_requests",
}


def handle(exception: Exception, context: dict) -> Response | None:
    """Turn an exception into the error shape; None lets Django answer 500.

    Parameters
    ----------
    exception : Exception
        What a view raised.
    context : dict
        As given by the framework.
    """
    if isinstance(exception, Refused):
        return Response(body(exception.code, exception.params), status=exception.status)
    if isinstance(exception, exceptions.ValidationError):
        return Response(body("invalid", fields=exception.get_full_details()), status=400)
    if isinstance(exception, (Http404, PermissionDenied, exceptions.APIException)):
        response = exception_handler(exception, context)
        if response is not None:
            response.data = body(CODES.get(response.status_code, "bad_request"))
        return response
    return None
