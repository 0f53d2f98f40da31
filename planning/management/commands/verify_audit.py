"""``manage.py verify_audit``: is the audit trail as it was written?"""

from __future__ import annotations

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from planning.audit.seal import ChainState, verify
from planning.safekeeping.databases import require_there
from planning.safekeeping.refusal import SafekeepingRefused
from planning.words import sentence


class Command(BaseCommand):
    """Read the trail again."""

    help = (
        "Compare every event of the audit trail with its seal. Exit 1 if one was changed or "
        "removed, or if the head given with --head is no longer in the chain."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the head kept elsewhere and the form of the answer."""
        parser.add_argument(
            "--head", default="", help="the head that an earlier run printed and you kept elsewhere"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Check and say what was found."""
        try:
            require_there()
            state = verify(anchor=options["head"])
        except SafekeepingRefused as refused:
            raise CommandError(sentence(refused.code, refused.params)) from refused
        except DatabaseError as error:
            raise CommandError(sentence("database_unavailable")) from error
        if options["json"]:
            self.stdout.write(json.dumps({"ok": state.whole} | asdict(state)))
        else:
            self._say(state)
        if not state.whole:
            raise SystemExit(1)

    def _say(self, state: ChainState) -> None:
        if state.first_bad is not None:
            self.stdout.write(sentence("audit_broken", {"number": state.first_bad}))
        elif not state.anchored:
            self.stdout.write(sentence("audit_cut"))
        else:
            self.stdout.write(sentence("audit_whole"))
        self.stdout.write(f"{state.sealed} events sealed, {state.unsealed} not sealed yet")
        self.stdout.write(f"head {state.head or 'none'}")
