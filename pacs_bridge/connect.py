"""The only place that chooses how an archive is reached: DIMSE, DICOMweb or a folder.

What a node's test found out (:class:`~pacs_bridge.types.Profile`) is applied here: the set in
which keys are sent, and the order in which ways of retrieval are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pacs_bridge.checks import CheckBegun, CheckResult, Surroundings
from pacs_bridge.errors import ConfigurationError, PermanentError, ServiceNotOffered
from pacs_bridge.guard import GuardedArchive, call_archive, run_guarded
from pacs_bridge.port import Archive
from pacs_bridge.types import (
    FetchEnd,
    Node,
    Profile,
    Protocol,
    ReceivedFile,
    Retrieval,
    SearchEnd,
    Step,
    Wanted,
)
from pacs_bridge.worklist import WorklistItem, WorklistQuery

PROBE_S = 600.0
"""For all checks of a test together; each has a time of its own."""

_PROTOCOL_OF = {
    Retrieval.WADO_RS: Protocol.DICOMWEB,
    Retrieval.C_GET: Protocol.DIMSE,
    Retrieval.C_MOVE: Protocol.DIMSE,
    Retrieval.COPY: Protocol.FOLDER,
}
_LONGEST_TITLE = 16

Cancelled = Callable[[], bool]


def open_archive(node: Node, *, cancelled: Cancelled | None = None) -> Archive:
    """Return the archive of a node; nothing is contacted yet.

    Every operation runs in a child process under the node's deadlines.

    Parameters
    ----------
    node : Node
        Where it is and who we are.
    cancelled : callable, optional
        Asked about five times a second while an operation runs; True ends it.

    Raises
    ------
    ConfigurationError
        When the settings are incomplete or contradict each other; the cause says which.
    """
    _check(node)
    return GuardedArchive(node, talk_to, cancelled)


def search_worklist(
    node: Node, query: WorklistQuery, *, cancelled: Cancelled | None = None
) -> Iterator[WorklistItem | SearchEnd]:
    """List what is scheduled at a node, in a child process and at most for ``find_s``.

    Raises
    ------
    ServiceNotOffered
        For nodes without DIMSE: there is no Modality Worklist over DICOMweb.
    """
    _check(node)
    if node.protocol is not Protocol.DIMSE:
        raise ServiceNotOffered(node.name, Step.SEARCH, "Modality Worklist needs DIMSE")
    limit_s = node.deadlines.find_s
    return _guarded(node, Step.SEARCH, "find_worklist", (query,), limit_s, limit_s, cancelled)


def probe(
    node: Node, into: Path, *, cancelled: Cancelled | None = None
) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
    """Try every service of a node in a child process; see :class:`pacs_bridge.port.Probed`."""
    _check(node)
    limits = node.deadlines
    longest_s = max(limits.echo_s, limits.find_s, limits.stall_s)
    return _guarded(node, Step.CONNECT, "probe", (into,), PROBE_S, longest_s, cancelled)


def _guarded(
    node: Node,
    step: Step,
    method: str,
    args: tuple,
    total_s: float,
    stall_s: float,
    cancelled: Cancelled | None,
) -> Iterator[Any]:
    return run_guarded(
        call_archive,
        (talk_to, node, method, args),
        node=node.name,
        step=step,
        total_s=total_s,
        stall_s=stall_s,
        cancelled=cancelled,
    )


def talk_to(node: Node) -> Archive:
    """Make the archive that does the talking, in the process that calls this."""
    if node.profile is not None and node.profile.character_set:
        node = replace(node, character_set=node.profile.character_set)
    order = ways(node)
    speakers = [_speaker(_going(node, way)) for way in order]
    if len(order) == 1 and _PROTOCOL_OF[order[0]] is node.protocol:
        return speakers[0]
    searcher = _speaker(_going(node, _USUAL[node.protocol][0]))
    return ManyWays(searcher, speakers)


def _speaker(node: Node) -> Archive:
    """Protocols are imported here: pynetdicom takes a second and a half to load, and a
    process that only opens guarded archives never needs it.
    """
    if node.protocol is Protocol.DIMSE:
        from pacs_bridge.dimse.archive import DimseArchive

        return DimseArchive(node)
    if node.protocol is Protocol.DICOMWEB:
        from pacs_bridge.dicomweb.archive import DicomwebArchive

        return DicomwebArchive(node)
    from pacs_bridge.folder import FolderArchive

    return FolderArchive(node)


_USUAL = {
    Protocol.DIMSE: (Retrieval.C_GET, Retrieval.C_MOVE),
    Protocol.DICOMWEB: (Retrieval.WADO_RS,),
    Protocol.FOLDER: (Retrieval.COPY,),
}


def ways(node: Node) -> tuple[Retrieval, ...]:
    """Return the ways in which films are asked for, first the one that is tried first.

    DICOMweb servers and folders have one way each. Of a PACS over DIMSE, a way that the
    administrator chose is the only one. Else it is what the node's test found
    to work, in its order; and what is usual, for a node that was never tested.
    """
    if node.protocol is not Protocol.DIMSE:
        return _USUAL[node.protocol]
    if node.retrieval is not Retrieval.BEST:
        return (node.retrieval,)
    if node.profile is not None and node.profile.retrievals:
        return node.profile.retrievals
    usual = _USUAL[node.protocol]
    return usual if node.move_spool is not None else usual[:1]


def _going(node: Node, way: Retrieval) -> Node:
    return replace(node, protocol=_PROTOCOL_OF[way], retrieval=way)


class ManyWays:
    """An archive that is searched in one way and brings films in several, the best one first.

    Another way is tried when one is refused, or has nothing of the study; not when films
    have arrived already, and not for trouble that may pass by itself.

    Parameters
    ----------
    searcher : Archive
        Answers everything but retrievals.
    bringers : sequence of Archive
        In the order in which they are asked.
    """

    def __init__(self, searcher: Archive, bringers: Iterable[Archive]):
        self._searcher = searcher
        self._bringers = tuple(bringers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Bring files."""
        *others, last = self._bringers
        for bringer in others:
            if (yield from _brings(bringer.fetch(wanted, into))):
                return
        yield from last.fetch(wanted, into)


def _brings(items: Iterator[ReceivedFile | FetchEnd]) -> Iterator[ReceivedFile | FetchEnd]:
    """Pass a retrieval on; returns False when it came to nothing and passed nothing on."""
    arrived = False
    try:
        for item in items:
            if isinstance(item, FetchEnd) and not arrived and not item.completed:
                return False
            arrived = True
            yield item
    except PermanentError:
        if arrived:
            raise
        return False
    return True


def _check(node: Node) -> None:
    problem = next(_problems(node), None)
    if problem:
        raise ConfigurationError(node.name, Step.CONNECT, problem)


def _problems(node: Node) -> Iterator[str]:
    checks = {
        Protocol.DIMSE: _dimse_problems,
        Protocol.DICOMWEB: _dicomweb_problems,
        Protocol.FOLDER: _folder_problems,
    }
    yield from checks[node.protocol](node)
    yield from _tls_problems(node)


def _dimse_problems(node: Node) -> Iterator[str]:
    if not node.host:
        yield "host is empty"
    if not 1 <= node.port <= 65_535:
        yield "port is not between 1 and 65535"
    yield from _title_problems("AE title of the archive", node.ae_title)
    yield from _title_problems("our AE title", node.calling_ae_title)
    if Retrieval.COPY in ways(node):
        yield f"retrieval {node.retrieval} is not possible over DIMSE"
    if Retrieval.WADO_RS in ways(node):
        if not node.url:
            yield f"retrieval {node.retrieval} is not possible over DIMSE without a URL"
        yield from _dicomweb_problems(node)
    if Retrieval.C_MOVE in ways(node):
        yield from _title_problems("AE title of our receiver", node.move_ae_title)
        if node.move_spool is None:
            yield "spool of our receiver is empty"


def _title_problems(name: str, title: str) -> Iterator[str]:
    """AE is 1 to 16 characters, no backslash, no control characters (PS3.5 6.2)."""
    if not title.strip():
        yield f"{name} is empty"
    elif len(title) > _LONGEST_TITLE:
        yield f"{name} is longer than 16 characters"
    elif "\\" in title or not (title.isascii() and title.isprintable()):
        yield f"{name} has characters that are not allowed"


def _dicomweb_problems(node: Node) -> Iterator[str]:
    try:
        url = urlsplit(node.url)
        host, _ = url.hostname, url.port
    except ValueError:
        yield "URL is not a URL"
        return
    if url.scheme not in ("http", "https") or not host:
        yield "URL does not begin with https:// (or http://) and a host"
    if url.username or url.password:
        yield "URL holds a user name or password: enter them in their own fields"
    if url.query or url.fragment:
        yield "URL has a query or a fragment: enter the service root only"
    if node.username and node.bearer_token:
        yield "user name and bearer token are both set"
    if node.token_url:
        yield from _token_problems(node)


def _token_problems(node: Node) -> Iterator[str]:
    """A client secret goes over the line in clear: only TLS hides it (RFC 6749 3.2)."""
    try:
        url = urlsplit(node.token_url)
        host = url.hostname or ""
    except ValueError:
        yield "token URL is not a URL"
        return
    if url.scheme != "https" and not (url.scheme == "http" and _is_this_machine(host)):
        yield "token URL does not begin with https://"
    if not (node.username and node.password):
        yield "token URL without a client identifier and secret"


def _is_this_machine(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _folder_problems(node: Node) -> Iterator[str]:
    if node.folder is None:
        yield "folder is empty"


def _tls_problems(node: Node) -> Iterator[str]:
    if node.client_key and not node.client_cert:
        yield "client key without a client certificate"
    for name, path in (
        ("CA file", node.ca_file),
        ("client certificate", node.client_cert),
        ("client key", node.client_key),
    ):
        if path is not None and not path.is_file():
            yield f"{name} is not a file"
