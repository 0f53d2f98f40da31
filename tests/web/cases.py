"""A surgeon's week: cases in every state, as the worklist meets them."""

from __future__ import annotations

from datetime import date, timedelta

from planning.accounts.models import Team
from planning.calibration.models import Calibration
from planning.notes.models import Note
from planning.plans import document
from planning.plans.models import Plan, PlanVersion
from planning.reports.models import ReportObject
from planning.studies.models import Study
from tests.web import world as worlds
from tests.web.world import NOW, SHA, World

MEASURED = {"measurements": [{"definition": "length"}]}
PLACED = MEASURED | {"implants": [{"family": "cup"}]}


def plan(world: World, study: Study, contents: dict | None = None, **fields) -> Plan:
    """Add a plan of the world's surgeon on a study."""
    surgeon = world.people["surgeon"]
    defaults = {
        "document": document.empty() | (contents or {}),
        "owner": surgeon,
        "changed_by": surgeon,
    }
    return Plan.objects.create(
        site=study.site,
        patient=study.patient,
        study=study,
        created_at=NOW,
        changed_at=NOW,
        **(defaults | fields),
    )


def team(world: World, name: str = "Arthroplasty", *roles: str) -> Team:
    """Add a team with these of the world's people in it."""
    made = Team.objects.create(site=world.site, name=name)
    for role in roles:
        membership = world.memberships[role]
        membership.team = made
        membership.save()
    return made


def note(study: Study, author, text: str = "Thin medial wall.", *, must_read: bool = False) -> Note:
    """Add a note on a study."""
    priority = Note.Priority.MUST_READ if must_read else Note.Priority.NORMAL
    return Note.objects.create(
        site=study.site, study=study, author=author, text=text, priority=priority, written_at=NOW
    )


def calibrate(film, user) -> Calibration:
    """Calibrate a film."""
    return Calibration.objects.create(
        instance=film,
        method=Calibration.Method.BALL,
        inputs={},
        row_mm=0.12,
        column_mm=0.12,
        magnification=1.21,
        scale={"unit": "mm", "calibrated": True},
        pixel_sha256=film.pixel_sha256,
        software="test",
        created_by=user,
        created_at=NOW,
    )


def sign(of: Plan, *states: str, reason: dict | None = None) -> PlanVersion:
    """Sign a plan, with a report object in each of these states."""
    number = of.versions.count() + 1
    version = PlanVersion.objects.create(
        plan=of,
        number=number,
        version=of.version,
        document=of.document,
        content={},
        digest=SHA,
        software="test",
        meaning=PlanVersion.Meaning.PLANNED,
        signed_by=of.owner,
        signed_at=NOW,
    )
    kinds = (ReportObject.Kind.PDF, ReportObject.Kind.PICTURE)
    for kind, state in zip(kinds, states, strict=False):
        ReportObject.objects.create(
            plan_version=version,
            kind=kind,
            sop_instance_uid=f"2.25.{number}",
            series_instance_uid="2.25.1",
            stored_sha256=SHA,
            size_bytes=1,
            state=state,
            reason=reason or {},
            made_at=NOW,
            changed_at=NOW,
        )
    of.state = Plan.State.SIGNED
    of.save()
    return version


def week(world: World, today: date) -> dict[str, Plan]:
    """Add a week of cases around `today`; by name of the patient."""
    surgeon, radiologist = world.people["surgeon"], world.people["radiologist"]
    own = team(world, "Arthroplasty", "surgeon")
    tomorrow, later = today + timedelta(days=1), today + timedelta(days=3)
    made = {}
    for number, name, operation, side, day, order, contents, films in (
        (21, "Demo^Anna=佐藤^花子", "Total hip replacement", "R", tomorrow, 1, PLACED,
         ("AP", "AP", "LL")),
        (22, "Brandt^Otto", "Total hip replacement", "L", tomorrow, 2, {}, ("AP",)),
        (23, "Okafor^Chidi Emmanuel", "High tibial osteotomy", "L", tomorrow, 3, MEASURED,
         ("AP", "LL")),
        (24, "Weber-Hohenstein^Maximiliane Adelheid", "Revision hip replacement", "R", later, 1,
         PLACED, ("AP",)),
        (25, "Ito^Ken", "", "", later, 2, {}, ("AP",)),
        (26, "Novak^Jana", "Total knee replacement", "R", None, None, {}, ("AP", "AP")),
        (27, "Rossi^Gino", "Total hip replacement", "R", today - timedelta(days=2), 1, PLACED,
         ("AP",)),
    ):  # fmt: skip
        study = worlds.study(world.site, number=number, name=name)
        shown = [
            worlds.film(study, number=n, header={"ViewPosition": [view], "StudyDate": ["20261110"]},
                        pixel_sha256=SHA)
            for n, view in enumerate(films, 1)
        ]  # fmt: skip
        made[name.partition("^")[0]] = plan(
            world, study, contents, operation=operation, side=side, planned_on=day,
            planned_order=order, team=own,
        )  # fmt: skip
        if number in (21, 23, 24, 27):
            calibrate(shown[0], surgeon)
    note(made["Demo"].study, radiologist, "Medial wall thin: CT before reaming.", must_read=True)
    note(made["Demo"].study, radiologist)
    note(made["Okafor"].study, radiologist)
    sign(made["Weber-Hohenstein"], "refused", "sent", reason={"code": "x"})
    sign(made["Rossi"], "sent", "sent")
    return made
