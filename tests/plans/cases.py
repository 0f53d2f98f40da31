"""Plans in a world of two sites, and the change sets that work on them."""

from __future__ import annotations

import uuid
from typing import Any

from planning.plans import document
from planning.plans.models import Plan, PlanVersion
from tests.web.world import NOW, World


def key() -> str:
    """Make a key as the browser does."""
    return str(uuid.uuid4())


def plan(world: World, **fields: Any) -> Plan:
    """Add a draft of the world's surgeon on the world's study."""
    surgeon, study = world.people["surgeon"], fields.pop("study", world.study)
    defaults = {"document": document.empty(), "owner": surgeon, "changed_by": surgeon}
    return Plan.objects.create(
        site=study.site,
        patient=study.patient,
        study=study,
        created_at=NOW,
        changed_at=NOW,
        **(defaults | fields),
    )


def signed(of: Plan, **fields: Any) -> PlanVersion:
    """Add a signed version as if it had been signed, with as little in it as may be."""
    signer = of.owner
    content = {"signer": {"id": str(signer.pk), "username": signer.username, "name": str(signer)}}
    defaults = {"document": of.document, "content": content, "digest": "0" * 64}
    return PlanVersion.objects.create(
        plan=of,
        number=of.versions.count() + 1,
        version=of.version,
        software="test",
        meaning="planned",
        signed_by=signer,
        signed_at=NOW,
        **(defaults | fields),
    )


def upsert(collection: str, item: dict[str, Any]) -> dict[str, Any]:
    """Give the change that puts an item in."""
    return {"op": "upsert", "collection": collection, "item": item}


def variant(name: str = "A") -> dict[str, Any]:
    """Give a change that adds a variant: valid on its own, in any document."""
    return upsert("variants", {"id": key(), "name": name, "poses": {}})


def view(world: World, **fields: Any) -> dict[str, Any]:
    """Give a view of the world's film."""
    defaults = {
        "id": key(),
        "sop_instance_uid": world.film.sop_instance_uid,
        "frame": 1,
        "pixel_sha256": world.film.pixel_sha256,
        "calibration_id": None,
        "side": None,
    }
    return defaults | fields


def change_set(base_version: int, *changes: dict[str, Any]) -> dict[str, Any]:
    """Give what the browser posts."""
    return {"id": key(), "base_version": base_version, "changes": list(changes)}
