"""``manage.py worker``: carry out jobs in a process of its own."""

from __future__ import annotations

import signal
import threading

from django.core.management.base import BaseCommand

from planning.config.celery import app
from planning.config.supervisor import hold_lifeline
from planning.jobs.worker import Worker
from planning.pacs import gateway


class Command(BaseCommand):
    """Carry out jobs until told to stop."""

    help = "Start a worker: imports, renders, sealing of the audit trail."

    def add_arguments(self, parser) -> None:
        """Add the number of threads."""
        parser.add_argument("--concurrency", type=int, default=4)

    def handle(self, **options) -> None:
        """Work until SIGTERM or Ctrl-C; jobs at hand go back to the queue."""
        hold_lifeline()
        threading.Thread(target=gateway.warm_up, name="warm-up", daemon=True).start()
        end = threading.Event()
        worker = Worker(app, concurrency=options["concurrency"])
        worker.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: end.set())
        end.wait()
        worker.stop()
