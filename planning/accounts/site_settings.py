"""Settings that belong to a site."""

from __future__ import annotations

from django.db import transaction

from planning.accounts.models import Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction


@transaction.atomic
def set_ball_diameter(*, actor: User, site: Site, ball_diameter_mm: float | None) -> Site:
    """Set the diameter of the site's calibration ball; None asks each time.

    Parameters
    ----------
    actor : User
    site : Site
    ball_diameter_mm : float or None
        Between 5 and 100 mm.

    Raises
    ------
    ValidationError
        If the diameter is out of range.
    """
    before = site.ball_diameter_mm
    site.ball_diameter_mm = ball_diameter_mm
    site.full_clean()
    site.save(update_fields=["ball_diameter_mm"])
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="site",
        object_id=site.pk,
        site=site,
        detail={"ball_diameter_mm": [before, ball_diameter_mm]},
    )
    return site
