"""Inclination and version of cups drawn from their definition: the rim is a tilted circle."""

from __future__ import annotations

import math

import numpy as np

from planning.geometry.points import Point
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.quantity import Quantity
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from tests.benchmarks.accuracy.clicks import Read

KEYS = ("cup_inclination", "cup_anteversion_lewinnek", "cup_anteversion_liaw")
MM = Scale(0.1, 0.1, ScaleMethod.BALL, "exact", Confidence.HIGH, Templating.YES, 0.0)


def cup_reads(count: int, click_mm: float) -> list[Read]:
    """Measure `count` cups of random size, inclination and version with clicks that miss.

    Inclination and version are radiographic (Murray 1993): the long axis of the rim's
    ellipse leans by the inclination from the inter-teardrop line, its short axis is the long
    one times the sine of the version.
    """
    rng = np.random.default_rng([count, round(1000 * click_mm)])
    found = []
    for _ in range(count):
        inclination, version = rng.uniform(30, 50), rng.uniform(5, 25)
        points = _points(inclination, version, rng.uniform(22, 31))
        clicked = {
            name: [Point(*(np.array(at) + rng.normal(0, click_mm, 2)) / MM.column_mm)]
            for name, at in points.items()
        }
        for key in KEYS:
            true = inclination if key == "cup_inclination" else version
            definition = catalogue().get(key)
            read = evaluate(
                definition, clicked, MM, side="R", params={"hanging": "AP"},
                landmark_sigma_mm=dict.fromkeys(clicked, max(click_mm, 1e-6)),
            )  # fmt: skip
            if not isinstance(read, Quantity):
                continue
            bar = read.plus_minus_95
            error = read.value - true
            found.append(Read(key, "deg", error, bar is not None and abs(error) <= bar))
    return found


def _points(inclination: float, version: float, radius: float) -> dict[str, tuple[float, float]]:
    """Landmarks of a right cup in mm, the patient's right on the left of the film, y down."""
    lean = math.radians(inclination)
    along = (-math.cos(lean), -math.sin(lean))
    across = (-along[1], along[0])
    short = radius * math.sin(math.radians(version))
    x, y = 160.0, 150.0

    def at(u: float, v: float) -> tuple[float, float]:
        return (x + u * along[0] + v * across[0], y + u * along[1] + v * across[1])

    return {
        "rim_lat": at(radius, 0), "rim_med": at(-radius, 0),
        "short_a": at(0, short), "short_b": at(0, -short),
        "teardrop_R": (195.0, 170.0), "teardrop_L": (271.0, 170.0),
    }  # fmt: skip
