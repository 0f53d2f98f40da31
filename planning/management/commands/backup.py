"""``manage.py backup``: database, originals and key, in a folder with a manifest."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from planning.safekeeping.backing_up import make_backup
from planning.safekeeping.refusal import SafekeepingRefused
from planning.words import sentence


class Command(BaseCommand):
    """Back up while everything runs."""

    help = (
        "Copy the database as it is at this moment and every original into a new folder, with "
        "a manifest. Exit 1 if an original is missing or damaged; the rest is backed up then."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add where to and the form of the answer."""
        parser.add_argument("target", type=Path, help="a folder that is not there yet")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Back up and say what was."""
        target = options["target"].absolute()
        try:
            made = make_backup(target)
        except SafekeepingRefused as refused:
            raise CommandError(sentence(refused.code, refused.params)) from refused
        except DatabaseError as error:
            raise CommandError(sentence("database_unavailable")) from error
        answer = {
            "target": str(target),
            "files": len(made.files),
            "size_bytes": made.size_bytes(),
            "database": made.vendor,
            "secret_key": made.has_key(),
            "problems": made.problems,
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            key = "with" if made.has_key() else "without"
            self.stdout.write(
                f"{target}: {len(made.files)} files, {made.size_bytes()} bytes, {key} secret key"
            )
        for problem in made.problems:
            self.stderr.write(sentence(problem["code"], problem))
        if made.problems:
            raise SystemExit(1)
