"""PURE. UIDs that follow from what an object is: exported twice, it is the same object."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("5f2a1c0e-0b7e-5b1c-8c55-7a4b3f6d9e10")


def implant_uid(*names: object) -> str:
    """Return a UID (PS3.5 B.2) of a manufacturer, a family, a version and what is in it.

    Whatever decides the content must be among the names: an object under a UID never changes.
    """
    text = "\x1f".join(map(str, names))
    return f"2.25.{uuid.uuid5(_NAMESPACE, text).int}"
