"""The receiver on pynetdicom, for callers with whom our own upper layer does not get on."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pynetdicom import evt

from pacs_bridge.dimse import status
from pacs_bridge.dimse.bulk.attending import COMMITMENT, VERIFICATION
from pacs_bridge.dimse.bulk.pdu import title
from pacs_bridge.dimse.commitment_result import hear
from pacs_bridge.dimse.contexts import receiving_contexts, service_context
from pacs_bridge.dimse.inbox import accept, receiving_into
from pacs_bridge.dimse.keeping import Keeper
from pacs_bridge.dimse.server import DicomServer
from pacs_bridge.dimse.spool import Sender
from pacs_bridge.landing import seal

if TYPE_CHECKING:
    from pacs_bridge.dimse.receiver import Callers, ReceiverConfig, Refused

log = logging.getLogger("pacs_bridge.receiver")

_OUT_OF_RESOURCES = 0xA700


@contextmanager
def server(config: ReceiverConfig, callers: Callers, refused: Refused) -> Iterator[Callable]:
    """Give what makes a server for a port, while objects may arrive below the spool."""
    keeper = Keeper(config.spool)
    commitment = service_context(COMMITMENT)
    # The archive calls us and remains the SCP: it tells, we listen (PS3.4 J.3.3).
    commitment.scu_role, commitment.scp_role = False, True
    contexts = [*receiving_contexts(), service_context(VERIFICATION), commitment]

    def listening(port: int, tls: ssl.SSLContext | None) -> DicomServer:
        return DicomServer(
            config.ae_title,
            (config.host, port),
            contexts=contexts,
            callers=callers,
            refused=refused,
            handlers=[
                (evt.EVT_C_STORE, lambda event: _receive(event, keeper)),
                (
                    evt.EVT_N_EVENT_REPORT,
                    lambda event: (hear(keeper.spool, event.event_information), None),
                ),
            ],
            tls=tls,
            idle_s=config.idle_s,
            request_s=config.request_s,
            max_associations=config.max_associations,
        )

    with receiving_into(config.spool):
        yield listening


def _receive(event: evt.Event, keeper: Keeper) -> int:
    try:
        film = accept(event)
        seal(film)
        keeper.keep(film, _sender(event))
    except OSError as problem:
        log.error("could not keep an object: %s", problem.strerror or type(problem).__name__)
        return _OUT_OF_RESOURCES
    return status.SUCCESS


def _sender(event: evt.Event) -> Sender:
    requestor, request = event.assoc.requestor, event.request
    return Sender(
        calling_ae=_title(requestor.ae_title),
        address=requestor.address,
        move_originator_ae=_title(request.MoveOriginatorApplicationEntityTitle),
        move_originator_id=request.MoveOriginatorMessageID,
    )


def _title(text: str | None) -> str:
    return title((text or "").encode("ascii", "replace"))
