"""What the product is and is not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.web.licences import components


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the purpose, the version and the licences; open to everybody."""
    return render(request, "about.html", {"components": components()})
