"""PURE. UIDs that follow from a signed version: made twice, an object is the same object."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("0c4f8a5e-6f0b-5a60-9c1e-5c4f0e2d7b11")


def sop_uid(version_id: object, kind: str, number: int) -> str:
    """Return the SOP Instance UID of an object of a version (PS3.5 B.2)."""
    return _uid(f"{version_id}:{kind}:{number}")


def series_uid(version_id: object, kind: str) -> str:
    """Return the Series Instance UID of a kind of object of a version."""
    return _uid(f"{version_id}:{kind}")


def _uid(name: str) -> str:
    return f"2.25.{uuid.uuid5(_NAMESPACE, name).int}"
