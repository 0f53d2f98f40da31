"""What a failed HTTP exchange means for the caller."""

from __future__ import annotations

import requests
from urllib3 import exceptions as urllib3_errors

from pacs_bridge.errors import (
    ArchiveError,
    BadAnswer,
    Busy,
    ConfigurationError,
    ConnectionLost,
    NoAnswer,
    NotAuthorised,
    RequestFailed,
    ServiceNotOffered,
    TlsFailed,
    Unreachable,
)
from pacs_bridge.types import Step


class AddressRefused(Exception):
    """The URL leads to an address that we do not talk to."""


_KINDS: dict[int, type[ArchiveError]] = {
    401: NotAuthorised,
    403: NotAuthorised,
    404: ServiceNotOffered,
    405: ServiceNotOffered,
    406: ServiceNotOffered,
    408: NoAnswer,
    415: ServiceNotOffered,
    429: Busy,
    501: ServiceNotOffered,
    502: Unreachable,
    503: Busy,
    504: NoAnswer,
}


def http_failure(node: str, step: Step, response: requests.Response) -> ArchiveError:
    """Make the error for a status; what the server wrote beside it may name patients."""
    code = response.status_code
    if 300 <= code < 400:
        cause = f"HTTP {code}: the server sends us elsewhere; enter its final address"
        return ConfigurationError(node, step, cause)
    return _KINDS.get(code, RequestFailed)(node, step, f"HTTP {code}")


def network_failure(node: str, step: Step, trouble: Exception) -> ArchiveError:
    """Make the error for an exception of requests or urllib3."""
    reason = _innermost(trouble)
    if isinstance(trouble, requests.exceptions.SSLError):
        return TlsFailed(node, Step.CONNECT, type(reason).__name__)
    if isinstance(trouble, requests.exceptions.ConnectTimeout):
        return Unreachable(node, Step.CONNECT, "no connection in time")
    if isinstance(trouble, (requests.exceptions.Timeout, urllib3_errors.ReadTimeoutError)):
        return NoAnswer(node, step, "no response in time")
    if isinstance(reason, urllib3_errors.NameResolutionError):
        return Unreachable(node, Step.CONNECT, "host name not known")
    if isinstance(reason, urllib3_errors.NewConnectionError):
        return Unreachable(node, Step.CONNECT, "connection refused or no route")
    if isinstance(reason, urllib3_errors.ReadTimeoutError):
        return NoAnswer(node, step, "no response in time")
    lost = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
    if isinstance(trouble, (*lost, urllib3_errors.ProtocolError, OSError)):
        return ConnectionLost(node, step, type(reason).__name__)
    if isinstance(trouble, requests.exceptions.InvalidURL):
        return ConfigurationError(node, Step.CONNECT, "not a usable URL")
    return BadAnswer(node, step, type(reason).__name__)


def _innermost(trouble: Exception) -> BaseException:
    """requests wraps urllib3's error, which may itself hold the reason."""
    wrapped = trouble.args[0] if trouble.args else None
    reason = getattr(wrapped, "reason", None)
    return next((e for e in (reason, wrapped) if isinstance(e, BaseException)), trouble)
