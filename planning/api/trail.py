"""The only way to a plan or a note in the API: through the policy and into the audit trail."""

from __future__ import annotations

from rest_framework.request import Request

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.notes.models import Note
from planning.plans.models import Plan
from planning.studies.models import Study


def address(request: Request) -> str | None:
    """Return the network address of a request, for the audit trail."""
    return request.META.get("REMOTE_ADDR") or None


def plan_for(request: Request, plan_id: object, action: Action = Action.VIEW) -> Plan:
    """Return a plan on which the person may do `action`; the access is recorded.

    Raises
    ------
    Http404, PermissionDenied
        From the policy.
    """
    plan = policy.get(request.user, Plan, plan_id, action)
    _record(request, plan.study)
    return plan


def note_for(request: Request, note_id: object, action: Action = Action.VIEW) -> Note:
    """Return a note on which the person may do `action`; the access is recorded.

    Raises
    ------
    Http404, PermissionDenied
        From the policy.
    """
    note = policy.get(request.user, Note, note_id, action)
    _record(request, note.study)
    return note


def study_for(request: Request, study_id: object, action: Action = Action.VIEW) -> Study:
    """Return a study on which the person may do `action`; the access is recorded.

    Raises
    ------
    Http404, PermissionDenied
        From the policy.
    """
    study = policy.get(request.user, Study, study_id, action)
    _record(request, study)
    return study


def _record(request: Request, study: Study) -> None:
    audit.record_access(actor=request.user, study=study, address=address(request))
