"""A code with its parameters: why a scale is as it is, what to look out for, why not.

Sentences for people are made from these elsewhere; here they stay comparable values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Params = Mapping[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason or a warning.

    Attributes
    ----------
    code : str
        Short snake_case.
    params : mapping
        Values that its sentence needs; units in the names.
    """

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A calibration that cannot be made from what was given, and why.

    Attributes
    ----------
    code : str
        Short snake_case.
    params : mapping
        Values that its sentence needs; units in the names.
    """

    code: str
    params: Params = field(default_factory=dict)
