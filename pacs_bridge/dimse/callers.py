"""Who may call a server of ours: AE titles, each from a place."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_NAME_KEPT_S = 60.0
# The last label has a letter, or a mistyped address would pass for a name.
_HOST_NAME = re.compile(r"([A-Za-z0-9-]{1,63}\.){0,9}(?=[^.]*[A-Za-z])[A-Za-z0-9-]{1,63}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may call: an AE title from a place.

    Attributes
    ----------
    ae_title : str
        Calling AE title; ``*`` for any.
    place : str
        An address, a network such as ``10.1.0.0/16``, a host name, or ``*``.
    """

    ae_title: str
    place: str

    @classmethod
    def parse(cls, text: str) -> Caller:
        """Read ``TITLE@PLACE``.

        Raises
        ------
        ValueError
            With a sentence that says what is wrong.
        """
        title, at, place = text.strip().rpartition("@")
        if not at or not 1 <= len(title.strip()) <= 16:
            raise ValueError(f"{text!r} is not TITLE@ADDRESS with a title of 1 to 16 characters")
        if place != "*" and _network(place) is None and not _HOST_NAME.fullmatch(place):
            raise ValueError(f"{text!r}: {place!r} is not an address, a network or a host name")
        return cls(title.strip(), place)

    def covers(self, address: str) -> bool:
        """Whether a connection from this address comes from the place."""
        if self.place == "*":
            return True
        there = _plain(address)
        network = _network(self.place)
        if network is not None:
            return there is not None and there in network
        this_minute = int(time.monotonic() // _NAME_KEPT_S)
        return there in _addresses(self.place, this_minute)


def callers_in(text: str) -> tuple[Caller, ...]:
    """Read a list of ``TITLE@PLACE``, separated by commas.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong.
    """
    return tuple(Caller.parse(one) for one in text.split(",") if one.strip())


def may_call(callers: Iterable[Caller], title: str | None, address: str) -> bool:
    """Whether somebody on the list may call from there; None for a title not said yet."""
    return any(
        title in (None, caller.ae_title) or caller.ae_title == "*"
        for caller in callers
        if caller.covers(address)
    )


LOOPBACK = (Caller("*", "127.0.0.0/8"), Caller("*", "::1"))


def _network(place: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(place, strict=False)
    except ValueError:
        return None


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


@lru_cache(maxsize=64)
def _addresses(name: str, _minute: int) -> frozenset:
    """Look a host name up, once a minute: archives move, and look-ups can be slow."""
    try:
        found = socket.getaddrinfo(name, None)
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(_plain(entry[4][0]) for entry in found) - {None}
