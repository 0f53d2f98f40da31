"""Every endpoint against every role."""

from __future__ import annotations

from tests.web.access_row import Row, signed_in


def film(world) -> dict:
    """Return the arguments that name the film."""
    return {"film_id": world.film.pk}


def job(world) -> dict:
    """Return the arguments that name the job."""
    return {"job_id": world.job.pk}


def node(world) -> dict:
    """Return the arguments that name the archive."""
    return {"node_id": world.node.pk}


def site(world) -> dict:
    """Return the arguments that name the site."""
    return {"site_id": world.site.pk}


def study(world) -> dict:
    """Return the arguments that name the study."""
    return {"study_id": world.study.pk}


def of_this_site(method: str, status: int, **more) -> Row:
    """Return a row that every member of the site passes."""
    return Row(method, 401, status, status, status, 404, 404, **more)


def clinicians(method: str, status: int, **more) -> Row:
    """Return a row that surgeons and radiologists of the site pass."""
    return Row(method, 401, status, status, 403, 404, 403, **more)


ROWS: dict[str, list[Row]] = {
    "schema": [signed_in("get", 200, anonymous=401)],
    "session": [signed_in("get", 200, anonymous=401)],
}
