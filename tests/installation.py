"""A whole installation for tests: ``manage.py up`` in a home of its own, on free ports."""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import requests

from pacs_bridge.demo_orthanc import free_port

ROOT = Path(__file__).resolve().parent.parent
# Collected once for all installations of a test process.
STATIC = ROOT / "build" / f"static-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
PASSWORD = "correct horse battery staple"
PEOPLE = {"surgeon": "surgeon", "radiologist": "radiologist", "administrator": "administrator"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PERSON = """
from planning.accounts.models import Membership, Site, User
site, _ = Site.objects.get_or_create(name="Main hospital")
for username, display_name, role in {people!r}:
    user = User(username=username, display_name=display_name)
    user.set_password({password!r})
    user.save()
    Membership.objects.create(user=user, site=site, role=role)
"""


def wait_for(what: Callable[[], object], timeout_s: float = 60.0, every_s: float = 0.1) -> object:
    """Return the first true answer of `what`.

    Raises
    ------
    TimeoutError
        If there is none in time.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        answer = what()
        if answer:
            return answer
        time.sleep(every_s)
    raise TimeoutError(f"waited {timeout_s:g} s for {what}")


@functools.cache
def _made_home() -> Path:
    """Make a home once for all installations of a test process: it takes ten seconds."""
    home = Path(tempfile.mkdtemp(prefix="plumbline-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Installation(home)._make()
    return home


class Installation:
    """A running Plumbline; use as a context manager.

    Parameters
    ----------
    home : Path
        Its home; made if new.
    environment : str
        More settings, for example ``PLUMBLINE_BROKER_URL``.
    """

    def __init__(self, home: Path, **environment: str):
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PLUMBLINE_HOME": str(home),
            "PLUMBLINE_RECEIVER_PORT": str(free_port()),
            "PLUMBLINE_JOB_LEASE_S": "8",
            "PLUMBLINE_STATIC_ROOT": str(STATIC),
            **environment,
        }
        for name in ("PLUMBLINE_DATA", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)
        if "DATABASE_URL" not in environment:
            self.environment.pop("DATABASE_URL", None)
        self.lines: list[str] = []
        self._process: subprocess.Popen | None = None
        self._clients: list[Client] = []

    @property
    def receiver_port(self) -> int:
        """Where our receiver listens for C-MOVE."""
        return int(self.environment["PLUMBLINE_RECEIVER_PORT"])

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it says on stdout."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def set_up(self) -> None:
        """Make the database and one person a role; on SQLite a copy of one made before."""
        if "DATABASE_URL" in self.environment:
            self._make()
        else:
            shutil.copytree(_made_home(), self.home, dirs_exist_ok=True)

    def _make(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        self.add_people(*((name, name.title(), role) for name, role in PEOPLE.items()))

    def add_people(self, *people: tuple[str, str, str]) -> None:
        """Add people: user name, name shown, role; all have the same password."""
        code = PERSON.format(people=people, password=PASSWORD)
        self.manage("shell", "-v", "0", "-c", code)

    def start(self) -> Installation:
        """Start ``manage.py up`` and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        try:
            wait_for(lambda: any("is ready" in line for line in self.lines), 90)
        except BaseException as error:
            self.kill()
            error.add_note("".join(self.lines))
            raise
        return self

    def _read(self, stream) -> None:
        with stream:
            for line in stream:
                self.lines.append(line)

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        for client in self._clients:
            client.session.close()
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            finally:
                self.kill()

    def kill(self) -> None:
        """End it as a power cut would: the supervisor first, its children notice."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def pid_of(self, command: str) -> int:
        """Return the process that runs a management command of this installation."""
        mine = f"PLUMBLINE_HOME={self.home}".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                runs_it = b"manage.py" in words and words[2:3] == [command.encode()]
                if runs_it and mine in (entry / "environ").read_bytes().split(b"\0"):
                    return int(entry.name)
            except OSError:
                continue
        raise LookupError(f"no process runs {command}")

    def sign_in(self, username: str = "surgeon") -> Client:
        """Return a client that is signed in."""
        client = Client(self.address, username)
        self._clients.append(client)
        return client

    def __enter__(self) -> Installation:
        self.set_up()
        return self.start()

    def __exit__(self, *exc_info) -> None:
        self.stop()


class Client:
    """Somebody who talks to the API as the browser does."""

    def __init__(self, address: str, username: str):
        self.address = address
        self.session = requests.Session()
        page = self.session.get(f"{address}/sign-in/", timeout=30)
        answer = self.session.post(
            f"{address}/sign-in/",
            data={
                "username": username,
                "password": PASSWORD,
                "csrfmiddlewaretoken": TOKEN.search(page.text)[1],
            },
            headers={"Referer": address},
            timeout=30,
        )
        assert answer.url == f"{address}/", answer.text[:500]

    def get(self, path: str, **options) -> requests.Response:
        """Read an endpoint."""
        return self.session.get(f"{self.address}/api/v1/{path}", timeout=60, **options)

    def post(self, path: str, body: dict | None = None) -> requests.Response:
        """Write to an endpoint, with the token that the browser sends."""
        token = self.session.cookies.get("csrftoken", "")
        return self.session.post(
            f"{self.address}/api/v1/{path}",
            json=body or {},
            headers={"X-CSRFToken": token, "Referer": self.address},
            timeout=60,
        )
