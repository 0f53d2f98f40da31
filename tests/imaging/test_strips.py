"""The level coding: equal to the golden vectors, lossless, and never silently wrong."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from planning.imaging.reduction import area_mean
from planning.imaging.strips import Checks, LevelDamaged, decode_level, encode_level
from tests.imaging import plain_strips

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "strips.json").read_text())
CASES = pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["title"])
LEVELS = npst.arrays(
    np.uint16,
    st.tuples(st.sampled_from([1, 3]), st.integers(1, 9), st.integers(1, 11)),
)


def _level(case: dict) -> np.ndarray:
    shape = (case["planes"], case["rows"], case["columns"])
    return np.array(case["values"], np.uint16).reshape(shape)


def _description(case: dict) -> dict:
    return {key: case[key] for key in ("planes", "rows", "columns", "strip_rows")}


def test_golden_file_is_what_the_plain_reference_writes():
    assert plain_strips.document() == plain_strips.GOLDEN.read_text()


@CASES
def test_levels_are_coded_to_the_golden_bytes_and_checks(case):
    coded, checks = encode_level(_level(case), case["strip_rows"])
    assert base64.b64encode(coded).decode() == case["coded_base64"]
    assert list(checks) == case["checks"]


@CASES
def test_golden_bytes_decode_to_the_golden_values(case):
    decoded = decode_level(
        base64.b64decode(case["coded_base64"]),
        **_description(case),
        expected_checks=tuple(case["checks"]),
    )
    assert np.array_equal(decoded, _level(case))


@CASES
def test_quarter_level_is_the_golden_mean_of_four_by_four(case):
    quarter = [area_mean(plane, 4) for plane in _level(case)]
    assert np.stack(quarter).reshape(-1).tolist() == case["quarter"]["values"]
    assert quarter[0].shape == (case["quarter"]["rows"], case["quarter"]["columns"])


def test_checks_go_on_when_the_weights_start_again():
    case = GOLDEN["large"]
    values = (np.arange(case["rows"] * case["columns"]) * 40503 % 65536).astype(np.uint16)
    coded, checks = encode_level(values.reshape(1, case["rows"], case["columns"]))
    assert list(checks) == case["checks"]
    assert hashlib.sha256(coded).hexdigest() == case["coded_sha256"]


@given(level=LEVELS, strip_rows=st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_any_level_comes_back_as_it_was(level, strip_rows):
    coded, checks = encode_level(level, strip_rows)
    planes, rows, columns = level.shape
    decoded = decode_level(
        coded,
        planes=planes,
        rows=rows,
        columns=columns,
        strip_rows=strip_rows,
        expected_checks=checks,
    )
    assert np.array_equal(decoded, level)


@given(level=LEVELS, pieces=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_checks_do_not_depend_on_how_the_values_arrive(level, pieces):
    checks = Checks()
    for part in np.array_split(level.reshape(-1), pieces):
        checks.add(part)
    assert list(checks.values) == plain_strips.checks(level.reshape(-1).tolist())


@given(level=LEVELS, factor=st.integers(1, 7))
@settings(max_examples=80, deadline=None)
def test_area_mean_rounds_half_up_and_uses_what_ragged_blocks_have(level, factor):
    plane = level[0]
    reduced = area_mean(plane, factor)
    for row in range(reduced.shape[0]):
        for column in range(reduced.shape[1]):
            block = plane[
                row * factor : (row + 1) * factor, column * factor : (column + 1) * factor
            ]
            assert reduced[row, column] == (2 * int(block.sum()) + block.size) // (2 * block.size)


@given(shape=st.tuples(st.integers(1, 20), st.integers(1, 20)), factor=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("bits", [8, 12, 14, 16])
def test_the_mean_of_the_brightest_pixels_is_as_bright(bits, shape, factor):
    brightest = (1 << bits) - 1
    reduced = area_mean(np.full(shape, brightest, np.uint16), factor, bits=bits)
    assert reduced.shape == tuple(-(-side // factor) for side in shape)
    assert (reduced == brightest).all()


def test_a_changed_byte_is_an_error_and_never_a_picture():
    level = np.arange(120, dtype=np.uint16).reshape(1, 10, 12)
    coded, checks = encode_level(level)
    broken = bytearray(coded)
    broken[37] ^= 4
    shape = {"planes": 1, "rows": 10, "columns": 12, "strip_rows": 64}
    with pytest.raises(LevelDamaged, match="checks"):
        decode_level(bytes(broken), **shape, expected_checks=checks)
    with pytest.raises(LevelDamaged, match="bytes"):
        decode_level(coded[:-2], **shape, expected_checks=checks)


def test_swapped_pixels_are_noticed_although_their_sum_is_the_same():
    level = np.array([[[5, 9, 9, 9]]], np.uint16)
    other = np.array([[[9, 5, 9, 9]]], np.uint16)
    _, checks = encode_level(level)
    coded, other_checks = encode_level(other)
    assert checks[0] == other_checks[0]
    with pytest.raises(LevelDamaged):
        decode_level(coded, planes=1, rows=1, columns=4, strip_rows=64, expected_checks=checks)
