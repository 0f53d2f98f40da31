"""Chain the events, so that a changed, removed or cut trail shows."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import transaction

from planning.audit.models import AuditEvent, AuditSeal

GENESIS = "0" * 64
BATCH = 500
FIELDS = (
    "at", "actor", "actor_id", "site_id", "action", "object_kind", "object_id",
    "patient_key", "outcome", "detail", "address",
)  # fmt: skip


def digest(event: AuditEvent, previous: str) -> str:
    """Return the keyed hash over an event's canonical form and the hash before it."""
    values = {name: getattr(event, name) for name in FIELDS} | {"id": event.pk, "prev": previous}
    values["at"] = event.at.isoformat()
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), default=str)
    return hmac.new(settings.SECRET_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def seal_pending() -> int:
    """Seal events that have none yet, in the order of their numbers; return how many.

    The newest seal is locked, so two sealers cannot fork the chain; the primary key of
    the seal refuses a second one for the same event.
    """
    last = AuditSeal.objects.select_for_update().order_by("-pk").first()
    previous = last.digest if last else GENESIS
    pending = AuditEvent.objects.filter(seal__isnull=True).order_by("pk")[:BATCH]
    count = 0
    for count, event in enumerate(pending, start=1):  # noqa: B007
        seal = AuditSeal.objects.create(
            event=event, previous=previous, digest=digest(event, previous)
        )
        previous = seal.digest
    return count


@dataclass(frozen=True, slots=True)
class ChainState:
    """What reading the whole trail again found.

    Attributes
    ----------
    sealed, unsealed : int
        Events in the chain, and events added since the last seal.
    first_bad : int or None
        Number of the first event that does not fit, or None.
    head : str
        Digest of the last seal that fits; kept elsewhere, it shows an end cut off later.
    anchored : bool
        Whether a head that was kept elsewhere is still in the chain.
    """

    sealed: int
    unsealed: int
    first_bad: int | None
    head: str = ""
    anchored: bool = True

    @property
    def whole(self) -> bool:
        """Say whether nothing was changed, removed or cut off."""
        return self.first_bad is None and self.anchored


def verify(*, anchor: str = "") -> ChainState:
    """Read every sealed event again and compare it with its seal.

    Parameters
    ----------
    anchor : str
        A head that an earlier reading gave. Without one, events and seals that were
        removed together at the end of the trail leave no trace in it.
    """
    previous, sealed, anchored = GENESIS, 0, not anchor
    unsealed = AuditEvent.objects.filter(seal__isnull=True).count()
    first_bad = None
    for seal, event in _seals_with_events():
        if event is None or seal.previous != previous or seal.digest != digest(event, previous):
            first_bad = seal.event_id
            break
        previous, sealed = seal.digest, sealed + 1
        anchored = anchored or seal.digest == anchor
    return ChainState(sealed, unsealed, first_bad, previous if sealed else "", anchored)


def _seals_with_events() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    """Yield every seal; a join would pass over those whose event is gone."""
    seals = AuditSeal.objects.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(seals, BATCH)):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in batch])
        yield from ((seal, events.get(seal.event_id)) for seal in batch)
