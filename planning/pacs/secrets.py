"""Secrets of archives, encrypted where they lie.

A copy of the database or a backup without the installation's secret key holds no password of
an archive. The key is derived from ``SECRET_KEY`` (HKDF, RFC 5869); older keys in
``SECRET_KEY_FALLBACKS`` still open what they closed.
"""

from __future__ import annotations

import base64
import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

logger = logging.getLogger(__name__)

LONGEST = 4000
"""Characters of a secret; bearer tokens are long."""

_MARK = "sealed1:"
_PURPOSE = b"plumbline: secrets of archives"


class SecretField(models.TextField):
    """Text that is encrypted in the database and plain in the program.

    What cannot be opened, because the secret key is another one, reads as empty and leaves a
    line in the log: somebody has to enter it again.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, MaxLengthValidator(LONGEST)]

    def get_prep_value(self, value: str | None) -> str:
        """Encrypt on the way to the database."""
        return seal(value) if value else ""

    def from_db_value(self, value: str | None, expression, connection) -> str:
        """Decrypt on the way from it."""
        return unseal(value) if value else ""


def seal(text: str) -> str:
    """Encrypt a text."""
    return _MARK + _keys(*_secrets()).encrypt(text.encode()).decode("ascii")


def unseal(stored: str) -> str:
    """Decrypt what :func:`seal` made; what an older version stored plainly is as it is."""
    if not stored.startswith(_MARK):
        return stored
    from cryptography.fernet import InvalidToken

    try:
        return _keys(*_secrets()).decrypt(stored.removeprefix(_MARK).encode("ascii")).decode()
    except (InvalidToken, ValueError):
        logger.error("a secret of an archive was closed with another secret key: enter it again")
        return ""


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _keys(*secrets: str) -> MultiFernet:
    # Loaded with the first secret: most processes never open one.
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def key(secret: str) -> bytes:
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE)
        return base64.urlsafe_b64encode(derive.derive(secret.encode()))

    return MultiFernet([Fernet(key(secret)) for secret in secrets])
