"""``manage.py demo``: the whole product with demonstration patients, on this machine."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management.base import BaseCommand

from pacs_bridge.demo_orthanc import free_port
from planning.config import demonstration, embedded
from planning.config.supervisor import Supervisor, unwind_on_endings, wait_until_ready
from planning.management.commands.up import services


class Command(BaseCommand):
    """Set up and start everything, then say where it is and who may sign in."""

    help = "Start the demonstration: archive, patients, web, worker and receiver."

    def add_arguments(self, parser) -> None:
        """Add the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, **options) -> None:
        """Run until Ctrl-C."""
        unwind_on_endings()
        embedded.prepare()
        site = demonstration.people_and_site()
        embedded.collect_static()
        films = demonstration.make_films(self._say)
        receiver_port = free_port()
        port = options["port"] or free_port()
        with demonstration.archive(films, receiver_port, self._say) as (found, more):
            demonstration.register(site, found)
            demonstration.first_import(site)
            broker, broker_url = demonstration.redis()
            os.environ["PLUMBLINE_BROKER_URL"] = broker_url
            os.environ["PLUMBLINE_RECEIVER_PORT"] = str(receiver_port)
            settings.PLUMBLINE_BROKER_URL = broker_url
            supervisor = Supervisor(broker + more + services(host="127.0.0.1", port=port))
            address = f"http://127.0.0.1:{port}/"
            wait_until_ready(address, lambda: self._announce(address, found.name))
            supervisor.run()

    def _announce(self, address: str, archive: str) -> None:
        self._say(f"\nPlumbline is ready: {address}\n")
        for username, display_name, role in demonstration.PEOPLE:
            self._say(f"  {username:<14} {demonstration.PASSWORD}   {display_name}, {role.label}")
        self._say(
            f"\nThe archive is {archive}; search for DEMO. Research and education. "
            "Not a medical device. Not for clinical use.\nCtrl-C ends it."
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
