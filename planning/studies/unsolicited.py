"""What archives and modalities send without having been asked waits for a person.

The receiver puts such objects aside in its spool. Here, in a job, each becomes a row of what is set
aside, with the code ``unsolicited``: who sent it is in ``origin`` (``TITLE@ADDRESS``), in
``params`` as ``sender``, ``address`` and ``asked_by``, and in ``node`` where it is an archive
of ours; what it says about itself is in ``header``. Only films that trail behind a C-MOVE of
ours are imported as if they had come in time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, DataError

from planning.accounts.models import IdentityDomain
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs.services import enqueue
from planning.pacs import strays
from planning.pacs.gate import ImportRefused, inspect
from planning.pacs.strays import Stray, our_title
from planning.store.blobs import StoreFull
from planning.studies import mapping
from planning.studies.arrival import Arrival, Outcome, Source, receive
from planning.studies.identity import Asked
from planning.studies.models import Quarantined, Study

logger = logging.getLogger(__name__)

UNSOLICITED = "unsolicited"
NOT_TAKEN_IN = "not_taken_in"
JOB_KIND = "take_in_unsolicited"
MODALITIES_DOMAIN = "modalities"
# One entry of the trail for what one sender sends of one study in a quarter of an hour.
TOLD_AGAIN_AFTER_S = 900.0
# Why a file cannot be read now, whatever is in it.
PASSES = frozenset({"EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "EINTR"})

_told: dict[tuple, float] = {}


def ask_for_it() -> None:
    """Ask for the job that takes in what lies there; for the receiver, which calls it often."""
    site = strays.home()
    if site is not None and strays.any_there():
        enqueue(kind=JOB_KIND, key=JOB_KIND, site=site, arguments={})


def take_in(check: Callable[[], None] = lambda: None) -> int:
    """Bring what lies in the receiver's spool before a person.

    A process that is killed on the way leaves the object in the spool, and the next one
    takes it in again: nothing is lost, and nothing is there twice.

    Parameters
    ----------
    check : callable
        Called before each object; raises to stop.

    Returns
    -------
    int
        How many objects were dealt with.

    Raises
    ------
    StoreFull
        What is left stays where it is until there is room.
    OSError
        When something could not be read or moved; it stays, all else was taken in.
    """
    count, trouble = 0, None
    for stray in strays.strays():
        check()
        try:
            _take_in(stray)
        except StoreFull:
            raise
        except OSError as problem:
            trouble = problem
            continue
        except Exception as problem:
            if isinstance(problem, DatabaseError) and not isinstance(problem, DataError):
                raise
            # One object that breaks something holds up no other.
            logger.exception("what was sent to the receiver could not be taken in")
            strays.refuse(stray, NOT_TAKEN_IN)
            _record(stray, "refused", {"code": NOT_TAKEN_IN})
        count += 1
    if trouble is not None:
        raise trouble
    return count


def _take_in(stray: Stray) -> None:
    arrival = receive(
        path=stray.path,
        source=_source(stray),
        origin=f"{stray.sender}@{stray.address}",
    )
    if arrival.params.get("cause") in PASSES:
        raise OSError(f"cannot be read now: {arrival.params['cause']}")
    if arrival.outcome is Outcome.REFUSED:
        logger.warning(
            "%r at %s sent what is refused: %s", stray.sender, stray.address, arrival.code
        )
        _record(stray, "refused", {"code": arrival.code})
        strays.refuse(stray, arrival.code)
        return
    if arrival.outcome is Outcome.QUARANTINED:
        _note_facts(stray, arrival)
    strays.forget(stray)


def _source(stray: Stray) -> Source:
    if stray.node is None:
        domain, _ = IdentityDomain.objects.get_or_create(site=stray.site, name=MODALITIES_DOMAIN)
    else:
        domain = stray.node.identity_domain
    asked = _trails_behind(stray)
    waits_as = "" if asked else UNSOLICITED
    return Source(
        site=stray.site, identity_domain=domain, node=stray.node, asked=asked, waits_as=waits_as
    )


def _trails_behind(stray: Stray) -> Asked | None:
    """Return what was asked for, of a film that comes after its C-MOVE was over.

    Some archives give their last answer before their queue is empty. Such a film names our
    request, comes from the archive that was asked, and is of a study that came from there; all
    that is compared with what was asked for when films come in time is compared here.
    """
    if stray.node is None or stray.asked_by != our_title(stray.node):
        return None
    try:
        study_uid = mapping.identity(inspect(stray.path).tags).study_uid
    except ImportRefused:
        return None
    study = (
        Study.objects.select_related("patient")
        .filter(site=stray.site, node=stray.node, study_instance_uid=study_uid)
        .first()
    )
    if study is None:
        return None
    return Asked(
        study_uid,
        study.patient.patient_id,
        name=study.received_name,
        birth_date=study.received_birth_date,
        sex=study.received_sex,
    )


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
