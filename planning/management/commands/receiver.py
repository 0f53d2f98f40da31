"""``manage.py receiver``: the Storage SCP that archives send to after a C-MOVE."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from planning.config.supervisor import hold_lifeline
from planning.pacs.receiving import serve


class Command(BaseCommand):
    """Receive films in a process of its own, with flat memory."""

    help = "Start the receiver for C-MOVE."

    def handle(self, **options) -> None:
        """Receive until told to stop."""
        hold_lifeline()
        self.stderr.write(
            f"receiver: {settings.RECEIVER_AE_TITLE} at "
            f"{settings.RECEIVER_HOST}:{settings.RECEIVER_PORT}"
        )
        serve()
