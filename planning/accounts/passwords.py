"""Passwords that we hand out, to be read aloud once and changed at first use."""

from __future__ import annotations

import secrets

# Without i, l, o, 0 and 1, which are mistaken for each other on paper.
SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4
GROUP_LENGTH = 5


def random_password() -> str:
    """Return a password of 20 random symbols in groups, about 99 bits.

    Returns
    -------
    str
        For example ``k7mqa-wp4sn-x2dhe-8rtvc``.
    """
    return "-".join(
        "".join(secrets.choice(SYMBOLS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
