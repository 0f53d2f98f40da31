"""``manage.py verify_store``: is every original there, and what it was?"""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from planning.safekeeping.databases import require_there
from planning.safekeeping.refusal import SafekeepingRefused
from planning.safekeeping.schema import pending_migrations
from planning.safekeeping.store_check import StoreState, check_store
from planning.words import sentence


class Command(BaseCommand):
    """Read every original again."""

    help = (
        "Compare every row that names an original with the file, and every file with the rows. "
        "Exit 1 if anything is missing, damaged or without a row."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the form of the answer."""
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Check and say what was found."""
        try:
            require_there()
            if pending_migrations():
                raise CommandError(sentence("migrations_pending"))
            state = check_store()
        except SafekeepingRefused as refused:
            raise CommandError(sentence(refused.code, refused.params)) from refused
        except DatabaseError as error:
            raise CommandError(sentence("database_unavailable")) from error
        if options["json"]:
            self.stdout.write(json.dumps(state.to_json()))
        else:
            self._say(state)
        if state.problems:
            raise SystemExit(1)

    def _say(self, state: StoreState) -> None:
        for problem in state.problems:
            said = sentence(problem.code, {"sha256": problem.sha256})
            self.stdout.write(f"{said} {'; '.join(problem.rows)}".rstrip())
        found = f"{state.originals} originals, {state.rows} rows that name one"
        self.stdout.write(f"{found}, {len(state.problems)} problems")
