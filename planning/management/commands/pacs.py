"""``manage.py pacs``: add archives, ask and test them, search them, import from them."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from planning.api.jobs import job_json
from planning.config import embedded
from planning.jobs.models import ACTIVE, Job, JobState
from planning.jobs.work import run_inline
from planning.pacs import gateway, testing
from planning.pacs.gateway import ArchiveError, SearchEnd
from planning.pacs.models import PacsNode
from planning.pacs.question import narrowed, read
from planning.pacs.services import create_node
from planning.studies.services import request_import
from planning.web import node_report
from planning.words import sentence

NODE_OPTIONS = ("host", "url", "ae_title", "calling_ae_title", "username", "password")


class Command(BaseCommand):
    """Talk to archives from the command line; no service need be running."""

    help = "Archives: add, list, echo, test, find, import."

    def add_arguments(self, parser) -> None:
        """Add one sub-command an operation."""
        commands = parser.add_subparsers(dest="operation", required=True)
        add = commands.add_parser("add", help="add an archive to the first site")
        add.add_argument("name")
        add.add_argument("--protocol", choices=["dimse", "dicomweb"], default="dimse")
        add.add_argument("--retrieval", choices=["best", "c-get", "c-move", "wado-rs"])
        add.add_argument("--port", type=int, default=0)
        add.add_argument("--identity-domain", help="who gives out patient IDs; default the name")
        for option in NODE_OPTIONS:
            add.add_argument(f"--{option.replace('_', '-')}", default="")
        commands.add_parser("list", help="list the archives")
        echo = commands.add_parser("echo", help="ask an archive whether it is there")
        echo.add_argument("name")
        test = commands.add_parser("test", help="try everything that is needed of an archive")
        test.add_argument("name")
        find = commands.add_parser("find", help="search an archive")
        find.add_argument("name")
        find.add_argument("text", help='a name, "smith, john", an ID, an accession, a birth date')
        find.add_argument("--limit", type=int, default=200)
        bring = commands.add_parser("import", help="import a study")
        bring.add_argument("name")
        bring.add_argument("study_uid")
        for one in commands.choices.values():
            one.add_argument("--json", action="store_true", help="JSON on stdout")

    def handle(self, **options) -> None:
        """Carry out one operation; errors name node, step and remedy."""
        embedded.prepare()
        operation = getattr(self, f"_{options['operation']}")
        try:
            operation(options)
        except ArchiveError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": {"code": error.code, **error.params}}))
            raise CommandError(sentence(error.code, error.params)) from error

    def _say(self, options: dict, data: object, text: str) -> None:
        self.stdout.write(json.dumps(data, default=str) if options["json"] else text)

    def _node(self, options: dict) -> PacsNode:
        node = PacsNode.objects.filter(name=options["name"]).first()
        if node is None:
            names = ", ".join(PacsNode.objects.values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no archive {options['name']!r}. There are: {names}.")
        return node

    def _add(self, options: dict) -> None:
        default = "wado-rs" if options["protocol"] == "dicomweb" else "c-get"
        fields = {option: options[option] for option in NODE_OPTIONS}
        try:
            node = create_node(
                actor=None,
                site=embedded.first_site(),
                identity_domain=options["identity_domain"] or options["name"],
                name=options["name"],
                protocol=options["protocol"],
                retrieval=options["retrieval"] or default,
                port=options["port"],
                **fields,
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self._say(options, {"id": str(node.pk), "name": node.name}, f"{node.name} added")

    def _list(self, options: dict) -> None:
        nodes = [
            {
                "name": node.name,
                "protocol": node.protocol,
                "retrieval": node.retrieval,
                "address": node.url or f"{node.ae_title}@{node.host}:{node.port}",
            }
            for node in PacsNode.objects.all()
        ]
        lines = (f"{n['name']}: {n['protocol']} {n['retrieval']} {n['address']}" for n in nodes)
        self._say(options, nodes, "\n".join(lines) or "no archives yet")

    def _echo(self, options: dict) -> None:
        answer = gateway.echo(self._node(options))
        data = {"ok": True, "node": answer.node, "seconds": round(answer.seconds, 3)}
        self._say(options, data, f"{answer.node} answered in {answer.seconds:.2f} s")

    def _test(self, options: dict) -> None:
        node = self._node(options)
        job = run_inline(testing.request_test(actor=None, node=node))
        if job.state != JobState.DONE:
            error = job.error or {"code": "job_broke"}
            raise CommandError(sentence(error["code"], error.get("params")))
        test, before = testing.last_two(node)
        lines = [
            f"{line.word:<22}{line.title}: {' '.join(filter(None, (line.sentence, line.seen)))}"
            for line in node_report.lines(test)
        ]
        changed = node_report.changed(test, before)
        lines += [f"changed: {one['title']}: {one['before']} → {one['now']}" for one in changed]
        letter = node_report.letter(node, test)
        data = {"results": test.results, "profile": test.profile, "letter": letter}
        self._say(options, data, "\n".join([*lines, "", letter]))
        if not test.profile:
            raise CommandError(node_report.lines(test)[0].sentence)

    def _find(self, options: dict) -> None:
        node = self._node(options)
        question = read(options["text"], today=timezone.localdate())
        if question is None:
            raise CommandError(sentence("search_empty"))
        found, limit_reached = {}, False
        for query in narrowed(question, limit=options["limit"]).queries:
            for item in gateway.find_studies(node, query):
                if isinstance(item, SearchEnd):
                    limit_reached |= item.limit_reached
                else:
                    found[item.study_uid] = item
        matches = [asdict(match) for match in found.values()]
        lines = [
            f"{m['study_date']}  {m['patient_name']}  {m['patient_id']}  {m['study_uid']}"
            for m in matches
        ]
        lines.append(f"{len(matches)} studies{', more in the archive' if limit_reached else ''}")
        data = {"matches": matches, "limit_reached": limit_reached}
        self._say(options, data, "\n".join(lines))

    def _import(self, options: dict) -> None:
        node = self._node(options)
        job = request_import(actor=None, node=node, study_uid=options["study_uid"])
        while job.state in ACTIVE:
            job = run_inline(job)
            time.sleep(0.1)
        for render in Job.objects.filter(kind__in=("render", "compare_pixels"), state__in=ACTIVE):
            run_inline(render)
        data = job_json(Job.objects.get(pk=job.pk))
        text = f"{data['state']}: {data['files_done']} of {data['files_total']} images"
        self._say(options, data, text)
        if job.state != JobState.DONE:
            raise CommandError((data["error"] or {}).get("sentence", job.state))
