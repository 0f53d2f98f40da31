"""Every page against every role."""

from __future__ import annotations

from tests.web.access_row import Row, everybody, signed_in
from tests.web.waiting_rows import kept, set_aside, upload


def membership(world) -> dict:
    """Return the arguments that name the radiologist's membership."""
    return {"membership_id": world.memberships["radiologist"].pk}


def node(world) -> dict:
    """Return the arguments that name the archive."""
    return {"node_id": world.node.pk}


def site(world) -> dict:
    """Return the arguments that name the site."""
    return {"site_id": world.site.pk}


def team(world) -> dict:
    """Return the arguments that name the team."""
    return {"team_id": world.team.pk}


def study(world) -> dict:
    """Return the arguments that name the study."""
    return {"study_id": world.study.pk}


def series(world) -> dict:
    """Return the arguments that name the film's series."""
    return study(world) | {"series_id": world.film.series_id}


def waiting(world) -> dict:
    """Return the arguments that name a file that was set aside."""
    return {"row_id": set_aside(world).pk}


def decision(world) -> dict:
    """Return the arguments that name a decision that may be undone."""
    return {"decision_id": kept(world).pk}


def brought(world) -> dict:
    """Return the arguments that name files that the surgeon brought."""
    return {"upload_id": upload(world).pk}


NODE_FIELDS = {
    "name": "Other PACS", "identity_domain": "HOSP", "protocol": "dimse", "retrieval": "c-get",
    "host": "pacs.example.org", "port": "104", "ae_title": "PACS", "character_set": "ISO_IR 192",
}  # fmt: skip


def administrators(method: str, status: int, *, elsewhere: int | None = None, **more) -> Row:
    """Return a row that only administrators pass; `elsewhere`: those of another site."""
    elsewhere = status if elsewhere is None else elsewhere
    return Row(method, 302, 403, 403, status, 403, elsewhere, **more)


ROWS: dict[str, list[Row]] = {
    "home": [
        signed_in("get", 200),
        signed_in("post", 200, data=lambda world: {"text": "smith"}),
    ],
    "library": [signed_in("get", 200)],
    "case-choices": [Row("get", 302, 200, 200, 200, 404, 404, arguments=study)],
    "planner": [Row("get", 302, 200, 200, 200, 404, 404, arguments=study)],
    "volume": [Row("get", 302, 200, 200, 200, 404, 404, arguments=series)],
    "search": [
        signed_in("get", 200),
        signed_in("post", 302, data=lambda world: {"text": "smith"}),
    ],
    "set-aside": [signed_in("get", 200)],
    "set-aside-group": [
        Row("get", 302, 200, 200, 200, 404, 404, arguments=waiting),
        Row(
            "post",
            302,
            302,
            302,
            302,
            404,
            404,
            arguments=waiting,
            data=lambda world: {"choice": "keep", "files": "1"},
        ),
    ],
    "set-aside-undo": [Row("post", 302, 302, 302, 302, 404, 404, arguments=decision)],
    "upload-page": [Row("get", 302, 200, 200, 200, 404, 404, arguments=brought)],
    "nodes": [signed_in("get", 200)],
    "node-new": [
        administrators("get", 200, elsewhere=404, arguments=site),
        administrators("post", 302, elsewhere=404, arguments=site, data=lambda world: NODE_FIELDS),
    ],
    "node": [
        administrators("get", 200, elsewhere=404, arguments=node),
        administrators("post", 302, elsewhere=404, arguments=node, data=lambda world: NODE_FIELDS),
    ],
    "node-test": [
        administrators("get", 200, elsewhere=404, arguments=node),
        administrators("post", 302, elsewhere=404, arguments=node),
    ],
    "node-enabled": [
        administrators(
            "post", 302, elsewhere=404, arguments=node, data=lambda world: {"enabled": "0"}
        )
    ],
    "people": [administrators("get", 200)],
    "person-role": [
        administrators(
            "post", 302, elsewhere=404, arguments=membership, data=lambda world: {"role": "surgeon"}
        )
    ],
    "person-active": [
        administrators(
            "post", 302, elsewhere=404, arguments=membership, data=lambda world: {"active": "0"}
        )
    ],
    "person-password": [administrators("post", 200, elsewhere=404, arguments=membership)],
    "person-team": [
        administrators(
            "post",
            302,
            elsewhere=404,
            arguments=membership,
            data=lambda world: {"team": world.team.pk},
        )
    ],
    "team-new": [
        administrators(
            "post", 302, elsewhere=404, arguments=site, data=lambda world: {"name": "Knees"}
        )
    ],
    "team": [
        administrators(
            "post", 302, elsewhere=404, arguments=team, data=lambda world: {"name": "Knees"}
        )
    ],
    "team-removal": [administrators("post", 302, elsewhere=404, arguments=team)],
    "site": [
        administrators("get", 200),
        administrators(
            "post",
            302,
            elsewhere=404,
            data=lambda world: {"site": world.site.pk, "ball_diameter_mm": "25.4"},
        ),
    ],
    # The sign-in page sends home whoever is signed in already.
    "sign-in": [Row("get", 200, 302, 302, 302, 302, 302)],
    "sign-out": [everybody("post", 302), everybody("get", 405)],
    "password": [signed_in("get", 200)],
    "preferences": [signed_in("get", 200), signed_in("post", 404)],
    "about": [everybody("get", 200)],
    "healthz": [everybody("get", 200)],
    "readyz": [everybody("get", 200)],
}
