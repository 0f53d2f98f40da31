"""``manage.py web``: the web server."""

from __future__ import annotations

import threading

import uvicorn
from django.core.management.base import BaseCommand

from planning.config.celery import app
from planning.config.supervisor import hold_lifeline
from planning.jobs.worker import Worker
from planning.pacs import gateway

GRACE_S = 5


class Command(BaseCommand):
    """Serve pages and API over ASGI."""

    help = "Start the web server. With --with-worker, jobs are carried out in the same process."

    def add_arguments(self, parser) -> None:
        """Add host, port and the embedded worker."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--with-worker", action="store_true")

    def handle(self, **options) -> None:
        """Serve until told to stop."""
        hold_lifeline()
        threading.Thread(target=gateway.warm_up, name="warm-up", daemon=True).start()
        worker = Worker(app) if options["with_worker"] else None
        if worker:
            worker.start()
        try:
            uvicorn.run(
                "planning.config.asgi:application",
                host=options["host"],
                port=options["port"],
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        finally:
            if worker:
                worker.stop()
