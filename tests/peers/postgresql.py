"""A private PostgreSQL for the database tests, gone when they end.

    python -m tests.peers.postgresql -- python -m pytest -m django_db

runs a command with ``DATABASE_URL`` set to a fresh server on a free port.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacs_bridge.demo_orthanc import free_port
from tests.peers.programs import postgresql

ROLE = "plumbline"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "check": True}


def _as_owner(folder: Path) -> list[str]:
    """Return the prefix that runs a program as somebody whom PostgreSQL accepts."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster in a temporary folder and yield its ``DATABASE_URL``.

    Raises
    ------
    FileNotFoundError
        If PostgreSQL's programs are not installed.
    """
    initdb, pg_ctl = postgresql("initdb"), postgresql("pg_ctl")
    if initdb is None or pg_ctl is None:
        raise FileNotFoundError("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    prefix, port, data = _as_owner(folder), free_port(), folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        subprocess.run(
            [*prefix, initdb, "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8"], cwd="/", **QUIET
        )
        subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-w", "-o", options, "-l", folder / "log", "start"],
            cwd="/",
            **QUIET,
        )
        try:
            yield f"postgresql://{ROLE}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*prefix, pg_ctl, "-D", data, "-m", "immediate", "stop"], cwd="/", **QUIET
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command after ``--`` with the server's address in its environment."""
    command = sys.argv[sys.argv.index("--") + 1 :]
    with server() as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
