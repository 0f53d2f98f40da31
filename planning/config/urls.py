"""Every address of the product."""

from __future__ import annotations

from django.urls import include, path

from planning.web import errors

urlpatterns = [
    path("", include("planning.web.urls")),
    path("api/v1/", include("planning.api.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
