"""Unique identifiers: what one looks like (PS3.5 chapter 9)."""

from __future__ import annotations

import re

IMPLEMENTATION_UID = "2.25.279184630416921847164026387025113482377"
IMPLEMENTATION_NAME = "PLUMBLINE"
"""Who wrote a file or opened an association (PS3.7 D.3.3.2)."""

MAX_LENGTH = 64
# Components with leading zeros break the rule of PS3.5 9.1, but old modalities and
# anonymisers write them, and archives hand them on; nothing here is built from a UID.
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")


def valid_uid(text: str) -> bool:
    """Whether the text can serve as a UID: digits and dots between them, 64 at most."""
    return len(text) <= MAX_LENGTH and _UID.fullmatch(text) is not None
