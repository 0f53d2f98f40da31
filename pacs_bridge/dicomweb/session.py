"""HTTP sessions with a DICOMweb server: who is called, for how long, for how many bytes.

Redirects are never followed and proxies and ``.netrc`` of the environment are ignored: the
administrator's URL is where requests go. The address is checked once more when the
connection is there, so a name cannot lead elsewhere between the check and the call.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from pacs_bridge.dicomweb.failures import AddressRefused, http_failure, network_failure
from pacs_bridge.dimse.tls import client_context
from pacs_bridge.errors import ArchiveError, ConfigurationError
from pacs_bridge.types import Node, Step

if TYPE_CHECKING:
    from pacs_bridge.dicomweb.tokens import Tokens

INNER_SHARE = 0.9
"""Our time-outs end before the deadline from outside, so that they can say what happened."""

_UNAUTHORISED = 401


class Session:
    """Requests to one node; use as a context manager.

    Parameters
    ----------
    node : Node
        URL, credentials, TLS files and deadlines.
    """

    def __init__(self, node: Node):
        self.node = node
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.mount("http://", _CheckedAdapter())
        if _any_https(node):
            self._http.mount("https://", _CheckedAdapter(client_context(node)))
        self._http.verify = str(node.ca_file) if node.ca_file else True
        if node.client_cert:
            key = node.client_key or node.client_cert
            self._http.cert = (str(node.client_cert), str(key))
        self._tokens: Tokens | None = None
        if node.token_url:
            # Imported where it is needed: most nodes have no token service.
            from pacs_bridge.dicomweb.tokens import Tokens

            self._tokens = Tokens(node, self._http)
        elif node.bearer_token:
            self._http.headers["Authorization"] = f"Bearer {node.bearer_token}"
        elif node.username:
            self._http.auth = (node.username.encode(), node.password.encode())

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc_info) -> None:
        self._http.close()

    @contextmanager
    def call(
        self,
        method: str,
        path: str,
        *,
        step: Step,
        answer_s: float,
        accept: str,
        good: tuple[int, ...] = (200,),
        body: object = None,
        content_type: str = "",
    ) -> Iterator[requests.Response]:
        """Send one request and give its response, body unread.

        Parameters
        ----------
        method, path : str
            The path (and query) is appended to the node's URL, already encoded.
        step : Step
            For errors.
        answer_s : float
            How long the server may be silent.
        accept : str
            Media types we can use.
        good : tuple of int
            HTTP statuses that are no error.
        body, content_type
            For POST.

        Raises
        ------
        ArchiveError
            By what went wrong; also for trouble while the caller reads the body.
        """
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        if content_type:
            headers["Content-Type"] = content_type
        limits = self.node.deadlines
        try:
            with self._send(
                method,
                self.node.url.rstrip("/") + path,
                headers,
                data=body,
                timeout=(limits.connect_s * INNER_SHARE, answer_s * INNER_SHARE),
            ) as response:
                if response.status_code not in good:
                    raise http_failure(self.node.name, step, response)
                yield response
        except ArchiveError:
            raise
        except AddressRefused as refused:
            raise ConfigurationError(self.node.name, Step.CONNECT, str(refused)) from refused
        except Exception as trouble:
            raise network_failure(self.node.name, step, trouble) from trouble

    def _send(
        self, method: str, url: str, headers: dict[str, str], **request: Any
    ) -> requests.Response:
        """Send with a token where there is one; one that is refused is replaced once."""
        for attempt in (1, 2):
            if self._tokens is not None:
                headers["Authorization"] = self._tokens.header()
            response = self._http.request(
                method, url, headers=headers, stream=True, allow_redirects=False, **request
            )
            if response.status_code != _UNAUTHORISED or self._tokens is None or attempt == 2:
                break
            response.close()
            self._tokens.forget()
        return response


def _any_https(node: Node) -> bool:
    return any(url.lower().startswith("https:") for url in (node.url, node.token_url))


def check_address(address: str, host: str) -> None:
    """Refuse addresses that no PACS has.

    Link-local (cloud metadata services live there), multicast and unspecified addresses
    are refused always; loopback unless the administrator wrote it as such, so that no
    name can be made to point at this machine.

    Raises
    ------
    AddressRefused
        With the address.
    """
    there = ipaddress.ip_address(address.partition("%")[0])
    there = getattr(there, "ipv4_mapped", None) or there
    written_as_loopback = host.strip("[]") in ("localhost", "::1") or host.startswith("127.")
    if (
        there.is_link_local
        or there.is_multicast
        or there.is_unspecified
        or (there.is_loopback and not written_as_loopback)
    ):
        raise AddressRefused(f"{there} is not an address of a PACS")


class _Checked:
    """Connections that look where they got to before anything is sent."""

    def _new_conn(self):
        connection = super()._new_conn()
        try:
            check_address(connection.getpeername()[0], self.host)
        except AddressRefused:
            connection.close()
            raise
        return connection


class _CheckedHttp(_Checked, HTTPConnection):
    pass


class _CheckedHttps(_Checked, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHttps


class _CheckedAdapter(HTTPAdapter):
    """Connections of the kind above; over TLS in a context by BCP 195."""

    def __init__(self, context: ssl.SSLContext | None = None):
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args, **kwargs) -> None:
        if self._context is not None:
            kwargs["ssl_context"] = self._context
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
