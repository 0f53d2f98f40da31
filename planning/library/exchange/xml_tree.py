"""PURE. XML of strangers as a plain tree: no document type, no entities, no instructions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from planning.library.exchange.refusal import ExchangeRefused

MOST_BYTES = 8 * 2**20
MOST_ELEMENTS = 20_000
DEEPEST = 60


@dataclass(slots=True)
class Element:
    """An element: its name without prefix, the line on which it begins, and what is in it."""

    name: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)


def parse(data: bytes) -> Element:
    """Parse a document; text between elements is left out.

    Raises
    ------
    ExchangeRefused
        ``svg_too_large``, ``svg_unsafe`` (a document type, an entity, an instruction) or
        ``svg_broken``, each with the line.
    """
    if len(data) > MOST_BYTES:
        raise ExchangeRefused("svg_too_large", limit=MOST_BYTES)
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ExchangeRefused("svg_broken", where=error.lineno) from error
    except (LookupError, ValueError) as error:
        raise ExchangeRefused("svg_broken", where=1) from error
    if builder.root is None:
        raise ExchangeRefused("svg_broken", where=1)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._unsafe
        self.parser.EntityDeclHandler = self._unsafe
        self.parser.ProcessingInstructionHandler = self._unsafe
        self.parser.ExternalEntityRefHandler = self._unsafe

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise ExchangeRefused("svg_too_large", limit=MOST_ELEMENTS)
        plain = {_local(key): value for key, value in attributes.items()}
        element = Element(_local(name), self.parser.CurrentLineNumber, plain)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _unsafe(self, *said: object) -> None:
        raise ExchangeRefused("svg_unsafe", where=self.parser.CurrentLineNumber)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
