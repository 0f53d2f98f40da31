"""The implant library on a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.accounts.policy import Action
from planning.web.access import page


@require_safe
@page(Action.VIEW)
def library(request: HttpRequest) -> HttpResponse:
    """Show the frame; what is in the library comes from the API."""
    return render(request, "library/library.html")
