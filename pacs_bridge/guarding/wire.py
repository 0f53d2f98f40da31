"""Values between the caller and the child, as JSON.

Never pickle: the child talks to strangers, and what it sends back must not be able to
run anything here. Only plain values, dates, paths, and the dataclasses, closed sets and
errors of this package cross.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import struct
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from pathlib import Path
from typing import Any

from pacs_bridge.errors import ArchiveError
from pacs_bridge.types import Step

HEADER = struct.Struct(">I")
LARGEST_FRAME_BYTES = 64 * 2**20
_PACKAGE = "pacs_bridge."


def frame(value: object) -> bytes:
    """Encode one value with its length in front.

    Raises
    ------
    TypeError
        For a value that may not cross.
    """
    body = json.dumps(_plain(value), separators=(",", ":")).encode()
    if len(body) > LARGEST_FRAME_BYTES:
        raise TypeError("value too large to cross to another process")
    return HEADER.pack(len(body)) + body


def unframe(body: bytes | bytearray, *, functions: bool = False) -> Any:
    """Decode the body of one frame.

    Parameters
    ----------
    body : bytes
        Without the length.
    functions : bool
        Whether references to functions are followed; only the child does, for what the
        caller asks it to run.

    Raises
    ------
    ValueError
        For anything that :func:`frame` did not write.
    """
    try:
        return _value(json.loads(body), functions)
    except (KeyError, TypeError, AttributeError, ImportError, RecursionError) as error:
        raise ValueError("not a value of the bridge") from error


def _plain(value: object) -> object:  # noqa: C901 - one line per kind of value
    if isinstance(value, Enum):
        return {"enum": [_class_path(type(value)), value.value]}
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, ArchiveError):
        fields = (value.node, str(value.step), value.cause, value.seconds)
        return {"error": [_class_path(type(value)), *fields]}
    if isinstance(value, tuple):
        return {"tuple": [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if type(value) is date:
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, Path):
        return {"path": str(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return {
            "class": _class_path(type(value)),
            "fields": {name: _plain(getattr(value, name)) for name in names},
        }
    if callable(value):
        return {"function": _function_path(value)}
    raise TypeError(f"{type(value).__name__} may not cross to another process")


def _value(plain: Any, functions: bool) -> Any:
    if isinstance(plain, list):
        return [_value(item, functions) for item in plain]
    if not isinstance(plain, dict):
        return plain
    if "class" in plain:
        kind = _find_class(plain["class"])
        if not dataclasses.is_dataclass(kind):
            raise ValueError("not a dataclass")
        return kind(**{name: _value(item, functions) for name, item in plain["fields"].items()})
    ((tag, content),) = plain.items()
    if tag == "function" and functions:
        return _find(content)
    return _READERS[tag](content, functions)


def _read_error(content: list, _functions: bool) -> ArchiveError:
    path, node, step, cause, seconds = content
    kind = _find_class(path)
    if not issubclass(kind, ArchiveError):
        raise ValueError("not an error of the bridge")
    return kind(node, Step(step), cause, seconds=seconds)


def _read_enum(content: list, _functions: bool) -> Enum:
    kind = _find_class(content[0])
    if not issubclass(kind, Enum):
        raise ValueError("not a closed set")
    return kind(content[1])


_READERS: dict[str, Callable[[Any, bool], Any]] = {
    "tuple": lambda content, functions: tuple(_value(item, functions) for item in content),
    "date": lambda content, _: date.fromisoformat(content),
    "time": lambda content, _: time.fromisoformat(content),
    "path": lambda content, _: Path(content),
    "error": _read_error,
    "enum": _read_enum,
}


def _class_path(kind: type) -> str:
    path = f"{kind.__module__}:{kind.__qualname__}"
    if not path.startswith(_PACKAGE):
        raise TypeError(f"{path} may not cross to another process")
    return path


def _find_class(path: str) -> type:
    if not path.startswith(_PACKAGE):
        raise ValueError("not a class of the bridge")
    found = _find(path)
    if not isinstance(found, type):
        raise ValueError("not a class of the bridge")
    return found


def _function_path(function: Callable) -> str:
    path = f"{function.__module__}:{getattr(function, '__qualname__', '')}"
    try:
        same = _find(path) == function
    except (ImportError, AttributeError, ValueError):
        same = False
    if not same or path.startswith("__main__:"):
        raise TypeError(f"{path} cannot be imported by name, so another process cannot run it")
    return path


def _find(path: str) -> Any:
    module, _, name = path.partition(":")
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found
