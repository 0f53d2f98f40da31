"""A value has one canonical form, however a database gave it back."""

from __future__ import annotations

import hashlib

import pytest

from planning.plans.canonical import canonical_json, digest_of


def test_keys_are_sorted_and_nothing_is_between():
    assert canonical_json({"b": [1, True, None], "a": "x"}) == b'{"a":"x","b":[1,true,null]}'


def test_text_is_utf_8():
    assert canonical_json(["山田^太郎"]) == '["山田^太郎"]'.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (5.0, 5),
        (-0.0, 0),
        (1e22, 10000000000000000000000),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        ((1, 2), [1, 2]),
    ],
)
def test_what_databases_write_differently_has_one_form(one, other):
    assert canonical_json([one]) == canonical_json([other])


@pytest.mark.parametrize(
    ("one", "other"), [(0.1, 0.10000000000000002), (1, True), ("1", 1), (None, 0), ([], {})]
)
def test_what_differs_has_another_form(one, other):
    assert canonical_json([one]) != canonical_json([other])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(ValueError, match="finite"):
        canonical_json({"x": value})


def test_other_things_are_refused():
    with pytest.raises(TypeError):
        canonical_json({"x": object()})
    with pytest.raises(TypeError):
        canonical_json({1: "x"})


def test_the_digest_is_the_sha_256_of_the_form():
    assert digest_of({"a": 1.5}) == hashlib.sha256(b'{"a":1.5}').hexdigest()
