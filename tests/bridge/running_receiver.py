"""A receiver in a thread of the tests' own process, either of the two."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.dimse import receiver
from pacs_bridge.dimse.callers import Caller
from pacs_bridge.dimse.receiver import ReceiverConfig
from pacs_bridge.dimse.spool import UNSOLICITED
from tests.builders.dicom_files import FILM, dataset
from tests.builders.sender import Sender

TITLE = "PLUMB_RX"
SOP_UID = FILM["SOPInstanceUID"].encode()
DATA_SET = dataset()
ACCEPTED = 2


@dataclass(slots=True)
class Running:
    """A receiver in a thread of this process."""

    port: int
    spool: Path
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    def films(self) -> list[Path]:
        return sorted((self.spool / UNSOLICITED).glob("*.dcm"))

    def arriving(self) -> list[Path]:
        return list(self.spool.glob("arriving-*/*"))

    def takes_films(self) -> bool:
        """Whether it still does its work: an object is sent, answered and there."""
        before = len(self.films())
        with Sender(self.port) as sender:
            if sender.associate("PACS", TITLE)[0] != ACCEPTED:
                # Who has just been ended may hold its place for a moment.
                return False
            assert sender.store(SOP_UID, DATA_SET) == 0
            sender.release()
        return len(self.films()) == before + 1


@contextmanager
def running(spool: Path, **settings) -> Iterator[Running]:
    """Run a receiver that ``PACS`` may call; settings are those of its configuration."""
    config = ReceiverConfig(
        port=free_port(),
        ae_title=TITLE,
        spool=spool,
        allow=(Caller("PACS", "127.0.0.1"), Caller("FAR", "10.9.8.7")),
        grace_s=0.2,
    )
    config = replace(config, **settings)
    stop, ready, there = threading.Event(), threading.Event(), Running(config.port, spool)
    thread = threading.Thread(
        target=receiver.serve,
        args=(config, stop, lambda port: ready.set()),
        kwargs={"refused": lambda *who: there.refused.append(who)},
    )
    thread.start()
    try:
        assert ready.wait(20)
        yield there
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()
