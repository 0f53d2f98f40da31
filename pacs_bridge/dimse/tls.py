"""TLS for DICOM connections by the BCP 195 profile (PS3.15 B.12): 1.2 at least, peers checked."""

from __future__ import annotations

import ssl

from pacs_bridge.errors import ConfigurationError
from pacs_bridge.types import Node, Step


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
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if node.client_cert:
            context.load_cert_chain(node.client_cert, node.client_key)
    except (OSError, ValueError) as problem:
        raise ConfigurationError(
            node.name, Step.CONNECT, f"TLS files: {type(problem).__name__}"
        ) from problem
    return context


def server_context(cert: str, key: str, ca_file: str) -> ssl.SSLContext:
    """Make the TLS context for our receiver; callers must present a certificate of ``ca_file``."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(cert, key)
    return context
