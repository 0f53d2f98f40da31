"""PURE. Units of length by the names that a manifest uses."""

from __future__ import annotations

MM_OF = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "mil": 0.0254, "um": 0.001}
"""Millimetres of each."""
