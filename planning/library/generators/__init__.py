"""PURE. The generators by the name that a family's file uses."""

from __future__ import annotations

from collections.abc import Callable

from planning.library.generators import hemispherical_cup, modular_head, tapered_wedge_stem
from planning.library.generators.drawn import Drawn, Parameters

Generator = Callable[[Parameters, Parameters, Parameters], Drawn | None]

GENERATORS: dict[str, Generator] = {
    "hemispherical_cup": hemispherical_cup.draw,
    "modular_head": modular_head.draw,
    "tapered_wedge_stem": tapered_wedge_stem.draw,
}
