"""The secret key of an embedded installation, made at first start and kept."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return the key stored below `home`, creating it with mode 0600 if it is not there.

    Parameters
    ----------
    home : Path
        ``PLUMBLINE_HOME``.

    Returns
    -------
    str
        The key; equal for every process that shares the home.
    """
    path = home / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret_key.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        # link() refuses to replace: two processes starting at once agree on one key.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text().strip()
