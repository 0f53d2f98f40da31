"""Unique identifiers: what one looks like (PS3.5 chapter 9)."""

from __future__ import annotations

import re

MAX_LENGTH = 64
_UID = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*")


def valid_uid(text: str) -> bool:
    """Whether the text is a UID by PS3.5 9.1: digits and dots, no leading zeros, 64 at most."""
    return len(text) <= MAX_LENGTH and _UID.fullmatch(text) is not None
