"""``manage.py up``: web, worker and receiver together."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from planning.config import embedded
from planning.config.supervisor import Service, Supervisor, manage


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
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-receiver", action="store_true")

    def handle(self, **options) -> None:
        """Prepare, say where it is, run until told to stop."""
        embedded.prepare()
        embedded.first_site()
        password = embedded.first_administrator()
        call_command("collectstatic", interactive=False, verbosity=0)
        if password:
            self.stdout.write(
                f"First administrator: {embedded.FIRST_ADMINISTRATOR}   password: {password}\n"
                "This password is shown once; you will be asked to change it."
            )
        self.stdout.write(f"Plumbline: http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        Supervisor(
            services(
                host=options["host"],
                port=options["port"],
                receiver=not options["no_receiver"],
            )
        ).run()
