"""Change the archives of a site."""

from __future__ import annotations

from django.db import transaction

from planning.accounts import policy
from planning.accounts.models import IdentityDomain, Site, User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.pacs.models import PacsNode

REACHED_BY = (
    "protocol", "host", "port", "ae_title", "calling_ae_title", "url", "authentication",
    "username", "password", "token_url", "token_scope", "tls", "ca_file", "client_cert",
    "client_key", "character_set",
)  # fmt: skip
"""What a test was made with; with other settings it would have come out otherwise."""


@transaction.atomic
def create_node(*, actor: User | None, site: Site, identity_domain: str, **fields) -> PacsNode:
    """Add an archive.

    Parameters
    ----------
    actor : User or None
        An administrator of the site; None for the command line.
    site : Site
    identity_domain : str
        Who gives out the patient IDs in this archive; nodes that share the name share
        the patients.
    fields
        Of :class:`PacsNode`.

    Raises
    ------
    ValidationError
        If a field is wrong.
    PermissionDenied, Http404
        If the actor may not.
    """
    if actor is not None:
        policy.get(actor, Site, site.pk, Action.MANAGE_NODES)
    if fields.get("username"):
        fields.setdefault("authentication", PacsNode.Authentication.BASIC)
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name=identity_domain)
    node = PacsNode(site=site, identity_domain=domain, **fields)
    node.full_clean()
    node.save()
    _record(actor, node, AuditAction.CREATE)
    return node


@transaction.atomic
def update_node(*, actor: User, node: PacsNode, identity_domain: str, **fields) -> PacsNode:
    """Change an archive's settings.

    An empty password keeps the one that is there. Whoever changes how the archive is reached
    makes its last test void: nothing of it is used any more.
    """
    policy.get(actor, PacsNode, node.pk, Action.MANAGE_NODES)
    if not fields.get("password"):
        fields.pop("password", None)
    domain, _ = IdentityDomain.objects.get_or_create(site=node.site, name=identity_domain)
    node.identity_domain = domain
    reached_by = _reached_by(node)
    for name, value in fields.items():
        setattr(node, name, value)
    if _reached_by(node) != reached_by:
        node.profile, node.tested_at = {}, None
    node.full_clean()
    node.save()
    _record(actor, node, AuditAction.CHANGE)
    return node


def _reached_by(node: PacsNode) -> tuple:
    return tuple(getattr(node, name) for name in REACHED_BY)


def _record(actor: User | None, node: PacsNode, action: str) -> None:
    audit.record(actor=actor, action=action, object_kind="node", object_id=node.pk, site=node.site)
