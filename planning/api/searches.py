"""Search every archive at once; results stream in as lines of JSON."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused
from planning.api.matches import archive_match, local_match
from planning.api.permissions import needs
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.pacs import gateway
from planning.pacs.gateway import ArchiveError, SearchEnd
from planning.pacs.models import PacsNode
from planning.pacs.nodes import searchable
from planning.pacs.question import Kind, Question, narrowed, read
from planning.studies import selectors
from planning.words import sentence

LIMIT = 200
Put = Callable[[dict | None], None]


class SearchInput(serializers.Serializer):
    """What to search for, and where."""

    text = serializers.CharField(max_length=200)
    date_from = serializers.DateField(allow_null=True, required=False, default=None)
    date_to = serializers.DateField(allow_null=True, required=False, default=None)
    modalities = serializers.ListField(
        child=serializers.RegexField(r"^[A-Z]{2,16}$"), required=False, default=list
    )
    nodes = serializers.ListField(
        child=serializers.UUIDField(), allow_null=True, required=False, default=None
    )
    read_as = serializers.ChoiceField(
        choices=[str(kind) for kind in Kind], allow_null=True, required=False, default=None
    )


class Searches(APIView):
    """Search the archives of the person's sites, and what is here."""

    permission_classes = [needs(Action.SEARCH)]

    @extend_schema(request=SearchInput, responses={(200, "application/x-ndjson"): OpenApiTypes.STR})
    def post(self, request: Request) -> StreamingHttpResponse:
        """Answer one line a match, one a change of an archive's state, and an end."""
        # "as" is a word of the language, so the field has another name inside.
        data = dict(request.data)
        data.setdefault("read_as", data.pop("as", None))
        asked = SearchInput(data=data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        as_kind = Kind(values["read_as"]) if values["read_as"] else None
        question = read(values["text"], as_kind=as_kind, today=timezone.localdate())
        if question is None:
            raise Refused("search_empty")
        question = narrowed(
            question,
            limit=LIMIT,
            date_from=values["date_from"],
            date_to=values["date_to"],
            modalities=tuple(values["modalities"]),
        )
        visible = policy.visible_to(request.user, PacsNode, Action.SEARCH)
        nodes = searchable(visible.filter(enabled=True))
        if values["nodes"] is not None:
            nodes = nodes.filter(pk__in=values["nodes"])
        chosen = list(nodes.select_related("site", "identity_domain"))
        _audit(request, chosen)
        response = StreamingHttpResponse(
            _Search(request.user, question, chosen).lines(), content_type="application/x-ndjson"
        )
        response["X-Accel-Buffering"] = "no"
        return response


def _audit(request: Request, nodes: list[PacsNode]) -> None:
    audit.record(
        actor=request.user,
        action=AuditAction.SEARCH,
        object_kind="archives",
        site=nodes[0].site if nodes else None,
        detail={"nodes": [node.name for node in nodes]},
        address=request.META.get("REMOTE_ADDR"),
    )


class _Search:
    """One search under way: a thread an archive, one queue to the browser."""

    def __init__(self, user, question: Question, nodes: list[PacsNode]):
        self._user = user
        self._question = question
        self._nodes = nodes
        self._over = threading.Event()
        self._encoder = JSONEncoder()

    async def lines(self) -> AsyncIterator[str]:
        """Yield lines of JSON until every archive has answered or failed."""
        queue: asyncio.Queue = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def put(item: dict | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, item)

        pool = ThreadPoolExecutor(max_workers=len(self._nodes) + 1, thread_name_prefix="search")
        matches = 0
        try:
            yield self._line(self._parsed())
            tasks = [lambda: self._here(put)]
            tasks += [lambda node=node: self._archive(node, put) for node in self._nodes]
            for task in tasks:
                pool.submit(self._run, task, put)
            for _ in tasks:
                while (item := await queue.get()) is not None:
                    matches += item["type"] == "match"
                    yield self._line(item)
            yield self._line({"type": "end", "matches": matches})
        finally:
            # The browser went away or all is said: the threads' archives stop now.
            self._over.set()
            pool.shutdown(wait=False)

    def _run(self, task: Callable[[], None], put: Put) -> None:
        try:
            task()
        finally:
            connections.close_all()
            put(None)

    def _parsed(self) -> dict:
        chips = [{"key": str(chip.kind), "value": chip.value} for chip in self._question.chips]
        return {"type": "parsed", "kind": str(self._question.kind), "chips": chips}

    def _line(self, item: dict) -> str:
        return self._encoder.encode(item) + "\n"

    def _here(self, put: Put) -> None:
        seen = set()
        for query in self._question.queries:
            for study in selectors.matching(self._user, query):
                if study.pk not in seen:
                    seen.add(study.pk)
                    put(local_match(study))

    def _archive(self, node: PacsNode, put: Put) -> None:
        said = {"id": str(node.pk), "name": node.name}
        put({"type": "node", "node": said, "state": "searching"})
        began = time.monotonic()
        try:
            found = self._matches(node, put)
            put({"type": "node", "node": said, "state": "done"} | _seconds(began) | found)
        except ArchiveError as error:
            problem = {
                "code": error.code,
                "params": error.params,
                "sentence": sentence(error.code, error.params),
            }
            put({"type": "node", "node": said, "state": "failed", "error": problem})
        except Exception:
            problem = {"code": "server_error", "params": {}, "sentence": sentence("server_error")}
            put({"type": "node", "node": said, "state": "failed", "error": problem})
            raise

    def _matches(self, node: PacsNode, put: Put) -> dict:
        seen: set[str] = set()
        limit_reached, dropped = False, 0
        for query in self._question.queries:
            for item in gateway.find_studies(node, query, cancelled=self._over.is_set):
                if isinstance(item, SearchEnd):
                    limit_reached |= item.limit_reached
                    dropped += item.dropped
                elif item.study_uid not in seen:
                    seen.add(item.study_uid)
                    where = selectors.whereabouts(self._user, [item.study_uid])
                    put(archive_match(node, item, where.get(item.study_uid)))
        return {"matches": len(seen), "limit_reached": limit_reached, "dropped": dropped}


def _seconds(began: float) -> dict:
    return {"seconds": round(time.monotonic() - began, 2)}
