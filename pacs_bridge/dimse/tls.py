"""TLS by the BCP 195 profile (PS3.15 B.12): 1.2 at least, peers checked, nothing weaker.

For DICOM connections and for HTTPS. With TLS 1.2 only what RFC 9325 4.2 recommends is offered:
ephemeral keys and authenticated encryption. A peer that has none of it is refused; there is
no plain connection in its place.
"""

from __future__ import annotations

import ssl

from pacs_bridge.errors import ConfigurationError
from pacs_bridge.types import Node, Step

TLS_1_2_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""OpenSSL's names for the suites of RFC 9325 4.2; those of TLS 1.3 are all good."""

DISTRUST = "no TLS that is trusted"


def client_context(node: Node) -> ssl.SSLContext:
    """Make the TLS context for calling a node; there is no way to turn checking off.

    Parameters
    ----------
    node : Node
        ``ca_file`` replaces the system's authorities; ``client_cert`` and
        ``client_key`` are presented when given.

    Raises
    ------
    ConfigurationError
        When a file is missing or is not what it should be.
    """
    try:
        context = ssl.create_default_context(cafile=node.ca_file)
        _harden(context)
        if node.client_cert:
            context.load_cert_chain(node.client_cert, node.client_key, password=_no_passphrase)
    except (OSError, ValueError) as problem:
        reason = str(problem) if type(problem) is ValueError else type(problem).__name__
        raise ConfigurationError(node.name, Step.CONNECT, f"TLS files: {reason}") from problem
    return context


def server_context(cert: str, key: str, ca_file: str) -> ssl.SSLContext:
    """Make the TLS context for our receiver; callers must present a certificate of ``ca_file``."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_file)
    _harden(context)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(cert, key, password=_no_passphrase)
    return context


def is_distrust(problem: OSError) -> bool:
    """Whether a handshake failed by what the peer showed, and not because it hung up."""
    return isinstance(problem, ssl.SSLError) and not isinstance(problem, ssl.SSLEOFError)


def _harden(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(TLS_1_2_SUITES)
    # Renegotiation and compression have had attacks of their own (RFC 9325 3.3 and 3.5).
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION


def _no_passphrase() -> bytes:
    """Nobody sits at a terminal to be asked for one."""
    raise ValueError("the key has a passphrase")
