"""Rows as the bridge describes archives."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from pacs_bridge.charset import text_coding
from pacs_bridge.types import Node, Protocol, Retrieval
from planning.pacs.models import PacsNode
from planning.pacs.profiles import from_json


def is_character_set(text: str) -> bool:
    """Whether a text is a value of Specific Character Set that we understand."""
    return text_coding(text).known


def searchable(nodes: QuerySet[PacsNode]) -> QuerySet[PacsNode]:
    """Leave out those whose test found that no study can be searched for: mere worklists."""
    return nodes.filter(Q(profile__searches__isnull=True) | Q(profile__searches=True))


def bridge_node(row: PacsNode) -> Node:
    """Return the bridge's description of a node, with what its last test found."""
    return Node(
        name=row.name,
        protocol=Protocol(row.protocol),
        host=row.host,
        port=row.port,
        ae_title=row.ae_title,
        calling_ae_title=row.calling_ae_title or settings.RECEIVER_AE_TITLE,
        retrieval=Retrieval(row.retrieval),
        own_receive=settings.OWN_RECEIVE,
        move_ae_title=settings.RECEIVER_AE_TITLE,
        move_spool=settings.RECEIVER_SPOOL,
        url=row.url,
        character_set=row.character_set,
        tls=row.tls,
        ca_file=Path(row.ca_file) if row.ca_file else None,
        client_cert=Path(row.client_cert) if row.client_cert else None,
        client_key=Path(row.client_key) if row.client_key else None,
        profile=from_json(row.profile),
        **_credentials(row),
    )


def _credentials(row: PacsNode) -> dict[str, str]:
    """Return only those that belong to the chosen way of signing in."""
    kind = PacsNode.Authentication
    if row.authentication == kind.BEARER:
        return {"bearer_token": row.password}
    named = {"username": row.username, "password": row.password}
    if row.authentication == kind.OAUTH2:
        return named | {"token_url": row.token_url, "token_scope": row.token_scope}
    return named if row.authentication == kind.BASIC else {}
