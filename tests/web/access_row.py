"""One line of the table of addresses: who gets which answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.web.world import World

ROLES = (
    "anonymous", "surgeon", "radiologist", "administrator", "outsider", "outside_administrator",
)  # fmt: skip


def nothing(world: World) -> dict:
    """Return no arguments."""
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """The status that each role gets from one address with one method.

    `outsider` is a surgeon and `outside_administrator` an administrator of another site:
    for what belongs to this site they get 404, since they may not know of it.
    """

    method: str
    anonymous: int
    surgeon: int
    radiologist: int
    administrator: int
    outsider: int
    outside_administrator: int
    arguments: Callable[[World], dict] = field(default=nothing)
    data: Callable[[World], dict] = field(default=nothing)

    def expected(self, role: str) -> int:
        """Return the status for a role."""
        return getattr(self, role)


def everybody(method: str, status: int, **more) -> Row:
    """Return a row with one answer for all."""
    return Row(method, *([status] * len(ROLES)), **more)


def signed_in(method: str, status: int, *, anonymous: int = 302, **more) -> Row:
    """Return a row with one answer for whoever is signed in."""
    return Row(method, anonymous, *([status] * (len(ROLES) - 1)), **more)
