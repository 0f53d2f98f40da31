"""The worklist: every case that a person sees, and the films that nobody has planned on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from planning.accounts.models import User
from planning.notes.selectors import NoteCounts, note_counts
from planning.plans.film_facts import (
    FilmFacts,
    calibrated_by_header,
    calibrated_studies,
    film_facts,
)
from planning.plans.models import Plan, PlanVersion
from planning.plans.progress import CaseFacts, Report
from planning.plans.selectors import LISTED_AT_MOST, latest_signed, plans_for
from planning.studies.models import Instance, Study
from planning.studies.selectors import listed, studies_for

# A signed case leaves the list this long after its day in theatre; the search still finds it.
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the worklist.

    Attributes
    ----------
    study : Study
        As ``studies_for`` gives it.
    first : Instance or None
        The film to open.
    films : FilmFacts
    notes : NoteCounts
        For the person whose list it is.
    calibrated : bool
        A film of the study has a scale in the patient.
    plan : Plan or None
        None for films without a plan.
    signed : PlanVersion or None
        The newest signed version, also of a plan that was reopened.
    """

    study: Study
    first: Instance | None
    films: FilmFacts
    notes: NoteCounts
    calibrated: bool
    plan: Plan | None = None
    signed: PlanVersion | None = None

    def facts(self, report: Report) -> CaseFacts:
        """Return what the case's progress depends on; `report` is known to a later stage."""
        plan = self.plan
        signed_now = plan is not None and plan.state == Plan.State.SIGNED
        return CaseFacts(
            films=self.study.films,
            incomplete=self.study.state == Study.State.INCOMPLETE,
            arriving=self.study.state == Study.State.IMPORTING,
            film_sides=self.films.sides,
            calibrated=self.calibrated,
            measured=plan is not None and plan.measured,
            placed=plan is not None and plan.placed,
            operation=plan.operation if plan else "",
            side=plan.side if plan else "",
            planned=plan is not None,
            signed=signed_now,
            reopened=self.signed is not None and not signed_now,
            report=report,
            must_read=self.notes.open_must_read,
            dated=plan is not None and plan.planned_on is not None,
        )


def cases(user: User, *, today: date) -> list[Case]:
    """Return the cases in work, by theatre date and place on the list; undated ones last.

    Archived plans are left out, and signed ones some days after their date.
    """
    done = Q(state=Plan.State.SIGNED) & (
        Q(planned_on__lt=today - KEPT) | Q(planned_on=None, changed_at__date__lt=today - KEPT)
    )
    return _with_films(user, _plans(user).exclude(done)[:LISTED_AT_MOST])


def cases_about(user: User, studies: Iterable[UUID], text: str) -> list[Case]:
    """Return every case on one of these studies or whose operation has `text` in it."""
    found = Q(study__in=list(studies)) | Q(operation__icontains=text)
    return _with_films(user, _plans(user).filter(found)[:LISTED_AT_MOST])


def unplanned(user: User, *, at_most: int, studies: Iterable[UUID] | None = None) -> list[Case]:
    """Return studies without a plan that arrived last; of `studies` only, where given."""
    rows = studies_for(user).exclude(pk__in=_plans(user).order_by().values("study"))
    if studies is not None:
        rows = rows.filter(pk__in=list(studies))
    return _cases(user, [(study, None) for study in rows[:at_most]])


def _plans(user: User) -> QuerySet[Plan]:
    # The documents stay in the database: only whether there is anything in them is asked.
    return (
        plans_for(user)
        .exclude(state=Plan.State.ARCHIVED)
        .annotate(
            measured=_any_item("measurements"),
            placed=_any_item("implants"),
        )
    )


def _any_item(collection: str) -> ExpressionWrapper:
    there = Q(**{f"document__{collection}__0__isnull": False})
    return ExpressionWrapper(there, output_field=BooleanField())


def _with_films(user: User, plans: QuerySet[Plan]) -> list[Case]:
    rows = list(plans)
    studies = studies_for(user).in_bulk([plan.study_id for plan in rows])
    return _cases(user, [(studies[plan.study_id], plan) for plan in rows])


def _cases(user: User, rows: list[tuple[Study, Plan | None]]) -> list[Case]:
    studies = list({study.pk: study for study, _ in rows}.values())
    keys = [study.pk for study in studies]
    facts, notes = film_facts(keys), note_counts(user, keys)
    first = {one.study.pk: one.first for one in listed(studies)}
    calibrated = calibrated_studies(keys)
    asked = {film.pk for key, film in first.items() if film and key not in calibrated}
    by_header = calibrated_by_header(asked)
    return [
        Case(
            study=study,
            first=first[study.pk],
            films=facts.get(study.pk, FilmFacts()),
            notes=notes.get(study.pk, NoteCounts()),
            calibrated=study.pk in calibrated
            or (first[study.pk] is not None and first[study.pk].pk in by_header),
            plan=plan,
            signed=latest_signed(plan) if plan else None,
        )
        for study, plan in rows
    ]
