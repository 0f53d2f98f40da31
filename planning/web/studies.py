"""A study in the planner."""

from __future__ import annotations

from functools import lru_cache, wraps
from threading import BoundedSemaphore
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.api.films import SHOWN_WITH_FILM, film_json
from planning.api.plan_output import plan_json, plan_summary
from planning.api.studies import SHOWN_WITH_STUDY, study_json
from planning.audit.services import record_access
from planning.library import preferences
from planning.plans.earlier_plans import is_earlier
from planning.plans.models import Plan
from planning.plans.selectors import plans_for
from planning.studies.models import Instance, Study
from planning.web.access import View, address, page

# Making a page is work for the processor, and the threads of a process take turns at that:
# twenty pages made at once would all be ready when the last one is, and the pixels of the first
# person, which need many short turns, would wait behind twenty threads for each. So pages queue
# up and pixels pass them by. A second page uses the time in which the first waits for rows.
PAGES_AT_ONCE = 2
_being_made = BoundedSemaphore(PAGES_AT_ONCE)
# The queue is a courtesy: when those ahead hang, a page is made all the same.
_LONGEST_QUEUE_S = 2.0


def _queueing(view: View) -> View:
    """Wait while enough other pages are being made; a thread that waits takes no turns."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        has_place = _being_made.acquire(timeout=_LONGEST_QUEUE_S)
        try:
            return view(request, *args, **kwargs)
        finally:
            if has_place:
                _being_made.release()

    return wrapped


def _remembering(view: View) -> View:
    """Ask for the person's roles once instead of at every question; the page only reads."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        policy.remember(request.user)
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@_queueing
@_remembering
@page(Action.VIEW)
def planner(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Show a study, with the film and frame of the query or else its first film."""
    study = policy.get(request.user, Study, study_id, along=SHOWN_WITH_STUDY)
    record_access(actor=request.user, study=study, address=address(request))
    shown = study_json(study)
    film = _film(request, study, shown.get("first_film_id"))
    of_patient = _plans(request.user, study)
    archived = Plan.State.ARCHIVED
    plans = [one for one in of_patient if one.study_id == study.pk and one.state != archived]
    chosen = _chosen(request, study, plans)
    context = {
        "modules": _modules(static("js/pages/planner.js")),
        "study": shown,
        "film": film,
        "plans": [plan_summary(plan) for plan in plans],
        "planner": {
            "user": _person(request.user, study),
            "plan": plan_json(chosen, request.user) if chosen else None,
            "signed_before": any(is_earlier(one, study) for one in of_patient),
        },
    }
    return render(request, "planner/planner.html", context)


@lru_cache(maxsize=2)
def _modules(_release: str) -> dict[str, str]:
    """Return the links to the page's modules, made once: two hundred names that never differ.

    They change only with the release, of which one hashed name tells.
    """
    return {
        "first": render_to_string("planner/modules.html"),
        "later": render_to_string("planner/later_modules.html"),
    }


def _plans(user: User, study: Study) -> list[Plan]:
    """Return the plans of the study's patient, the one changed last first."""
    found = plans_for(user).filter(patient=study.patient_id, site=study.site_id)
    return list(found.order_by("-changed_at"))


def _chosen(request: HttpRequest, study: Study, plans: list[Plan]) -> Plan | None:
    """Return the plan of the query, also an archived one; else the one changed last."""
    asked = request.GET.get("plan")
    if asked is None:
        return plans[0] if plans else None
    try:
        plan = policy.get(request.user, Plan, UUID(asked))
    except ValueError:
        raise Http404 from None
    if plan.study_id != study.pk:
        raise Http404
    return plan


def _person(user: User, study: Study) -> dict:
    """Return who looks, what their role at the study's site lets them do, how they begin."""

    def may(action: Action) -> bool:
        return policy.may_at(user, action, study.site_id)

    return {
        "id": str(user.pk),
        "name": str(user),
        "may": {
            "edit": may(Action.PLAN),
            "sign": may(Action.SIGN),
            "write_note": may(Action.WRITE_NOTE),
            "acknowledge": may(Action.ACKNOWLEDGE),
        },
        "preferences": preferences.effective(study.site_id, user),
    }


def _film(request: HttpRequest, study: Study, first_film_id: str | None) -> dict | None:
    chosen = request.GET.get("film") or first_film_id
    if chosen is None:
        return None
    try:
        film_id, frame = UUID(str(chosen)), int(request.GET.get("frame", "1"))
    except ValueError:
        raise Http404 from None
    instance = policy.get(request.user, Instance, film_id, along=SHOWN_WITH_FILM)
    if instance.series.study_id != study.pk or not 1 <= frame <= instance.frames:
        raise Http404
    instance.series.study = study
    return film_json(instance, request.user, frame)
