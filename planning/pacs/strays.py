"""What archives and modalities have sent without having been asked, as it lies in the spool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from pacs_bridge.dimse import spool
from pacs_bridge.dimse.callers import Caller
from planning.accounts.models import Site
from planning.pacs.models import PacsNode


@dataclass(frozen=True, slots=True)
class Stray:
    """An object that nobody asked for.

    Attributes
    ----------
    path : Path
    sender, address : str
        AE title and address of who sent it.
    asked_by : str
        AE title of whom the sender says had asked for it; empty for a push.
    node : PacsNode or None
        The archive that it came from; None for a modality.
    site : Site
    """

    path: Path
    sender: str
    address: str
    asked_by: str
    node: PacsNode | None
    site: Site


def home() -> Site | None:
    """Return the site of what comes from who is no archive of ours: the first one."""
    return Site.objects.order_by("name").first()


def our_title(node: PacsNode) -> str:
    """Return the AE title by which an archive knows who asks."""
    return node.calling_ae_title or settings.RECEIVER_AE_TITLE


def any_there() -> bool:
    """Say whether there is anything that nobody asked for, or waits for any more."""
    spool.release_abandoned(settings.RECEIVER_SPOOL)
    return spool.has_unsolicited(settings.RECEIVER_SPOOL)


def strays() -> Iterator[Stray]:
    """Yield what nobody asked for, oldest first; :func:`forget` or :func:`refuse` each."""
    for path, sender in spool.unsolicited(settings.RECEIVER_SPOOL):
        node = _node_of(sender.calling_ae, sender.address)
        site = node.site if node else home()
        if site is not None:
            yield Stray(
                path, sender.calling_ae, sender.address, sender.move_originator_ae, node, site
            )


def forget(stray: Stray) -> None:
    """Remove an object from the spool because it is safe elsewhere."""
    spool.drop(stray.path)


def refuse(stray: Stray, code: str) -> None:
    """Keep an object that is not let in where only an administrator looks, with the reason."""
    spool.refuse(settings.RECEIVER_SPOOL, stray.path, code)


def _node_of(title: str, address: str) -> PacsNode | None:
    nodes = PacsNode.objects.filter(ae_title=title, enabled=True).select_related(
        "site", "identity_domain"
    )
    return next((node for node in nodes if Caller(title, node.host).covers(address)), None)
