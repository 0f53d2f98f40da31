"""Messages out of a stream of P-DATA PDUs, whoever opened the association (PS3.7 6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from pacs_bridge.dimse.bulk import command as commands
from pacs_bridge.dimse.bulk.command import Command
from pacs_bridge.dimse.bulk.pdu import (
    COMMAND,
    FRAGMENT_HEAD,
    LAST,
    BadPdu,
    Kind,
    fragments,
)
from pacs_bridge.dimse.bulk.pipe import Pipe
from pacs_bridge.dimse.wire import MESSAGE_CAP_BYTES

_NOT_DICOM = "a message that is not DICOM"


class Messages:
    """Reads and sends messages of one association; belongs to one thread.

    Parameters
    ----------
    line : Pipe
        Makes the errors for what goes wrong.
    peer_pdu_bytes : int
        Longest PDU that the peer takes; 0 for any.
    command_cap_bytes : int
        No command may be longer.
    """

    def __init__(self, line: Pipe, peer_pdu_bytes: int, command_cap_bytes: int = MESSAGE_CAP_BYTES):
        self._line = line
        self._peer_pdu_bytes = peer_pdu_bytes
        self._command_cap_bytes = command_cap_bytes
        self._left_bytes = 0

    def ended(self, kind: Kind) -> NoReturn:
        """The peer aborted, or asked for release: raise what that means here."""
        raise NotImplementedError

    def send(self, context: int, command: bytes, data_set: bytes = b"") -> None:
        """Send a message."""
        limit = self._peer_pdu_bytes
        parts = list(fragments(context, command, command=True, max_pdu_bytes=limit))
        if data_set:
            parts += fragments(context, data_set, command=False, max_pdu_bytes=limit)
        self._line.send(b"".join(parts))

    def next_command(self) -> tuple[int, Command]:
        """Wait for a message; its data set, if it has one, must be read before the next.

        Returns
        -------
        tuple of int and Command
            The context, and the command.
        """
        content = bytearray()
        while True:
            context, flags, size = self._fragment()
            is_command = flags & COMMAND and (size or flags & LAST)
            if not is_command or len(content) + size > self._command_cap_bytes:
                raise self._line.bad(_NOT_DICOM)
            content += self._line.read(size)
            if flags & LAST:
                try:
                    return context, commands.read(bytes(content))
                except BadPdu as problem:
                    raise self._line.bad(str(problem)) from problem

    def data_set(self, context: int) -> Iterator[memoryview]:
        """Yield the data set of the message whose command was read, as it comes."""
        while True:
            number, flags, size = self._fragment()
            if flags & COMMAND or number != context:
                raise self._line.bad(_NOT_DICOM)
            while size:
                part = self._line.take(size)
                size -= len(part)
                yield part
            if flags & LAST:
                return

    def whole_data_set(self, context: int, cap_bytes: int = MESSAGE_CAP_BYTES) -> bytes:
        """Read a data set into memory; one that is larger than the cap is not believed."""
        content = bytearray()
        for part in self.data_set(context):
            content += part
            if len(content) > cap_bytes:
                raise self._line.bad(f"a message of more than {cap_bytes} bytes")
        return bytes(content)

    def _fragment(self) -> tuple[int, int, int]:
        if self._left_bytes == 0:
            self._left_bytes = self._next_data_pdu()
        if self._left_bytes < FRAGMENT_HEAD.size:
            raise self._line.bad(_NOT_DICOM)
        length, context, flags = FRAGMENT_HEAD.unpack(self._line.read(FRAGMENT_HEAD.size))
        size = length - 2
        self._left_bytes -= FRAGMENT_HEAD.size + size
        if size < 0 or self._left_bytes < 0:
            raise self._line.bad("a fragment that is longer than its PDU")
        return context, flags, size

    def _next_data_pdu(self) -> int:
        kind, length = self._line.read_head()
        if kind in (Kind.ABORT, Kind.RELEASE_RQ):
            self.ended(Kind(kind))
        if kind != Kind.DATA:
            raise self._line.bad(_NOT_DICOM)
        return length
