"""Signed plans of a patient from before a study was taken: what a later film is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from planning.accounts import policy
from planning.accounts.models import User
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.definition_files import catalogue
from planning.plans.achieved import Difference, Row, compare
from planning.plans.document import open_document
from planning.plans.films import view_films
from planning.plans.models import Plan, PlanVersion
from planning.plans.results import plan_readings
from planning.plans.signing import is_intact
from planning.studies.models import Study

SET = "postoperative_hip"
LOOKED_AT_MOST = 10

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A signed version beside a later film.

    Attributes
    ----------
    version : PlanVersion
    rows : list of Row
    warnings : tuple of str
        ``signed_not_intact``; ``signed_after_film``: then it was no plan for what the film shows.
    """

    version: PlanVersion
    rows: list[Row]
    warnings: tuple[str, ...]


def earlier_plans(user: User, study: Study) -> QuerySet[Plan]:
    """Return the signed plans on studies of an earlier day of the same patient that one may see."""
    visible = policy.visible_to(user, Plan)
    if study.study_date is None:
        return visible.none()
    return visible.filter(
        site=study.site_id,
        patient=study.patient_id,
        study__study_date__lt=study.study_date,
        versions__isnull=False,
    ).distinct()


def is_earlier(plan: Plan, study: Study) -> bool:
    """Say the same of one of the patient's plans, without a query where versions are fetched."""
    dates = plan.study.study_date, study.study_date
    return None not in dates and dates[0] < dates[1] and bool(plan.versions.all())


def comparison(user: User, study: Study, measured: Plan | None) -> Comparison | None:
    """Lay the signed plan that fits best beside what a later study shows.

    Parameters
    ----------
    user : User
        Sees only plans that they may see.
    study : Study
        The later one.
    measured : Plan or None
        Its measurements on films of `study` count, as they are saved.

    Returns
    -------
    Comparison or None
        The plan with the most differences, among those the one signed last; None where no signed
        plan with an implant has any of the values of the post-operative set.
    """
    plans = earlier_plans(user, study).values("pk")
    newest: dict[Any, PlanVersion] = {}
    rows = PlanVersion.objects.filter(plan__in=plans).select_related("plan__study")
    for version in rows.order_by("number"):
        newest[version.plan_id] = version
    latest = sorted(newest.values(), key=lambda one: one.signed_at)[-LOOKED_AT_MOST:]
    achieved = _achieved(study, measured)
    found = [_compared(version, study, achieved) for version in latest]
    known = [one for one in found if any(row.planned for row in one.rows)]
    # Of those with as many differences, the one signed last: lists are sorted by signature.
    return max(reversed(known), key=_differences, default=None)


def _differences(one: Comparison) -> int:
    return sum(isinstance(row.outcome, Difference) for row in one.rows)


def _compared(version: PlanVersion, study: Study, achieved: Sequence[Json]) -> Comparison:
    content = version.content
    with_implant = content.get("implants") and _planned_before(content, study.study_date)
    planned = content["results"] if with_implant else []
    side = content.get("case", {}).get("side", "")
    signed_on = timezone.localdate(version.signed_at)
    return Comparison(
        version=version,
        rows=compare(_members(), planned, achieved, side=side),
        warnings=(
            *(() if is_intact(version) else ("signed_not_intact",)),
            *(("signed_after_film",) if signed_on > study.study_date else ()),
        ),
    )


def _planned_before(content: Json, day: date) -> bool:
    taken = [view["film_date"] for view in content["views"] if view["film_date"]]
    return all(date.fromisoformat(one) < day for one in taken)


def _members() -> list[Definition]:
    known = catalogue()
    return [known.by_key[key] for key in known.sets[SET].measurements]


def _achieved(study: Study, plan: Plan | None) -> list[Json]:
    """Return what is measured on the films of a study."""
    opened = open_document(plan.document) if plan else None
    if opened is None or isinstance(opened, Reason) or opened.read_only:
        return []
    films = view_films(plan, opened.document)
    here = {one.view["id"] for one in films if one.film and one.film.series.study_id == study.pk}
    readings = plan_readings(opened.document, films)
    return [one.to_json() for one in readings if one.view_id in here]
