"""PURE. The generators by the name that a family's file uses: every module here that draws.

A module is a generator if it has ``ASKED`` (what the file must say) and ``draw``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from planning.library.generators.drawn import Drawn, Parameters
from planning.library.generators.parameters import Asked


@dataclass(frozen=True, slots=True)
class Generator:
    """What it asks of a file, and ``draw(shape, dimensions, options, view)``."""

    asked: Asked
    draw: Callable[[Parameters, Parameters, Parameters, str], Drawn | None]


def generator_of(module: ModuleType) -> Generator | None:
    """Return a module's generator; None if it only helps to draw."""
    if not hasattr(module, "ASKED") or not hasattr(module, "draw"):
        return None
    return Generator(module.ASKED, module.draw)


def _all() -> dict[str, Generator]:
    names = sorted(one.name for one in pkgutil.iter_modules(__path__))
    found = {name: generator_of(importlib.import_module(f"{__name__}.{name}")) for name in names}
    return {name: one for name, one in found.items() if one is not None}


GENERATORS = _all()
