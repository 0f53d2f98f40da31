"""Small phantom films, made once for all tests of the folder."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from planning.phantom import Film, generate

SMALL_PIXEL_MM = 0.4


@pytest.fixture(scope="session")
def pelvis() -> Film:
    """An AP pelvis on coarse pixels, with a ball in the plane of the hips."""
    return generate("ap_pelvis", 8, pixel_mm=SMALL_PIXEL_MM)


@pytest.fixture(scope="session")
def legs() -> Film:
    """A long leg film on coarse pixels."""
    return generate("long_leg", 5, pixel_mm=0.8)


@pytest.fixture(scope="session")
def points() -> Callable[[Film], dict[str, np.ndarray]]:
    """Image points of a film's landmarks by name."""
    return lambda film: {
        name: np.array(mark["image_px"]) for name, mark in film.truth["landmarks"].items()
    }
