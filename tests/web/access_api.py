"""Every endpoint against every role."""

from __future__ import annotations

from planning.imaging.volume_models import Volume
from planning.measuring.definition_files import catalogue
from planning.plans.models import Plan
from tests.notes.rows import note as write_note
from tests.notes.rows import sent as sent_note
from tests.plans import cases
from tests.reports import rows as reports
from tests.web.access_row import Row, signed_in
from tests.web.waiting_rows import kept, set_aside
from tests.web.waiting_rows import upload as upload_of
from tests.web.world import NOW, SHA

LENGTH = {
    "method": "known_length",
    "points_px": [[1000, 1000], [1000, 1500]],
    "length_mm": 60,
    "reason": "The ruler on the film",
    "supersedes": None,
}


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


def note(world) -> dict:
    """Return the arguments that name a note of the study."""
    return {"note_id": write_note(world.study, world.people["radiologist"]).pk}


def plan(world) -> dict:
    """Return the arguments that name the plan, which begins when it is first asked for."""
    there = Plan.objects.filter(study=world.study).first() or cases.plan(world)
    return {"plan_id": there.pk}


def signed_version(world) -> dict:
    """Return the arguments that name a signed version of the plan."""
    of = plan(world)
    cases.signed(Plan.objects.get(pk=of["plan_id"]))
    return of | {"number": 1}


def level(world) -> dict:
    """Return the arguments that name the film's full level."""
    return film(world) | {"level": "full", "sha256": SHA}


def preview(world) -> dict:
    """Return the arguments that name the film's preview."""
    return film(world) | {"sha256": SHA}


def series(world) -> dict:
    """Return the arguments that name the film's series."""
    return {"series_id": world.film.series_id}


def slices(world) -> dict:
    """Return the arguments that name planes of a volume that is no longer in the cache."""
    plane = {"name": "axial", "shape": [2, 4, 4]}
    volume, _ = Volume.objects.get_or_create(
        series_id=world.film.series_id,
        number=1,
        defaults={"sha256": SHA, "geometry": {"planes": [plane]}, "made_at": NOW},
    )
    return {"volume_id": volume.pk, "plane": "axial", "start": 0, "count": 1, "sha256": SHA}


def waiting(world) -> dict:
    """Return the arguments that name a file that was set aside."""
    return {"row_id": set_aside(world).pk}


def upload(world) -> dict:
    """Return the arguments that name files that the surgeon is sending."""
    return {"upload_id": upload_of(world).pk}


def of_this_site(method: str, status: int, **more) -> Row:
    """Return a row that every member of the site passes, and nobody from elsewhere."""
    return Row(method, 401, status, status, status, 404, 404, **more)


def clinicians(method: str, status: int, **more) -> Row:
    """Return a row that surgeons and radiologists of the site pass."""
    return Row(method, 401, status, status, 403, 404, 403, **more)


def surgeons(method: str, status: int, **more) -> Row:
    """Return a row that only surgeons of the site pass; those of another find nothing."""
    return Row(method, 401, status, 403, 403, 404, 403, **more)


def administrators(method: str, status: int, **more) -> Row:
    """Return a row that only administrators of the site pass."""
    return Row(method, 401, 403, 403, status, 403, 404, **more)


def anybody(method: str, status: int, **more) -> Row:
    """Return a row that whoever is signed in passes; what they get is their own site's."""
    return signed_in(method, status, anonymous=401, **more)


ROWS: dict[str, list[Row]] = {
    "schema": [anybody("get", 200)],
    "session": [anybody("get", 200)],
    "client-errors": [anybody("post", 204, data=lambda world: {"message": "lost", "where": "x"})],
    "site-settings": [
        administrators("patch", 200, arguments=site, data=lambda world: {"ball_diameter_mm": 25.4})
    ],
    "node-list": [anybody("get", 200)],
    # Nothing listens at the archive of the world, so even who may ask gets no echo.
    "node-echo": [administrators("post", 502, arguments=node)],
    "node-test-job": [
        administrators("get", 200, arguments=node),
        administrators("post", 202, arguments=node),
        administrators("delete", 200, arguments=node),
    ],
    "worklist": [
        anybody("post", 200),
        # Nothing listens at the archive of the world, and the answer says so.
        of_this_site("post", 200, data=lambda world: {"node": world.node.pk}),
    ],
    "searches": [anybody("post", 200, data=lambda world: {"text": "smith", "nodes": []})],
    "imports": [
        of_this_site(
            "post", 202, data=lambda world: {"node": world.node.pk, "study_instance_uid": "1.2.3"}
        )
    ],
    "jobs": [anybody("get", 200)],
    "job": [of_this_site("get", 200, arguments=job)],
    "job-cancel": [of_this_site("post", 200, arguments=job)],
    "job-retry": [of_this_site("post", 200, arguments=job)],
    "events": [anybody("get", 200)],
    "upload-list": [
        anybody("post", 201, data=lambda world: {"files": [{"name": "a", "size_bytes": 3}]})
    ],
    # Nobody adds to what a colleague sends, or sees how far it is.
    "upload": [
        Row("get", 401, 200, 404, 404, 404, 404, arguments=upload),
        Row("delete", 401, 200, 404, 404, 404, 404, arguments=upload),
    ],
    # Who may add a piece has to say where it belongs.
    "upload-file": [
        Row(
            "put",
            401,
            400,
            404,
            404,
            404,
            404,
            arguments=lambda world: upload(world) | {"number": 0},
        )
    ],
    "upload-finish": [Row("post", 401, 202, 404, 404, 404, 404, arguments=upload)],
    "quarantine-list": [anybody("get", 200)],
    "quarantine-group": [of_this_site("get", 200, arguments=waiting)],
    "quarantine-decision": [
        of_this_site(
            "post", 201, arguments=waiting, data=lambda world: {"decision": "keep", "files": 1}
        )
    ],
    # Its file is not in the store, so even who may see it is told so.
    "quarantine-picture": [of_this_site("get", 409, arguments=waiting)],
    "quarantine-undo": [
        of_this_site("post", 200, arguments=lambda world: {"decision_id": kept(world).pk})
    ],
    "study-list": [anybody("get", 200)],
    "study": [of_this_site("get", 200, arguments=study)],
    "study-others": [of_this_site("get", 200, arguments=study)],
    "study-achieved": [of_this_site("get", 200, arguments=study)],
    "film": [of_this_site("get", 200, arguments=film)],
    "film-hanging": [
        clinicians("post", 201, arguments=film, data=lambda world: {"patient_right_on": "left"})
    ],
    "film-calibrations": [
        of_this_site("get", 200, arguments=film),
        Row("post", 401, 201, 201, 403, 404, 404, arguments=film, data=lambda world: LENGTH),
    ],
    # The film of the world has no pixels yet, so even who may look for its ball is told so.
    "film-marker": [
        clinicians("post", 400, arguments=film, data=lambda world: {"ball_diameter_mm": 25.4})
    ],
    "film-hip-reading": [
        Row(
            "post",
            401,
            400,
            403,
            403,
            404,
            403,
            arguments=film,
            data=lambda world: {
                "side": "R",
                "points": {
                    "teardrop_R": [900, 900],
                    "teardrop_L": [1200, 900],
                    "lesser_troch_apex": [800, 1300],
                },
            },
        )
    ],
    "definitions": [anybody("get", 200)],
    "procedures": [anybody("get", 200)],
    "definitions-by-digest": [
        anybody("get", 200, arguments=lambda world: {"digest": catalogue().digest})
    ],
    "library-families": [anybody("get", 200)],
    "library-family": [
        anybody("get", 200, arguments=lambda world: {"key": "modular_head", "version": 1})
    ],
    "library-standing": [
        anybody("get", 200, arguments=lambda world: {"key": "modular_head", "version": 1}),
        Row(
            "post",
            401,
            403,
            403,
            201,
            404,
            404,
            arguments=lambda world: {"key": "modular_head", "version": 1},
            data=lambda world: {
                "site": world.site.pk,
                "standing": "recalled",
                "reason": "The tapers corrode",
            },
        ),
    ],
    "study-notes": [
        of_this_site("get", 200, arguments=study),
        Row("post", 401, 201, 201, 403, 404, 404, arguments=study, data=lambda world: sent_note()),
    ],
    "note-acknowledgement": [Row("post", 401, 200, 403, 403, 404, 403, arguments=note)],
    "note-reading": [of_this_site("post", 200, arguments=note)],
    "plan-list": [
        anybody("get", 200),
        Row(
            "post",
            401,
            201,
            403,
            403,
            404,
            404,
            data=lambda world: {"id": cases.key(), "study_id": world.study.pk},
        ),
    ],
    "plan": [
        of_this_site("get", 200, arguments=plan),
        Row(
            "patch",
            401,
            200,
            403,
            403,
            404,
            404,
            arguments=plan,
            data=lambda world: {"operation": "Total hip"},
        ),
    ],
    "plan-reopening": [surgeons("post", 200, arguments=plan)],
    "plan-changes": [
        surgeons(
            "post", 200, arguments=plan, data=lambda world: cases.change_set(0, cases.variant())
        )
    ],
    "plan-set-aside": [
        surgeons(
            "post", 201, arguments=plan, data=lambda world: cases.change_set(0, cases.variant())
        )
    ],
    "plan-readiness": [of_this_site("get", 200, arguments=plan)],
    "plan-results": [of_this_site("get", 200, arguments=plan)],
    "plan-values-table": [of_this_site("get", 200, arguments=plan)],
    "plan-values-data": [of_this_site("get", 200, arguments=plan)],
    # Nobody in the world has a password: not even a surgeon signs without one.
    "plan-signature": [
        surgeons(
            "post",
            403,
            arguments=plan,
            data=lambda world: {"password": "x", "meaning": "planned", "version": 0, "seen": ""},
        )
    ],
    "plan-signed": [of_this_site("get", 200, arguments=plan)],
    "plan-signed-version": [of_this_site("get", 200, arguments=signed_version)],
    "plan-history": [of_this_site("get", 200, arguments=plan)],
    "plan-document": [
        of_this_site("get", 200, arguments=lambda world: plan(world) | {"version": 0})
    ],
    # The world's film has no file, so nothing can be drawn of it, and it says so.
    "report-pdf": [of_this_site("get", 409, arguments=reports.report)],
    "report-picture": [of_this_site("get", 409, arguments=reports.picture)],
    "report-objects": [of_this_site("get", 200, arguments=reports.report)],
    "report-sending": [
        surgeons("post", 202, arguments=reports.report),
        surgeons("delete", 200, arguments=reports.report),
    ],
    "report-retry": [surgeons("post", 202, arguments=reports.report_object)],
    # The world's pixels are known but not in the cache: they are being made.
    "film-level": [of_this_site("get", 202, arguments=level)],
    "film-preview": [of_this_site("get", 202, arguments=preview)],
    "series-volume": [
        of_this_site("get", 200, arguments=series),
        of_this_site("post", 202, arguments=series),
    ],
    "volume-planes": [of_this_site("get", 202, arguments=slices)],
}
