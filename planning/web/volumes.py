"""A stack of slices on a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.studies import patient_json
from planning.api.volumes import MOST_STACKS
from planning.api.whole_numbers import counting_number
from planning.audit.services import record_access
from planning.studies.models import Series
from planning.web.access import address, page


@require_safe
@page(Action.VIEW)
def volume(request: HttpRequest, study_id: UUID, series_id: UUID) -> HttpResponse:
    """Show the stack of the query, or else the largest one of a series."""
    series = policy.get(request.user, Series, series_id)
    if series.study_id != study_id:
        raise Http404
    stack = counting_number(request.GET.get("stack", "1"), MOST_STACKS)
    if stack is None:
        raise Http404
    study = series.study
    record_access(actor=request.user, study=study, address=address(request))
    context = {
        "patient": patient_json(study),
        "study": study,
        "series": series,
        "page": {
            "url": reverse("series-volume", args=(series.pk,)),
            "stack": stack,
        },
    }
    return render(request, "volume/volume.html", context)
