"""PURE. A package as JSON and back, exactly: every number keeps its last bit.

The JSON has the fields of the dataclasses of :mod:`planning.library.package` under their own
names. A point is ``[x, y]``; a segment is tagged by ``type``: ``line``, ``arc`` or ``cubic``.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import functools
import math
import types
import typing
from typing import Any

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path
from planning.library.package import PACKAGE_SCHEMA, ImplantPackage, PackageFamily

_TAGS = {"line": Line, "arc": Arc, "cubic": Cubic}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}


class PackageUnreadable(ValueError):
    """The JSON is not that of a package; the message says where and what."""


def package_to_json(package: ImplantPackage) -> dict[str, Any]:
    """Return a package as plain JSON values, with ``schema``."""
    return {"schema": PACKAGE_SCHEMA, **_plain(package)}


def package_from_json(data: Any) -> ImplantPackage:
    """Read what :func:`package_to_json` wrote.

    Raises
    ------
    PackageUnreadable
        If the schema is another one, or anything is missing, unknown or of another type.
    """
    if not isinstance(data, dict) or data.get("schema") != PACKAGE_SCHEMA:
        raise PackageUnreadable("this is no implant package of schema 1")
    rest = {name: value for name, value in data.items() if name != "schema"}
    return _read(rest, ImplantPackage, "package")


def package_family_to_json(family: PackageFamily) -> dict[str, Any]:
    """Return one family as plain JSON values."""
    return _plain(family)


def package_family_from_json(data: Any) -> PackageFamily:
    """Read what :func:`package_family_to_json` wrote.

    Raises
    ------
    PackageUnreadable
    """
    return _read(data, PackageFamily, "family")


def path_to_json(path: Path) -> dict[str, Any]:
    """Return one path of a view as plain JSON values."""
    return _plain(path)


def _plain(value: Any) -> Any:
    if isinstance(value, Point):
        return [value.x, value.y]
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        tag = {"type": _TAG_OF[type(value)]} if type(value) in _TAG_OF else {}
        fields = dataclasses.fields(value)
        return tag | {field.name: _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, collections.abc.Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value


def _read(value: Any, wanted: Any, where: str) -> Any:
    origin = typing.get_origin(wanted)
    if wanted is Point:
        return Point(*(_number(one, where) for one in _items(value, where, 2)))
    if origin is tuple:
        return _read_tuple(value, typing.get_args(wanted), where)
    if origin in (types.UnionType, typing.Union):
        return _read_union(value, typing.get_args(wanted), where)
    if origin is collections.abc.Mapping:
        inner = typing.get_args(wanted)[1]
        return {
            _text(name, where): _read(one, inner, f"{where}/{name}")
            for name, one in _fields(value, where).items()
        }
    if dataclasses.is_dataclass(wanted):
        return _read_dataclass(value, wanted, where)
    return _read_plain(value, wanted, where)


def _read_plain(value: Any, wanted: Any, where: str) -> Any:
    if isinstance(wanted, type) and issubclass(wanted, enum.StrEnum):
        try:
            return wanted(_text(value, where))
        except ValueError as error:
            raise PackageUnreadable(f"{where}: {value!r} is not known here") from error
    if wanted is float:
        return _number(value, where)
    if wanted is str:
        return _text(value, where)
    if type(value) is not wanted:
        raise PackageUnreadable(f"{where}: this should be {wanted.__name__}")
    return value


def _read_tuple(value: Any, inner: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    if inner[-1] is Ellipsis:
        return tuple(
            _read(one, inner[0], f"{where}/{n}") for n, one in enumerate(_items(value, where))
        )
    items = _items(value, where, len(inner))
    return tuple(_read(one, kind, where) for one, kind in zip(items, inner, strict=True))


def _read_union(value: Any, inner: tuple[Any, ...], where: str) -> Any:
    """Read a segment by its tag, what may be None, or a number or text."""
    if Line in inner:
        kind = _TAGS.get(_fields(value, where).get("type"))
        if kind is None:
            raise PackageUnreadable(f"{where}: a curve is a line, an arc or a cubic")
        rest = {name: one for name, one in value.items() if name != "type"}
        return _read_dataclass(rest, kind, where)
    if type(None) in inner:
        return None if value is None else _read(value, inner[0], where)
    return value if isinstance(value, str) else _number(value, where)


def _read_dataclass(value: Any, wanted: Any, where: str) -> Any:
    given, hints = _fields(value, where), _hints(wanted)
    if unknown := sorted(set(given) - set(hints)):
        raise PackageUnreadable(f"{where}: unknown here: {', '.join(unknown)}")
    if missing := sorted(set(hints) - set(given)):
        raise PackageUnreadable(f"{where}: missing here: {', '.join(missing)}")
    return wanted(**{n: _read(given[n], kind, f"{where}/{n}") for n, kind in hints.items()})


@functools.cache
def _hints(wanted: type) -> dict[str, Any]:
    return typing.get_type_hints(wanted)


def _fields(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PackageUnreadable(f"{where}: this should have named fields")
    return value


def _items(value: Any, where: str, count: int | None = None) -> list[Any]:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise PackageUnreadable(f"{where}: this should be a list" + (f" of {count}" * bool(count)))
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise PackageUnreadable(f"{where}: this should be a number")
    return float(value)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise PackageUnreadable(f"{where}: this should be text")
    return value
