"""Calibrate a film: a new row that supersedes the one before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.calibration.found import from_request
from planning.calibration.models import Calibration
from planning.calibration.selectors import current, film_scale
from planning.geometry.reasons import Reason
from planning.measuring.scale import NoScale
from planning.refused import Refused
from planning.studies.models import Instance


class CalibrationRefused(Refused):
    """The calibration cannot be made; a code says why and what to do."""


class Superseded(Exception):
    """Somebody else has calibrated the film in the meantime."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person did.

    Attributes
    ----------
    method : str
        A value of :class:`Calibration.Method`.
    inputs : dict
        Points in image pixels, true sizes in mm, factors.
    reason : str
        Why, in the person's words; needed for an entered magnification and for a value
        that is not plausible.
    other_film : Instance or None
        On which an object that both films show was measured.
    """

    method: str
    inputs: dict = field(default_factory=dict)
    reason: str = ""
    other_film: Instance | None = None


def calibrate(
    *, actor: User, instance: Instance, request: Request, supersedes: object | None
) -> Calibration:
    """Add a calibration to a film.

    The numbers are computed here from points and true sizes; none is taken from the
    browser.

    Parameters
    ----------
    actor : User
    instance : Instance
        With decoded pixels: the calibration is bound to their digest.
    request : Request
    supersedes : UUID or None
        The calibration that the person saw as the current one.

    Returns
    -------
    Calibration

    Raises
    ------
    CalibrationRefused
        With a code for the sentence.
    Superseded
        If the person saw an older state; nothing was written.
    """
    result = from_request(
        instance,
        request.method,
        request.inputs,
        request.reason,
        str(actor),
        other_sigma=_sigma_of_other(instance, request.other_film),
    )
    if isinstance(result, Reason):
        raise CalibrationRefused(str(result.code), **result.params)
    try:
        with transaction.atomic():
            before = current(instance)
            if (before.pk if before else None) != supersedes:
                raise Superseded
            row = Calibration(
                instance=instance,
                supersedes=before,
                method=request.method,
                inputs=request.inputs,
                reason=request.reason.strip(),
                pixel_sha256=instance.pixel_sha256,
                software=f"plumbline {settings.PLUMBLINE_VERSION}",
                created_by=actor,
                created_at=timezone.now(),
                **result.columns,
            )
            row.save(force_insert=True)
            _record(actor, row)
    except IntegrityError as error:
        raise Superseded from error
    return row


def _sigma_of_other(instance: Instance, other: Instance | None) -> float | None:
    """Return how far the other film's scale can be trusted; None where there is no such scale."""
    if other is None:
        return None
    if other.pk == instance.pk or other.series.study.patient_id != instance.series.study.patient_id:
        raise CalibrationRefused("other_film_of_other_patient")
    scale = film_scale(other).scale
    if isinstance(scale, NoScale) or not scale.calibrated:
        return None
    return scale.relative_sigma


def _record(actor: User, row: Calibration) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.CREATE,
        object_kind="calibration",
        object_id=row.pk,
        patient=row.instance.series.study.patient,
        site=row.instance.site,
        detail={"method": row.method, "film": str(row.instance_id)},
    )
