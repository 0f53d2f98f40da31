"""Addresses of reports in the table of every address against every role."""

from __future__ import annotations

from planning.plans.models import PlanVersion
from planning.plans.signing import sign
from planning.reports.models import ReportObject
from tests.plans.ready import ready_plan
from tests.web.world import World


def signed(world: World) -> PlanVersion:
    """Sign a plan on the world's film, whose study came from the world's archive."""
    world.study.node = world.node
    world.study.save()
    plan = ready_plan(world).plan
    return sign(actor=world.people["surgeon"], plan=plan, version=plan.version, meaning="planned")


def report(world: World) -> dict:
    """Return the arguments that name the signed version."""
    return {"plan_id": signed(world).plan_id, "number": 1}


def picture(world: World) -> dict:
    """Return the arguments that name its first picture."""
    return report(world) | {"picture": 1}


def report_object(world: World) -> dict:
    """Return the arguments that name its PDF among the objects."""
    return {"report_id": ReportObject.objects.get(plan_version=signed(world), kind="pdf").pk}
