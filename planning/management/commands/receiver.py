"""``manage.py receiver``: the Storage SCP that archives and modalities send to."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from planning.config.supervisor import hold_lifeline
from planning.pacs.receiving import Door, serve
from planning.reports.sending_commitment import give_up_waiting, take_answers
from planning.studies.unsolicited import ask_for_it

TLS_FILES = ("cert", "key", "ca")


class Command(BaseCommand):
    """Receive films in a process of its own, with flat memory."""

    help = "Start the receiver: for C-MOVE, for films that modalities push, for commitments."

    def add_arguments(self, parser) -> None:
        """Add what may be said here or in the environment."""
        parser.add_argument(
            "--allow",
            default=os.environ.get("PLUMBLINE_RECEIVER_ALLOW", ""),
            metavar="TITLE@ADDRESS,...",
            help="modalities that may push films (PLUMBLINE_RECEIVER_ALLOW)",
        )
        for name in TLS_FILES:
            variable = f"PLUMBLINE_RECEIVER_TLS_{name.upper()}"
            parser.add_argument(
                f"--tls-{name}", default=os.environ.get(variable, ""), help=f"({variable})"
            )
        parser.add_argument(
            "--tls-port",
            type=int,
            default=os.environ.get("PLUMBLINE_RECEIVER_TLS_PORT", "0"),
            help="port for TLS beside the plain one (PLUMBLINE_RECEIVER_TLS_PORT)",
        )

    def handle(self, **options) -> None:
        """Receive until told to stop."""
        hold_lifeline()
        tls = {f"tls_{name}": options[f"tls_{name}"] for name in (*TLS_FILES, "port")}
        self.stderr.write(
            f"receiver: {settings.RECEIVER_AE_TITLE} at "
            f"{settings.RECEIVER_HOST}:{settings.RECEIVER_PORT}"
        )
        try:
            door = Door(modalities=Door.read_modalities(options["allow"]), **tls)
            serve(door=door, chores=(ask_for_it, take_answers, give_up_waiting))
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            cause = problem.strerror or type(problem).__name__
            raise CommandError(f"The receiver cannot work: {cause}") from problem
