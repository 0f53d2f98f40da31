"""Whichever way a volume is cut, every value comes from its place."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from planning.imaging.volume_bricks import SIDE, cut, file_bytes, open_bricks, slab_of

SHAPE = (37, 50, 29)


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    return np.random.default_rng(11).integers(0, 65536, SHAPE).astype(np.uint16)


@pytest.fixture(scope="module")
def bricks(values, tmp_path_factory) -> np.ndarray:
    path: Path = tmp_path_factory.mktemp("bricks") / "volume"
    path.write_bytes(b"".join(slab_of(values[at : at + SIDE]) for at in range(0, 37, SIDE)))
    assert path.stat().st_size == file_bytes(SHAPE) == 2 * 48 * 64 * 32
    return open_bricks(path, SHAPE)


@pytest.mark.parametrize("axes", list(permutations(range(3))))
@pytest.mark.parametrize("backwards", list(product([False, True], repeat=3)))
def test_a_cut_is_what_the_array_holds(values, bricks, axes, backwards):
    shown = values.transpose(axes)
    for axis, back in enumerate(backwards):
        shown = np.flip(shown, axis) if back else shown
    for start, count in [(0, 1), (0, 16), (16, 16), (15, 1), (28, 1), (32, 16)]:
        if start < shown.shape[0]:
            found = cut(bricks, SHAPE, axes=axes, backwards=backwards, start=start, count=count)
            assert np.array_equal(found, shown[start : start + count])
            assert found.flags.c_contiguous
