"""Hand out files of a signed version, with a line in the audit trail."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction, AuditEvent
from planning.plans.models import PlanVersion
from planning.refused import Refused
from planning.reports.models import ReportObject
from planning.reports.selectors import objects_of

A4 = "a4"
# A panel asks for its pictures again and again; one line tells that somebody had them.
EXPORT_WINDOW = timedelta(minutes=15)
Kind = ReportObject.Kind


class ReportUnavailable(Refused):
    """The report cannot be made any more: ``report_film_gone``."""


def export_pdf(
    *, actor: User, version: PlanVersion, paper: str, address: str | None = None
) -> bytes:
    """Return the PDF; on A4 the one that is in the archive, byte for byte.

    Raises
    ------
    ReportUnavailable, CannotShow, BlobMissing
    """
    # Typesetting and drawing are loaded by whoever needs them, not at start.
    from planning.reports import finished, making
    from planning.reports.pdf import Paper

    row = objects_of(version).filter(kind=Kind.PDF).first()
    if paper == A4 and finished.is_made(row):
        content = finished.pdf_in(row)
    else:
        try:
            content = making.pdf_of(version, Paper(paper))
        except making.FilmGone:
            raise ReportUnavailable("report_film_gone") from None
    _record(actor, version, f"pdf {paper}", address)
    return content


def export_picture(
    *, actor: User, version: PlanVersion, number: int, address: str | None = None
) -> bytes:
    """Return a picture as PNG, counted from 1; the one that is in the archive if it is made.

    Raises
    ------
    IndexError
        If there is no such picture.
    ReportUnavailable, CannotShow, BlobMissing
    """
    from planning.reports import finished, making

    row = objects_of(version).filter(kind=Kind.PICTURE, number=number).first()
    if finished.is_made(row):
        content = finished.png_of(row)
    else:
        try:
            content = making.picture_of(version, number)
        except making.FilmGone:
            raise ReportUnavailable("report_film_gone") from None
    _record(actor, version, f"picture {number}", address)
    return content


def _record(actor: User, version: PlanVersion, what: str, address: str | None) -> None:
    since = timezone.now() - EXPORT_WINDOW
    told = AuditEvent.objects.filter(
        actor_id=actor.pk,
        action=AuditAction.EXPORT,
        object_id=str(version.pk),
        at__gte=since,
        detail__what=what,
    )
    if told.exists():
        return
    audit.record(
        actor=actor,
        action=AuditAction.EXPORT,
        object_kind="plan_version",
        object_id=version.pk,
        patient=version.plan.patient,
        site=version.plan.site,
        detail={"what": what},
        address=address,
    )
