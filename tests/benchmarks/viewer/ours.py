"""Our side: ``manage.py web`` in a home of its own, with films and a planned hip in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import requests

from planning.config.supervisor import LIFELINE
from tests.benchmarks.viewer.chromium import VIEWPORT
from tests.browser.viewer import browser
from tests.installation import ROOT, Installation, wait_for

# Kept from run to run: hashing and compressing takes seconds, and is done again for new sources.
STATIC = ROOT / ".plumbline" / "bench" / "static"
COLLECT = "from planning.config import embedded; embedded.collect_static()"
MORE_PEOPLE = """
from planning.accounts.models import Membership, Site, User
first = User.objects.get(username="surgeon")
for number in range({count}):
    user = User(username=f"person{{number}}", password=first.password)
    user.save()
    Membership.objects.create(user=user, site=Site.objects.get(), role="surgeon")
"""
START_S = 90
COMMAND_S = 400
REGION_MS = 30_000


class OurServer(Installation):
    """The web server alone: nothing else of an installation takes part."""

    def __init__(self, home: Path):
        super().__init__(home, PLUMBLINE_STATIC_ROOT=str(STATIC))

    def prepare(self, films: list[Path], *, people: int = 0) -> None:
        """Make the database and the static files, and import films with their levels."""
        self.set_up()
        self.manage("shell", "-v", "0", "-c", COLLECT)
        for line in self.manage("import_files", "--json", *map(str, films)).splitlines():
            outcome = json.loads(line)
            assert outcome["outcome"] == "imported", outcome
        if people:
            self.manage("shell", "-v", "0", "-c", MORE_PEOPLE.format(count=people))

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it says; it has a deadline here."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr[-2000:]}")
        return done.stdout

    def start(self) -> OurServer:
        """Start ``manage.py web``; it ends with this process, however that ends."""
        log = self.home / "web.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "web", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment | {LIFELINE: "1"},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )
        wait_for(self._answers, START_S)
        return self

    def _answers(self) -> bool:
        """Whether it answers; raises when it has ended instead."""
        if self._process.poll() is not None:
            log = (self.home / "web.log").read_text()[-1000:]
            raise RuntimeError(f"our web server ended: {log}")
        try:
            return requests.get(f"{self.address}/healthz", timeout=5).ok
        except requests.RequestException:
            return False

    def stop(self) -> None:
        """End it."""
        super().stop()
        if self._process:
            self._process.stdin.close()

    def studies(self) -> dict[str, str]:
        """Return the study of every patient, by patient ID."""
        return {one["patient"]["id"]: one["id"] for one in self.sign_in().get("studies").json()}

    def cookies(self, username: str = "surgeon") -> list[dict]:
        """Return what a browser of somebody who is signed in holds."""
        kept = self.sign_in(username).session.cookies
        return [
            {"name": c.name, "value": c.value, "domain": "127.0.0.1", "path": "/"} for c in kept
        ]


def film_region(server: OurServer, study: str) -> tuple[int, int]:
    """Return width and height of the film's region on the usual screen, CSS pixels."""
    with browser() as started:
        context = started.new_context(viewport=VIEWPORT)
        context.add_cookies(server.cookies())
        page = context.new_page()
        page.goto(f"{server.address}/studies/{study}/")
        box = page.locator(".film").bounding_box(timeout=REGION_MS)
        context.close()
    return round(box["width"]), round(box["height"])
