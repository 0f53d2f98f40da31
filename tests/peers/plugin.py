"""Pytest plugin: tests marked ``peer("orthanc")`` need that program, skip without it, and say so.

With ``REQUIRE_PEERS=1`` (continuous integration) a missing program is a failure.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.peers.programs import PEERS

MISSING = "missing_peer"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail before any fixture tries to start a program that is not there."""
    for marker in item.iter_markers("peer"):
        for name in marker.args:
            if name not in PEERS:
                raise pytest.UsageError(f"{item.nodeid}: unknown peer {name!r}")
            if not PEERS[name].is_here():
                _do_without(item, name)


def _do_without(item: pytest.Item, name: str) -> None:
    reason = f"{name} (apt-get install {PEERS[name].package})"
    # Travels with the report, also from another process.
    item.user_properties.append((MISSING, name))
    if os.environ.get("REQUIRE_PEERS") == "1":
        pytest.fail(f"REQUIRE_PEERS=1, but there is no {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Close with a table: which program was missing, how many tests, which package."""
    reports = [one for kind in ("skipped", "error") for one in terminalreporter.getreports(kind)]
    # A file that could not be read has a report too, and its own message.
    said = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    missing = Counter(value for key, value in said if key == MISSING)
    if not missing:
        return
    terminalreporter.section("peers that are not installed")
    for name, tests in sorted(missing.items()):
        terminalreporter.write_line(
            f"{name:<12} {tests:>4} tests not run   apt-get install {PEERS[name].package}"
        )
