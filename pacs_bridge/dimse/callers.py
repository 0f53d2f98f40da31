"""Who may call a server of ours: AE titles, each from a place."""

from __future__ import annotations

import ipaddress
import math
import re
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

_NAME_KEPT_S = 60.0
# The name service does not answer: that says nothing about the name.
_FOR_NOW = (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM)
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
        return there in _NAMES.addresses(self.place)

    @property
    def is_named(self) -> bool:
        """Whether the place is a host name, which must be looked up."""
        return self.place != "*" and _network(self.place) is None


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
    named = [one for one in callers if title is None or one.ae_title in (title, "*")]
    # Host names last: to look one up can take long, and who is known without need not wait.
    return any(one.covers(address) for one in sorted(named, key=lambda one: one.is_named))


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


class _Names:
    """Addresses of host names, looked up once a minute: archives move, and look-ups can be slow."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, frozenset]] = {}

    def addresses(self, name: str) -> frozenset:
        """Return what a name stands for; while nobody can say, what it stood for last."""
        now = time.monotonic()
        looked_at, before = self._known.get(name, (-math.inf, frozenset()))
        if now - looked_at < _NAME_KEPT_S:
            return before
        if before:
            # Whoever asks meanwhile need not wait.
            self._known[name] = (now, before)
        found = _look_up(name)
        if found is None:
            found = before
        self._known[name] = (time.monotonic(), found)
        return found


_NAMES = _Names()


def _look_up(name: str) -> frozenset | None:
    """Look a host name up: empty when there is no such name, None when that is not known."""
    try:
        found = socket.getaddrinfo(name, None)
    except socket.gaierror as problem:
        return None if problem.errno in _FOR_NOW else frozenset()
    except UnicodeError:
        return frozenset()
    except OSError:
        return None
    return frozenset(_plain(entry[4][0]) for entry in found) - {None}
