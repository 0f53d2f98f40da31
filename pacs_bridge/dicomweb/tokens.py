"""OAuth 2.0 client credentials (RFC 6749 4.4): a bearer token, fetched and renewed by itself.

Tokens live in this process's memory only. They are never logged, written down or part of a
message; of what a token service says about a refusal only the code is told.
"""

from __future__ import annotations

import hashlib
import threading
from typing import Any

import requests
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from pacs_bridge.dicomweb.failures import http_failure, network_failure
from pacs_bridge.errors import ArchiveError, BadAnswer, NotAuthorised
from pacs_bridge.types import Node, Step

LEEWAY_S = 60
"""A token that is good for less than this is replaced before it is used."""

_CAP_BYTES = 65_536
# RFC 6749 5.2; another word could be anything, so it is not repeated.
_CODES = {
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
}
_kept: dict[str, Any] = {}
_lock = threading.Lock()


class Tokens:
    """The token of one node.

    Parameters
    ----------
    node : Node
        With ``token_url``, ``username`` and ``password`` (client identifier and secret).
    http : requests.Session
        Of the node: same authorities, certificates and checks of addresses.
    """

    def __init__(self, node: Node, http: requests.Session):
        self._node = node
        self._key = _fingerprint(node)
        self._client = OAuth2Client(
            _Line(node, http), scope=node.token_scope or None, token=_kept.get(self._key)
        )

    def header(self) -> str:
        """Return the value of the Authorization header, with a token that is still good.

        Raises
        ------
        NotAuthorised
            When the token service refuses us.
        ArchiveError
            By what else went wrong with it.
        """
        token = self._client.token
        if token is None or token.is_expired(leeway=LEEWAY_S):
            token = self._fetch()
        return f"Bearer {token['access_token']}"

    def forget(self) -> None:
        """Drop the token: the archive did not take it."""
        with _lock:
            _kept.pop(self._key, None)
        self._client.token = None

    def _fetch(self) -> Any:
        node = self._node
        try:
            token = self._client.fetch_token(
                node.token_url,
                auth=(node.username.encode(), node.password.encode()),
                grant_type="client_credentials",
                **({"scope": node.token_scope} if node.token_scope else {}),
            )
            usable = isinstance(token["access_token"], str) and token["access_token"].isprintable()
        except ArchiveError:
            raise
        except OAuth2Error as refused:
            code = refused.error if refused.error in _CODES else "refused"
            raise NotAuthorised(node.name, Step.CONNECT, f"token service: {code}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            usable = False
        except Exception as trouble:
            raise network_failure(node.name, Step.CONNECT, trouble) from None
        if not usable:
            raise BadAnswer(node.name, Step.CONNECT, "token service: an answer without a token")
        with _lock:
            _kept[self._key] = token
        return token


class _Line:
    """What Authlib calls to post: our session, with our limits and without redirects."""

    def __init__(self, node: Node, http: requests.Session):
        self._node = node
        self._http = http

    def post(self, url: str, **request: Any) -> requests.Response:
        limits = self._node.deadlines
        response = self._http.request(
            "POST",
            url,
            timeout=(limits.connect_s, limits.echo_s),
            allow_redirects=False,
            stream=True,
            **request,
        )
        with response:
            body = response.raw.read(_CAP_BYTES + 1, decode_content=True)
        if len(body) > _CAP_BYTES:
            raise BadAnswer(self._node.name, Step.CONNECT, "token service: an endless answer")
        # RFC 6749 5.2: a refusal is 400 or 401 with a code in its body.
        if response.status_code not in (200, 400, 401):
            raise http_failure(self._node.name, Step.CONNECT, response)
        response._content = body
        return response


def _fingerprint(node: Node) -> str:
    parts = (node.token_url, node.token_scope, node.username, node.password)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
