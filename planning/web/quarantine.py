"""What was set aside: the list, one decision, what became of files that somebody brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.audit.services import record_access
from planning.imaging.selectors import preview_url
from planning.plans.film_use import in_plans
from planning.studies import names
from planning.studies.models import Instance, Patient, Quarantined, QuarantineDecision, Study
from planning.studies.photographs import PHOTOGRAPH
from planning.studies.quarantine import QuarantineRefused
from planning.studies.quarantine_choices import Choice, Option, decide, options, record_look
from planning.studies.quarantine_reading import (
    Group,
    being_taken,
    candidates,
    decisions,
    group_of,
    groups,
    waiting,
)
from planning.studies.quarantine_undoing import undo as undo_decision
from planning.studies.upload_models import Upload
from planning.web.access import address, page
from planning.web.quarantine_facts import (
    SHOWN_PICTURES,
    candidate_row,
    cards,
    decision_words,
    side_by_side,
)
from planning.web.quarantine_form import DecisionForm, chosen_rows
from planning.words import sentence

LINES_AT_MOST = 1000


@require_safe
@page(Action.IMPORT)
def set_aside(request: HttpRequest) -> HttpResponse:
    """List what waits for a person, and what was decided lately."""
    found = groups(waiting(request.user))
    for group in found:
        record_look(actor=request.user, group=group, patients=[], address=address(request))
    context = {
        "cards": cards(request.user, found),
        "decisions": [(each, decision_words(each)) for each in decisions(request.user)],
    }
    return render(request, "quarantine/list.html", context)


@require_http_methods(["GET", "POST"])
@page(Action.IMPORT)
def set_aside_group(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Put what the files say beside who is known here, and take the person's decision.

    What is typed names a patient, so looking for one comes by POST as well.
    """
    row = policy.get(request.user, Quarantined, row_id, Action.IMPORT)
    if row.decision_id is not None:
        # Somebody was faster; the list says what was decided.
        messages.error(request, sentence("set_aside_changed"))
        return redirect("set-aside")
    group = group_of(request.user, row_id)
    form = DecisionForm(request.POST or None, group=group)
    choice = request.POST.get("choice", "")
    if form.is_valid() and choice != "find":
        try:
            decision = decide(
                actor=request.user,
                group=group,
                choice=_choice(request, group, form, choice),
                address=address(request),
            )
        except QuarantineRefused as refused:
            form.add_error(None, sentence(refused.code, refused.params))
        else:
            messages.success(request, decision_words(decision) + ".")
            return _onwards(group)
    return _group_page(request, group, form)


def _choice(request: HttpRequest, group: Group, form: DecisionForm, choice: str) -> Choice:
    option, _colon, key = choice.partition(":")
    if option not in [str(each) for each in Option]:
        raise QuarantineRefused("patient_needed")
    seen = request.POST.get("files", "")
    rows = chosen_rows(request.POST)
    if group.code == PHOTOGRAPH and not rows:
        raise QuarantineRefused("nothing_ticked")
    patient = None
    if option == Option.TAKE:
        try:
            patient = policy.get(request.user, Patient, UUID(key), Action.IMPORT)
        except ValueError:
            raise QuarantineRefused("patient_needed") from None
    return Choice(
        option=Option(option),
        files=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
        patient=patient,
        new=form.new_patient(),
        rows=rows,
        details=form.details(),
    )


def _onwards(group: Group) -> HttpResponse:
    """Go back to where the person came from: the files they brought, or the list."""
    if group.upload_id:
        return redirect("upload-page", group.upload_id)
    return redirect("set-aside")


def _group_page(request: HttpRequest, group: Group, form: DecisionForm) -> HttpResponse:
    text = form.cleaned_data.get("text", "") if form.is_bound and form.is_valid() else ""
    offered = options(group)
    found = []
    if Option.TAKE in offered:
        found = candidates(request.user, group, text=text)
    patients = [each.patient for each in found]
    film = None
    if group.conflicts_with:
        films = policy.visible_to(request.user, Instance).select_related(
            "series__study__patient__identity_domain", "display"
        )
        film = films.filter(pk=group.conflicts_with).first()
        patients += [film.series.study.patient] if film else []
    record_look(actor=request.user, group=group, patients=patients, address=address(request))
    (card,) = cards(request.user, [group])
    context = {
        "card": card,
        "group": group,
        "form": form,
        "film": film,
        "film_picture": preview_url(film) if film else None,
        "rows": side_by_side(group, film),
        "candidates": [candidate_row(each) for each in found],
        "options": [str(each) for each in offered],
        "photographs": group.code == PHOTOGRAPH,
        "pictures": list(zip(group.rows, group.origins, strict=True))[
            : None if group.code == PHOTOGRAPH else SHOWN_PICTURES
        ],
        "ticked": request.POST.getlist("row"),
        "searched": text,
    }
    return render(request, "quarantine/group.html", context)


@require_POST
@page(Action.IMPORT)
def undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Undo a decision."""
    decision = policy.get(request.user, QuarantineDecision, decision_id, Action.IMPORT)
    try:
        undo_decision(
            actor=request.user, decision=decision, in_plans=in_plans, address=address(request)
        )
    except QuarantineRefused as refused:
        messages.error(request, sentence(refused.code, refused.params))
    else:
        count = decision.files
        said = ngettext(
            "Undone. %(count)d image waits again.", "Undone. %(count)d images wait again.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("set-aside")


@require_safe
@page(Action.IMPORT)
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say what became of every file that somebody brought, and ask whose they are."""
    brought = policy.get(request.user, Upload, upload_id, along=("created_by", "site", "job"))
    lines = list(_lines(request, brought))
    found = groups(waiting(request.user).filter(upload=brought))
    for group in found:
        record_look(actor=request.user, group=group, patients=[], address=address(request))
    context = {
        "upload": brought,
        "cards": cards(request.user, found),
        "counts": Counter(line["outcome"] for line in lines),
        "lines": sorted(lines, key=lambda line: line["outcome"] != "refused")[:LINES_AT_MOST],
        "hidden_lines": max(0, len(lines) - LINES_AT_MOST),
        "studies": _studies(request, brought, lines),
        "being_taken": being_taken(brought),
    }
    return render(request, "quarantine/upload.html", context)


def _lines(request: HttpRequest, brought: Upload) -> Iterator[dict]:
    """Yield every file with its outcome as it is by now: what waited may have been decided."""
    by_file = brought.files.filter(examined=True).values_list("outcomes", flat=True)
    named = {line["set_aside"] for outcomes in by_file for line in outcomes} - {""}
    # What was brought twice waits, or was decided on, with the upload that brought it last.
    rows = policy.visible_to(request.user, Quarantined).exclude(decision=None)
    found = rows.select_related("decision").only("decision", "decision__kind").in_bulk(named)
    by_key = {str(key): row.decision.kind for key, row in found.items()}
    for outcomes in by_file:
        for line in outcomes:
            kind = by_key.get(line["set_aside"])
            if kind is not None:
                yield line | {"outcome": kind, "reason": ""}
            else:
                reason = sentence(line["code"], line["params"]) if line["code"] else ""
                yield line | {"reason": reason}


def _studies(request: HttpRequest, brought: Upload, lines: list[dict]) -> list[tuple[Study, str]]:
    """Return the studies that an upload's films are in, now or before, with whose they are."""
    here_before = [line["film"] for line in lines if line["film"]][:LINES_AT_MOST]
    films = policy.visible_to(request.user, Instance)
    studies = policy.visible_to(request.user, Study).select_related("patient")
    # Two questions: one with both would look at every film there is.
    taken = films.filter(taken_from__upload=brought).values("series__study")
    before = films.filter(pk__in=here_before).values("series__study")
    here = studies.filter(Q(pk__in=taken) | Q(pk__in=before)).order_by("study_date")
    for study in here:
        record_access(actor=request.user, study=study, address=address(request))
    return [(study, _whose(study)) for study in here]


def _whose(study: Study) -> str:
    """Return who it was given to, whatever the files say, so that a slip is seen."""
    name = names.readable(study.patient.name or study.received_name)
    return f"{name}, {study.patient.patient_id}" if name else study.patient.patient_id
