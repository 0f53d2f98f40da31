"""The worklist: the home page, its search, and what a case may be made of."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from planning.accounts import policy
from planning.accounts.models import Membership, Team
from planning.accounts.policy import Action
from planning.audit.models import AuditAction
from planning.audit.services import record
from planning.plans import worklist
from planning.plans.operations import suggestions
from planning.studies.models import Series, Study
from planning.web.access import address, page
from planning.web.worklist_rows import Row, rows_of
from planning.web.worklist_search import found
from planning.web.worklist_views import VIEWS, groups_of, of_view, reader_of, view_named

# More than anybody reads down; the search box finds the others.
SHOWN = 100
FRAGMENT = "X-Plumbline-Fragment"


@require_http_methods(["GET", "POST"])
@page()
def home(request: HttpRequest) -> HttpResponse:
    """Show the cases of a saved view; a POST asks for what the search box finds here.

    What was typed names a patient, so it comes by POST and stands in no address.
    """
    if request.method == "POST":
        return _found(request)
    view = view_named(request.GET.get("view", ""))
    today = timezone.localdate()
    reader = reader_of(request.user, today)
    rows, there_are_more = _rows(request)
    mine = of_view(view, rows, reader)
    context = {
        "view": view,
        "views": [{"view": each, "count": len(of_view(each, rows, reader))} for each in VIEWS],
        "groups": groups_of(mine, today),
        "there_are_more": there_are_more and view.shows_unplanned,
        "shown": SHOWN,
        "own_search": True,
        "anything": bool(rows),
    }
    fragment = request.headers.get(FRAGMENT)
    return render(request, "home/list.html" if fragment else "home/home.html", context)


@require_safe
@page(Action.VIEW)
def choices(request: HttpRequest, study_id: UUID) -> JsonResponse:
    """Return what a case on this study may be made of: operations, teams, people."""
    study = policy.get(request.user, Study, study_id)
    parts = policy.visible_to(request.user, Series).filter(study=study)
    roles = [role for role, actions in policy.ALLOWED.items() if Action.PLAN in actions]
    planners = policy.visible_to(request.user, Membership).filter(
        site=study.site, role__in=roles, user__is_active=True
    )
    teams = policy.visible_to(request.user, Team).filter(site=study.site)
    people = [one.user for one in planners.select_related("user")]
    return JsonResponse(
        {
            "operations": suggestions(parts.values_list("body_part", flat=True)),
            "teams": [{"id": str(team.pk), "name": team.name} for team in teams.order_by("name")],
            "people": [{"id": str(one.pk), "name": str(one)} for one in sorted(people, key=str)],
        }
    )


def _rows(request: HttpRequest) -> tuple[list[Row], bool]:
    newest = worklist.unplanned(request.user, at_most=SHOWN + 1)
    cases = worklist.cases(request.user, today=timezone.localdate())
    return rows_of(request.user, [*cases, *newest[:SHOWN]]), len(newest) > SHOWN


def _found(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")[:200]
    today = timezone.localdate()
    cases = found(request.user, text, today=today, at_most=SHOWN)
    record(
        actor=request.user,
        action=AuditAction.SEARCH,
        object_kind="worklist",
        site=policy.sites_for(request.user).first(),
        detail={"found": len(cases)},
        address=address(request),
    )
    context = {"text": text, "groups": groups_of(rows_of(request.user, cases), today)}
    return render(request, "home/found.html", context)
