"""What archives and modalities send without having been asked waits for a person.

The receiver puts such objects aside in its spool. Here each becomes a row of what is set
aside, with the code ``unsolicited``: who sent it is in ``origin`` (``TITLE@ADDRESS``), in
``params`` as ``sender``, ``address`` and ``asked_by``, and in ``node`` where it is an archive
of ours; what it says about itself is in ``header``.
"""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError

from planning.accounts.models import IdentityDomain
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.pacs import receiving
from planning.pacs.receiving import Stray
from planning.store.blobs import StoreFull
from planning.studies.arrival import Arrival, Outcome, Source, receive
from planning.studies.models import Quarantined

logger = logging.getLogger(__name__)

UNSOLICITED = "unsolicited"
MODALITIES_DOMAIN = "modalities"
# One entry of the trail for what one sender sends of one study in a quarter of an hour.
TOLD_AGAIN_AFTER_S = 900.0

_told: dict[tuple, float] = {}
_left_alone: set[str] = set()


def take_in() -> int:
    """Bring what lies in the receiver's spool before a person.

    A process that is killed on the way leaves the object in the spool, and the next one
    takes it in again: nothing is lost, and nothing is there twice.

    Returns
    -------
    int
        How many objects were dealt with.
    """
    count = 0
    for stray in receiving.strays():
        if stray.path.name in _left_alone:
            continue
        try:
            _take_in(stray)
        except StoreFull:
            # It stays where it is until there is room.
            logger.error("no room for what was sent to the receiver")
            break
        except DatabaseError:
            raise
        except Exception:
            # One object that breaks something holds up no other; it stays for a person to see.
            logger.exception("what was sent to the receiver could not be taken in")
            _left_alone.add(stray.path.name)
        else:
            count += 1
    return count


def _take_in(stray: Stray) -> None:
    arrival = receive(
        path=stray.path,
        source=_source(stray),
        origin=f"{stray.sender}@{stray.address}",
    )
    if arrival.outcome is Outcome.REFUSED:
        logger.warning(
            "%r at %s sent what is refused: %s", stray.sender, stray.address, arrival.code
        )
        _record(stray, "refused", {"code": arrival.code})
        receiving.refuse(stray, arrival.code)
        return
    if arrival.outcome is Outcome.QUARANTINED:
        _note_facts(stray, arrival)
    receiving.forget(stray)


def _source(stray: Stray) -> Source:
    if stray.node is not None:
        domain = stray.node.identity_domain
    else:
        domain, _ = IdentityDomain.objects.get_or_create(site=stray.site, name=MODALITIES_DOMAIN)
    return Source(site=stray.site, identity_domain=domain, node=stray.node, waits_as=UNSOLICITED)


def _note_facts(stray: Stray, arrival: Arrival) -> None:
    facts = {
        "sender": stray.sender,
        "address": stray.address,
        "asked_by": stray.asked_by,
        "node": stray.node.name if stray.node else "",
    }
    row = Quarantined.objects.get(pk=arrival.quarantined_id)
    row.params |= facts
    row.save(update_fields=["params"])
    study_uid = (row.header.get("StudyInstanceUID") or [""])[0]
    now = time.monotonic()
    if now - _told.get((stray.sender, study_uid), -TOLD_AGAIN_AFTER_S) >= TOLD_AGAIN_AFTER_S:
        if len(_told) > 10_000:
            _told.clear()
        _told[stray.sender, study_uid] = now
        _record(stray, "ok", {"code": arrival.code}, row.pk)


def _record(stray: Stray, outcome: str, detail: dict, key: object = "") -> None:
    audit.record(
        actor=None,
        action=AuditAction.IMPORT,
        object_kind="set_aside",
        object_id=key,
        site=stray.site,
        outcome=outcome,
        detail=detail | {"sender": stray.sender},
        address=stray.address.partition("%")[0] or None,
    )
