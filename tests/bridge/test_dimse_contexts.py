"""What we offer to take: every class, and known classes exactly as they are stored."""

from __future__ import annotations

from collections import Counter

import pytest

from pacs_bridge.dimse.contexts import (
    MAX_CONTEXTS,
    OTHER_CLASSES,
    TRANSFER_SYNTAXES,
    USUAL_CLASSES,
    every_storage_class,
    receiving_contexts,
    retrieve_contexts,
)

CT = "1.2.840.10008.5.1.4.1.1.2"
DX, CR = USUAL_CLASSES
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"


def by_class(contexts) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for context in contexts:
        syntaxes = [str(uid) for uid in context.transfer_syntax]
        found.setdefault(str(context.abstract_syntax), []).append(syntaxes)
    return found


@pytest.mark.parametrize(
    "known", [(), (DX,), (DX, CR, CT), OTHER_CLASSES, every_storage_class()], ids=len
)
def test_an_association_never_has_more_contexts_than_allowed(known):
    assert len(retrieve_contexts(known)) <= MAX_CONTEXTS - 1


@pytest.mark.parametrize("known", [(), (DX,), (CT, DX)], ids=len)
def test_a_known_class_is_taken_in_each_encoding_by_itself(known):
    offered = by_class(retrieve_contexts(known))
    for uid in known or USUAL_CLASSES:
        assert offered[uid] == [[syntax] for syntax in TRANSFER_SYNTAXES]


@pytest.mark.parametrize("known", [(CT,), OTHER_CLASSES, every_storage_class()], ids=len)
def test_every_known_class_is_taken_in_every_encoding(known):
    offered = by_class(retrieve_contexts(known))
    for uid in known[: MAX_CONTEXTS - 1]:
        together = [syntax for group in offered[uid] for syntax in group]
        assert Counter(together) == Counter(TRANSFER_SYNTAXES)


def test_classes_that_nobody_mentioned_are_taken_too():
    assert set(OTHER_CLASSES) <= set(by_class(retrieve_contexts((DX,))))
    assert set(OTHER_CLASSES) <= set(by_class(retrieve_contexts(())))


def test_a_receiver_takes_every_class_in_every_encoding():
    offered = by_class(receiving_contexts())
    assert set(offered) == set(every_storage_class())
    assert all(Counter(group) == Counter(TRANSFER_SYNTAXES) for (group,) in offered.values())


def test_a_receiver_prefers_what_loses_nothing():
    for context in receiving_contexts()[:1]:
        syntaxes = [str(uid) for uid in context.transfer_syntax]
        assert syntaxes.index("1.2.840.10008.1.2.4.70") < syntaxes.index(JPEG_BASELINE)
        assert syntaxes.index("1.2.840.10008.1.2.1") < syntaxes.index(JPEG_BASELINE)
