"""Whether a plan shows a film."""

from __future__ import annotations

from collections.abc import Iterable

from planning.plans.models import Plan, PlanVersion
from planning.studies.models import Instance


def in_plans(films: Iterable[Instance]) -> bool:
    """Say whether any plan, or any signed version of one, shows one of the films.

    A plan shows films of its own patient only, so only those plans are read.
    """
    films = list(films)
    uids = {film.sop_instance_uid for film in films}
    patients = {film.series.study.patient_id for film in films}
    documents = [
        *Plan.objects.filter(patient__in=patients).values_list("document", flat=True),
        *PlanVersion.objects.filter(plan__patient__in=patients).values_list("document", flat=True),
    ]
    shown = {view["sop_instance_uid"] for each in documents for view in each["views"]}
    return not uids.isdisjoint(shown)
