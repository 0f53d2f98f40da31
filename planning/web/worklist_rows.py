"""A line of the worklist as the page shows it: plain words and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.accounts import policy
from planning.accounts.models import User
from planning.api.studies import patient_json
from planning.imaging import selectors as imaging
from planning.plans.film_facts import FilmFacts
from planning.plans.models import Plan
from planning.plans.progress import Mark, Report, Stage, Step, Tone, stage, steps, urgent
from planning.plans.worklist import Case
from planning.reports.models import ReportObject
from planning.wording.worklist import LABELS

State = ReportObject.State
STUCK = {State.REFUSED, State.FAILED}
UNDER_WAY = {State.QUEUED, State.SENDING}


@dataclass(frozen=True, slots=True)
class Dot:
    """One of the six dots: its step in words, and how it stands."""

    step: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    """What the templates show of a case or of films without a plan."""

    case: Case
    patient: dict
    side: str
    films: str
    taken_on: date | None
    stage: Stage
    stage_words: str
    dots: list[Dot]
    progress: str
    urgent: str
    tone: Tone
    preview_url: str | None
    may_plan: bool

    @property
    def plan(self) -> Plan | None:
        """The plan; None for films without one."""
        return self.case.plan

    @property
    def study(self):
        """The study that the line leads to."""
        return self.case.study

    @property
    def notes(self):
        """How many notes there are, unread, to read before theatre."""
        return self.case.notes

    @property
    def film_sides(self) -> str:
        """The sides that the films name, as letters: "R", "LR"."""
        return "".join(sorted(self.case.films.sides))

    @property
    def address(self) -> str:
        """Where the line leads: the case's plan on the film to begin with."""
        query = {"film": self.case.first.pk} if self.case.first else {}
        if self.plan:
            query["plan"] = self.plan.pk
        planner = reverse("planner", kwargs={"study_id": self.study.pk})
        return f"{planner}?{urlencode(query)}" if query else planner

    @property
    def key(self) -> str:
        """What names the line while the page is refreshed."""
        return str(self.plan.pk if self.plan else self.study.pk)


def rows_of(user: User, cases: Iterable[Case]) -> list[Row]:
    """Return cases as lines, with what their reports have come to."""
    cases = list(cases)
    reports = _reports(user, [case.signed.pk for case in cases if case.signed])
    sites = set(policy.sites_for(user, policy.Action.PLAN).values_list("pk", flat=True))
    return [_row(case, reports, sites) for case in cases]


def film_words(films: FilmFacts) -> str:
    """Return "2 AP 1 lat", or what else there is."""
    named = [f"{number} {view}" for view, number in sorted(films.views.items()) if view]
    unnamed = films.views[""]
    if unnamed:
        named.append(ngettext("%(n)s film", "%(n)s films", unnamed) % {"n": unnamed})
    return " ".join([*named, *(f"{number} {kind}" for kind, number in films.others.items())])


def _row(case: Case, reports: dict[UUID, Report], sites: set) -> Row:
    report = reports.get(case.signed.pk, Report.NONE) if case.signed else Report.NONE
    facts = case.facts(report)
    dots = [Dot(_step_words(step), mark) for step, mark in steps(facts).items()]
    found = urgent(facts)
    return Row(
        case=case,
        patient=patient_json(case.study),
        side=_side_words(facts.side),
        films=film_words(case.films),
        taken_on=case.films.taken_on or case.study.study_date,
        stage=stage(facts),
        stage_words=_stage_words(stage(facts)),
        dots=dots,
        progress=_progress_words(dots),
        urgent=_(LABELS[found.code]) if found else "",
        tone=found.tone if found else Tone.QUIET,
        preview_url=imaging.preview_url(case.first) if case.first else None,
        may_plan=case.study.site_id in sites,
    )


def _reports(user: User, versions: list[UUID]) -> dict[UUID, Report]:
    rows = policy.visible_to(user, ReportObject).filter(plan_version__in=versions)
    states: dict[UUID, set[str]] = {}
    for version, state in rows.values_list("plan_version_id", "state"):
        states.setdefault(version, set()).add(state)
    return {version: _report(found) for version, found in states.items()}


def _report(states: set[str]) -> Report:
    if states & STUCK:
        return Report.REFUSED
    if states & UNDER_WAY:
        return Report.SENDING
    return Report.SENT if states == {State.SENT} else Report.MADE


def _side_words(side: str) -> str:
    return {"R": _("RIGHT"), "L": _("LEFT"), "B": _("BOTH")}.get(side, "")


def _stage_words(of: Stage) -> str:
    return {
        Stage.ARRIVING: _("Arriving"),
        Stage.NEW: _("New"),
        Stage.DRAFT: _("Draft"),
        Stage.REOPENED: _("Reopened"),
        Stage.SIGNED: _("Signed"),
        Stage.SENDING: _("Sending"),
        Stage.SENT: _("In PACS"),
        Stage.REFUSED: _("Refused"),
    }[of]


def _step_words(step: Step) -> str:
    return {
        Step.FILMS: _("films"),
        Step.SCALE: _("scale"),
        Step.MEASURED: _("measured"),
        Step.TEMPLATES: _("templates"),
        Step.SIGNED: _("signed"),
        Step.SENT: _("in PACS"),
    }[step]


def _progress_words(dots: list[Dot]) -> str:
    done = [dot.step for dot in dots if dot.mark is Mark.DONE]
    rest = [dot.step for dot in dots if dot.mark is not Mark.DONE]
    parts = [_("done: %(steps)s") % {"steps": ", ".join(done)}] if done else []
    if rest:
        parts.append(_("open: %(steps)s") % {"steps": ", ".join(rest)})
    return "; ".join(parts)
