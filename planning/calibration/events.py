"""What people are told of calibrations while they look at the film: that there is a new one."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from planning.calibration.models import Calibration
from planning.jobs.broadcast import Source


def made_since(moment: datetime) -> list[Calibration]:
    """Return the calibrations made after a moment, with no more than what is told of them."""
    made = Calibration.objects.filter(created_at__gt=moment).select_related("instance")
    return list(made.only("created_at", "instance__site"))


def calibration_told(calibration: Calibration) -> dict:
    """Return which film was calibrated; who shows it asks what holds now."""
    return {
        "film_id": str(calibration.instance_id),
        "calibration_id": str(calibration.pk),
    }


CALIBRATIONS = Source(
    "calibration",
    made_since,
    calibration_told,
    stamp=attrgetter("created_at"),
    site_id=attrgetter("instance.site_id"),
)
