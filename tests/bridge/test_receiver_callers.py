"""Who may call the receiver is said by title and place."""

from __future__ import annotations

import socket

import pytest

from pacs_bridge.dimse import callers
from pacs_bridge.dimse.callers import LOOPBACK, Caller, may_call


@pytest.mark.parametrize(
    ("place", "inside", "outside"),
    [
        ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
        ("10.1.0.0/16", "10.1.200.3", "10.2.0.1"),
        ("10.1.2.3/16", "10.1.200.3", "10.2.0.1"),
        ("2001:db8::/32", "2001:db8::7", "2001:db9::7"),
        ("10.1.2.3", "::ffff:10.1.2.3", "::ffff:10.1.2.4"),
        ("fe80::1", "fe80::1%eth0", "fe80::2%eth0"),
    ],
)
def test_a_place_covers_its_addresses_only(place, inside, outside):
    caller = Caller.parse(f"PACS@{place}")
    assert caller.ae_title == "PACS"
    assert caller.covers(inside)
    assert not caller.covers(outside)


def test_a_star_covers_every_address():
    assert Caller.parse("PACS@*").covers("203.0.113.9")


@pytest.fixture
def names(monkeypatch) -> dict[str, str | int]:
    """A name service: what is not in it does not exist; a number is its error."""
    known: dict[str, str | int] = {"pacs.example": "10.1.2.3"}

    def lookup(name, _port):
        answer = known.get(name, socket.EAI_NONAME)
        if isinstance(answer, int):
            raise socket.gaierror(answer, "")
        return [(socket.AF_INET, 0, 0, "", (answer, 0))]

    monkeypatch.setattr(callers.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(callers, "_NAMES", callers._Names())
    return known


def test_a_host_name_covers_what_it_resolves_to(names):
    assert Caller("PACS", "pacs.example").covers("10.1.2.3")
    assert not Caller("PACS", "pacs.example").covers("10.1.2.4")
    assert not Caller("PACS", "unknown.example").covers("10.1.2.3")


@pytest.mark.parametrize(
    ("answer", "covered"), [(socket.EAI_AGAIN, True), (socket.EAI_NONAME, False)]
)
def test_an_archive_stays_known_while_the_name_service_is_away(names, monkeypatch, answer, covered):
    assert Caller("PACS", "pacs.example").covers("10.1.2.3")
    monkeypatch.setattr(callers, "_NAME_KEPT_S", 0.0)
    names["pacs.example"] = answer
    assert Caller("PACS", "pacs.example").covers("10.1.2.3") is covered


def test_who_is_known_by_address_or_has_another_title_waits_for_no_name(monkeypatch):
    monkeypatch.delattr(callers.socket, "getaddrinfo")
    listed = (Caller("A", "a.example"), Caller("B", "10.1.2.3"))
    assert may_call(listed, None, "10.1.2.3")
    assert may_call(listed, "B", "10.1.2.3")
    assert not may_call(listed, "B", "10.9.9.9")


@pytest.mark.parametrize(
    "text",
    ["PACS", "@10.1.2.3", "PACS@", "SEVENTEEN_LETTERS@10.1.2.3", "PACS@10.0.0.300", "PACS@a b"],
)
def test_what_cannot_be_meant_is_refused(text):
    with pytest.raises(ValueError, match="is not"):
        Caller.parse(text)


def test_loopback_is_this_machine_only():
    assert any(caller.covers("127.0.0.1") for caller in LOOPBACK)
    assert any(caller.covers("::1") for caller in LOOPBACK)
    assert not any(caller.covers("192.0.2.1") for caller in LOOPBACK)
