"""The only place that chooses how an archive is reached: DIMSE, DICOMweb or a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from pacs_bridge.errors import ConfigurationError
from pacs_bridge.guard import GuardedArchive
from pacs_bridge.port import Archive
from pacs_bridge.types import Node, Protocol, Retrieval, Step

_DIMSE_RETRIEVALS = (Retrieval.C_GET, Retrieval.C_MOVE)
_LONGEST_TITLE = 16


def open_archive(node: Node, *, cancelled: Callable[[], bool] | None = None) -> Archive:
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
    problem = next(_problems(node), None)
    if problem:
        raise ConfigurationError(node.name, Step.CONNECT, problem)
    return GuardedArchive(node, talk_to, cancelled)


def talk_to(node: Node) -> Archive:
    """Make the archive that does the talking, in the process that calls this.

    Protocols are imported here: pynetdicom takes a second and a half to load, and a
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
    if node.retrieval not in _DIMSE_RETRIEVALS:
        yield f"retrieval {node.retrieval} is not possible over DIMSE"
    if node.retrieval is Retrieval.C_MOVE:
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
