"""The studies at hand, and one of them in the planner."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.films import film_json
from planning.api.studies import study_json, study_rows
from planning.audit.services import record_access
from planning.studies import selectors
from planning.studies.models import Instance, Study
from planning.web.access import address, page

# More than anybody reads down; the search box finds the others.
SHOWN = 100


@require_safe
@page()
def home(request: HttpRequest) -> HttpResponse:
    """List the studies that arrived last."""
    newest = list(selectors.studies_for(request.user)[: SHOWN + 1])
    context = {
        "studies": study_rows(newest[:SHOWN]),
        "there_are_more": len(newest) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "home/home.html", context)


@require_safe
@page(Action.VIEW)
def planner(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Show a study, with the film and frame of the query or else its first film."""
    study = policy.get(request.user, Study, study_id)
    record_access(actor=request.user, study=study, address=address(request))
    shown = study_json(study)
    film = _film(request, study, shown.get("first_film_id"))
    return render(request, "planner/planner.html", {"study": shown, "film": film})


def _film(request: HttpRequest, study: Study, first_film_id: str | None) -> dict | None:
    chosen = request.GET.get("film") or first_film_id
    if chosen is None:
        return None
    try:
        film_id, frame = UUID(str(chosen)), int(request.GET.get("frame", "1"))
    except ValueError:
        raise Http404 from None
    instance = policy.get(request.user, Instance, film_id)
    if instance.series.study_id != study.pk or not 1 <= frame <= instance.frames:
        raise Http404
    return film_json(instance, request.user, frame)
