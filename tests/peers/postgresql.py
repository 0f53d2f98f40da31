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
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL: its address, and how it is started and stopped."""

    url: str
    control: tuple[str | Path, ...]
    start_options: tuple[str | Path, ...]

    def start(self) -> None:
        """Start it and wait until it answers."""
        subprocess.run([*self.control, *self.start_options, "start"], cwd="/", **QUIET)

    def stop(self) -> None:
        """End it as a power cut would."""
        subprocess.run([*self.control, "-m", "immediate", "stop"], cwd="/", **QUIET)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster in a temporary folder.

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
    running = Cluster(
        f"postgresql://{ROLE}@127.0.0.1:{port}/postgres",
        (*prefix, pg_ctl, "-D", data),
        ("-w", "-o", options, "-l", folder / "log"),
    )
    try:
        subprocess.run(
            [*prefix, initdb, "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8"], cwd="/", **QUIET
        )
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster and yield its ``DATABASE_URL``; see :func:`cluster`."""
    with cluster() as running:
        yield running.url


def main() -> int:
    """Run the command after ``--`` with the server's address in its environment."""
    command = sys.argv[sys.argv.index("--") + 1 :]
    with server() as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
