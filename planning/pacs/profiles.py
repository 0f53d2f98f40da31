"""What a test found out, between the bridge and the database. PURE."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from pacs_bridge.types import Profile, Retrieval

_NAMES = {field.name for field in fields(Profile)}


def to_json(profile: Profile) -> dict[str, Any]:
    """Return a profile as plain values."""
    plain = asdict(profile)
    plain["retrievals"] = [str(way) for way in profile.retrievals]
    plain["storage_sop_classes"] = list(profile.storage_sop_classes)
    return plain


def from_json(plain: dict[str, Any]) -> Profile | None:
    """Read a stored profile; None where there is none. What another version wrote is left out."""
    known = {name: value for name, value in plain.items() if name in _NAMES}
    if not known:
        return None
    ways = {str(way): way for way in Retrieval}
    known["retrievals"] = tuple(ways[w] for w in known.get("retrievals", ()) if w in ways)
    known["storage_sop_classes"] = tuple(known.get("storage_sop_classes", ()))
    return Profile(**known)
