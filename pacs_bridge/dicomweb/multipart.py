"""Read multipart/related (RFC 2046, RFC 2387) from a stream, never more than a block at once.

Bodies are handed out as views of the block that was read, so that their bytes are not copied;
a view is valid until the next one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

BLOCK_BYTES = 1 << 20
_HEADERS_CAP_BYTES = 16_384


class MultipartError(ValueError):
    """The stream is not multipart, or ended in the middle."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers and its body, to be read before the next part."""

    headers: Message
    body: Iterator[memoryview]


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type header names.

    Raises
    ------
    MultipartError
        When it is not multipart/related with a boundary.
    """
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/related" or not isinstance(boundary, str):
        raise MultipartError(f"{header.get_content_type()} instead of multipart/related")
    return boundary.encode("latin-1", "replace")


def read_parts(read: Callable[[int], bytes], boundary: bytes) -> Iterator[Part]:
    """Yield the parts of a stream.

    Parameters
    ----------
    read : callable
        Returns at most so many bytes, and none at the end.
    boundary : bytes
        Without the leading hyphens.

    Raises
    ------
    MultipartError
        Also while a body is read, when the stream ends before its closing boundary.
    """
    source = _Source(read, b"\r\n--" + boundary)
    _exhaust(source.until_delimiter())
    while source.starts_part():
        headers = source.headers()
        body = source.until_delimiter()
        yield Part(headers, body)
        _exhaust(body)


def _exhaust(body: Iterator[memoryview]) -> None:
    for _ in body:
        pass


class _Source:
    """A stream, the block of it that is being read, and where in it we are."""

    def __init__(self, read: Callable[[int], bytes], delimiter: bytes):
        self._read = read
        self._delimiter = delimiter
        # The first delimiter may stand at the very beginning, without a line break.
        self._block = b"\r\n"
        self._at = 0

    def starts_part(self) -> bool:
        """Read the end of a delimiter line; False when it was the closing one."""
        begin = self._take(2)
        if begin == b"--":
            return False
        if begin != b"\r\n":
            # Padding may follow a delimiter (RFC 2046 5.1.1).
            self._take(self._find(b"\n") + 1)
        return True

    def until_delimiter(self) -> Iterator[memoryview]:
        """Yield what stands before the next delimiter, and pass over that."""
        # So many bytes at the end of a block may be the beginning of a delimiter.
        doubtful = len(self._delimiter) - 1
        while (at := self._block.find(self._delimiter, self._at)) < 0:
            stop = len(self._block) - doubtful
            if stop > self._at:
                start, self._at = self._at, stop
                yield memoryview(self._block)[start:stop]
            self._fill()
        start, self._at = self._at, at + len(self._delimiter)
        if at > start:
            yield memoryview(self._block)[start:at]

    def headers(self) -> Message:
        """Read the headers of a part, and the empty line after them."""
        lines = b""
        while (line := self._take(self._find(b"\r\n") + 2)) != b"\r\n":
            lines += line
            if len(lines) > _HEADERS_CAP_BYTES:
                raise MultipartError("part headers without end")
        return HeaderParser().parsestr(lines.decode("latin-1"), headersonly=True)

    def _find(self, mark: bytes) -> int:
        """Return how far away a mark is; in headers it must be near."""
        while (at := self._block.find(mark, self._at, self._at + _HEADERS_CAP_BYTES)) < 0:
            if len(self._block) - self._at >= _HEADERS_CAP_BYTES:
                raise MultipartError("a line without end")
            self._fill()
        return at - self._at

    def _take(self, count: int) -> bytes:
        while len(self._block) - self._at < count:
            self._fill()
        start, self._at = self._at, self._at + count
        return self._block[start : self._at]

    def _fill(self) -> None:
        """Go on to the next block; what has not been taken of this one stands before it."""
        block = self._read(BLOCK_BYTES)
        if not block:
            raise MultipartError("the stream ended before its closing boundary")
        rest = self._block[self._at :]
        self._block, self._at = rest + block if rest else block, 0
