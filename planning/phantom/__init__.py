"""Synthetic radiographs with exactly known geometry.

A scene of smooth bodies (`bodies`, `primitives`) is projected from a point source
(`lattice`, `thickness`), exposed and processed (`exposure`), and written as a DX object
(`dataset`) with the truth beside it (`truth`). Start with `generate`.
"""

from __future__ import annotations

from planning.phantom.film import SCENES, Film, generate
from planning.phantom.orders import Order, Person
from planning.phantom.patients import ORDERS

__all__ = ["ORDERS", "SCENES", "Film", "Order", "Person", "generate"]
