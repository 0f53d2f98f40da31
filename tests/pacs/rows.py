"""Tests of archives as they lie in the database."""

from __future__ import annotations

from datetime import timedelta

from planning.pacs.models import NodeTest, PacsNode
from tests.web.world import NOW


def kept(node: PacsNode, results: dict, *, hours_ago: int = 0, **fields) -> NodeTest:
    """Keep a test: check → outcome and code, and perhaps values for the sentence."""
    rows = [
        {"check": check, "outcome": came[0], "code": came[1], "params": dict(came[2:])}
        for check, came in results.items()
    ]
    at = NOW - timedelta(hours=hours_ago)
    return NodeTest.objects.create(node=node, tested_at=at, results=rows, **fields)


def with_two_tests(node: PacsNode) -> None:
    """Keep two tests with something of every kind in them."""
    kept(node, {"c-get": ("works", "")}, hours_ago=5)
    kept(
        node,
        {
            "connection": ("works", "answered", ("seconds", "0.02")),
            "encryption": ("partly", "not_encrypted"),
            "c-get": ("absent", "archive_service_not_offered"),
            "c-move": (
                "fails",
                "archive_destination_unknown",
                ("step", "retrieve"),
                ("cause", "A801"),
            ),
            "store": ("partly", "classes_missing", ("classes", "Encapsulated PDF Storage")),
            "worklist": ("untested", "no_example"),
        },
        surroundings={"our_address": "10.1.2.3"},
    )
