"""``manage.py import_files``: bring in files, folders, zips and CDs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.accounts.models import Site
from planning.config import embedded
from planning.imaging.models import FilmDisplay
from planning.imaging.upload_tasks import take_picture
from planning.jobs.models import ACTIVE, Job
from planning.jobs.work import run_inline
from planning.studies.arrival import Outcome
from planning.studies.media import FILES_DOMAIN, Line, import_paths
from planning.studies.models import Quarantined
from planning.studies.named_photographs import Owner, owner_of, take_for
from planning.studies.quarantine import NewPatient, QuarantineRefused
from planning.words import sentence

FOLLOWING = ("take", "render", "compare_pixels")


class Command(BaseCommand):
    """Take in files; every regular file gets an outcome."""

    help = (
        "Import DICOM files, folders and zip archives. A line a file: imported, duplicate, "
        "refused or quarantined, with a code and the reason. Needs no service. PNG and JPEG "
        "photographs of a film come in with --patient."
    )

    def add_arguments(self, parser) -> None:
        """Add the paths and who gave out the patient IDs in them."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--identity-domain",
            default=FILES_DOMAIN,
            help="who gave out the patient IDs where a file names no issuer",
        )
        parser.add_argument(
            "--ask",
            action="store_true",
            help="leave it to a person in the browser whose films these are",
        )
        of = parser.add_argument_group("photographs", "whose films photographs show")
        of.add_argument("--patient", default="", help="ID of a patient in --identity-domain")
        of.add_argument(
            "--patient-name", default="", help="for somebody who is not here yet: 'Family^Given'"
        )
        of.add_argument("--birth-date", type=date.fromisoformat, help="1956-03-14")
        of.add_argument("--sex", choices=["F", "M", "O"], default="")
        of.add_argument("--film-date", type=date.fromisoformat, help="when the film was taken")
        of.add_argument("--description", default="", help="what it shows: 'Pelvis AP'")

    def handle(self, **options) -> None:
        """Import, render what came in, and print the lines."""
        embedded.prepare()
        site = embedded.first_site()
        owner = _owner(site, options)
        lines = import_paths(
            paths=options["paths"],
            site=site,
            identity_domain=options["identity_domain"],
            ask=options["ask"],
            take_photograph=owner
            and (lambda path, name: take_for(owner, path, name, take_picture=take_picture)),
        )
        for line in lines:
            self._work_off()
            self._print(line, as_json=options["json"])

    def _work_off(self) -> None:
        """Carry out in this process what the arrival asked for."""
        for job in Job.objects.filter(kind__in=FOLLOWING, state__in=ACTIVE):
            run_inline(job)

    def _print(self, line: Line, *, as_json: bool) -> None:
        outcome, code, params = _final(line)
        reason = sentence(code, params) if code else ""
        if not as_json:
            self.stdout.write(f"{outcome:<12} {line.path}{'  ' + reason if reason else ''}")
            return
        answer = {
            "path": line.path,
            "outcome": outcome,
            "code": code,
            "reason": reason,
            "sop_instance_uid": line.arrival.sop_instance_uid,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()


def _owner(site: Site, options: dict) -> Owner | None:
    """Return whose films photographs show, None where nobody is named."""
    if not options["patient"]:
        return None
    try:
        return owner_of(
            site=site,
            identity_domain=options["identity_domain"],
            patient=NewPatient(
                options["patient"],
                options["patient_name"],
                options["birth_date"],
                options["sex"],
            ),
            film_date=options["film_date"],
            description=options["description"],
        )
    except QuarantineRefused as refused:
        raise CommandError(sentence(refused.code, refused.params)) from refused


def _final(line: Line) -> tuple[str, str, dict]:
    """Return the outcome as it is after rendering and comparing."""
    arrival = line.arrival
    if arrival.quarantined_id:
        row = Quarantined.objects.filter(pk=arrival.quarantined_id).first()
        if row is None:
            return Outcome.IMPORTED, "header_revision", {}
        if row.film_id:
            return Outcome.IMPORTED, "", {}
        return Outcome.QUARANTINED, row.code, row.params
    if arrival.outcome == Outcome.IMPORTED:
        display = FilmDisplay.objects.filter(
            pk=arrival.instance_id, state=FilmDisplay.State.UNDECODABLE
        ).first()
        if display is not None:
            return Outcome.IMPORTED, display.code, display.params
    return arrival.outcome, arrival.code, arrival.params
