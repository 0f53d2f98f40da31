"""What plans may name: measurement definitions and implant families, wherever they live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planning.geometry.reasons import Reason


def definition_problem(key: str) -> Reason | None:
    """Say why a measurement may not name this definition; None where it may."""
    return None


def implant_problem(implant: Mapping[str, Any]) -> Reason | None:
    """Say why an implant item names something that the library does not have."""
    return None
