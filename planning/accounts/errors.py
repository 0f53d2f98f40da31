"""What the accounts refuse, by code."""

from __future__ import annotations

from planning.refused import Refused


class AccountRefused(Refused):
    """A change to people or sites that is not made."""
