"""Where one plan operates on both hips, each is read against the other as it is planned."""

from __future__ import annotations

import pytest

from tests.plans.hip_both_sides import both_reduced
from tests.plans.hip_phantoms import HipCase
from tests.plans.test_hip_straight import shown, signed


def test_legs_are_compared_with_both_femora_reduced():
    right = HipCase(41, "R", False)
    left = HipCase(41, "L", False, cup_mm=(2.0, 6.0))
    document = both_reduced(right, left)
    for case in (right, left):
        assert signed(case, document)["length_difference"] == pytest.approx(
            shown(case, document)["length_difference"], abs=1e-9
        )
