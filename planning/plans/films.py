"""The films behind a plan's views, with the scale that each view names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.calibration.models import Calibration
from planning.calibration.selectors import header_scale, scale_of
from planning.measuring.scale import NoScale, Scale, Templating
from planning.plans.models import Plan
from planning.studies import mapping
from planning.studies.models import Hanging, Instance
from planning.studies.selectors import current_hanging

GONE = NoScale("film_gone")


@dataclass(frozen=True, slots=True)
class ViewFilm:
    """A view of a plan and what is known of its film now.

    Attributes
    ----------
    view : mapping
        The item of the document.
    film : Instance or None
        None where the film is no longer here.
    calibration : Calibration or None
        The one that the view names, if it holds for the film's pixels.
    newest : Calibration or None
        The film's current one, whether or not the view names it.
    scale : Scale or NoScale
        Of the named calibration, else of the header.
    patient_right_on : str or None
        ``left`` or ``right`` of the unturned film.
    """

    view: Mapping[str, Any]
    film: Instance | None
    calibration: Calibration | None
    newest: Calibration | None
    scale: Scale | NoScale
    patient_right_on: str | None

    @property
    def side(self) -> str:
        """Which side the film shows: the header's word, else what the view says."""
        header = mapping.laterality(self.film.header) if self.film else ""
        return header or self.view["side"] or ""

    @property
    def hanging(self) -> str | None:
        """As definitions ask for it: ``AP`` with the patient's right on the left, or ``PA``."""
        return {"left": "AP", "right": "PA"}.get(self.patient_right_on or "")

    @property
    def accepted(self) -> bool:
        """Whether the view's millimetres are the patient's, and somebody stands for them."""
        if not self.scale.calibrated:
            return False
        return self.calibration is not None or self.scale.templating is Templating.YES


def view_films(plan: Plan, document: Mapping[str, Any]) -> list[ViewFilm]:
    """Return the films of a plan's views in the document's order.

    Parameters
    ----------
    plan : Plan
        Films are those of its patient at its site.
    document : mapping
        A valid document.
    """
    uids = {view["sop_instance_uid"] for view in document["views"]}
    found = Instance.objects.filter(
        site=plan.site_id, series__study__patient=plan.patient_id, sop_instance_uid__in=uids
    ).select_related("series__study")
    films = {film.sop_instance_uid: film for film in found}
    rows = Calibration.objects.filter(instance__in=films.values()).select_related("created_by")
    calibrations: dict[Any, list[Calibration]] = {}
    for row in rows:
        calibrations.setdefault(row.instance_id, []).append(row)
    return [_view_film(view, films.get(view["sop_instance_uid"]), calibrations)
            for view in document["views"]]  # fmt: skip


def _view_film(
    view: Mapping[str, Any],
    film: Instance | None,
    calibrations: Mapping[Any, list[Calibration]],
) -> ViewFilm:
    if film is None:
        return ViewFilm(view, None, None, None, GONE, None)
    rows = calibrations.get(film.pk, [])
    superseded = {row.supersedes_id for row in rows}
    newest = next((row for row in rows if row.pk not in superseded), None)
    named = next((row for row in rows if str(row.pk) == view["calibration_id"]), None)
    if named is not None and named.pixel_sha256 != film.pixel_sha256:
        named = None
    scale = scale_of(named) if named else header_scale(film).scale
    return ViewFilm(view, film, named, newest, scale, _right_on(film))


def _right_on(film: Instance) -> str | None:
    confirmed: Hanging | None = current_hanging(film)
    return confirmed.patient_right_on if confirmed else mapping.patient_right_on(film.header)
