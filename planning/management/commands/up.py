"""``manage.py up``: web, worker and receiver together."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from pacs_bridge.demo_orthanc import free_port
from planning.config import embedded
from planning.config.supervisor import Service, Supervisor, manage, wait_until_ready


def services(*, host: str, port: int, receiver: bool = True) -> list[Service]:
    """Return the processes of a whole installation.

    With the ``memory://`` broker the worker lives in the web process, because nobody
    else can hear that bell; with Redis it is a process of its own.
    """
    in_web = settings.PLUMBLINE_BROKER_URL.startswith("memory")
    web = manage("web", "--host", host, "--port", str(port))
    found = [Service("web", [*web, "--with-worker"] if in_web else web)]
    if not in_web:
        found.append(Service("worker", manage("worker")))
    if receiver:
        found.append(Service("receiver", manage("receiver")))
    return found


class Command(BaseCommand):
    """Start everything and stop everything."""

    help = "Start web, worker and receiver together. Embedded: backs up and migrates first."

    def add_arguments(self, parser) -> None:
        """Add host, port and whether to receive."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
        parser.add_argument("--no-receiver", action="store_true")

    def handle(self, **options) -> None:
        """Prepare, say where it is, run until told to stop."""
        embedded.prepare()
        embedded.first_site()
        password = embedded.first_administrator()
        embedded.collect_static()
        if password:
            self.stdout.write(
                f"First administrator: {embedded.FIRST_ADMINISTRATOR}   password: {password}\n"
                "This password is shown once; you will be asked to change it."
            )
        port = options["port"] or free_port()
        address = f"http://{options['host']}:{port}/"
        wait_until_ready(address, lambda: self._announce(address))
        Supervisor(
            services(host=options["host"], port=port, receiver=not options["no_receiver"])
        ).run()

    def _announce(self, address: str) -> None:
        self.stdout.write(f"Plumbline is ready: {address}")
        self.stdout.flush()
