"""The form of a definition's data: which fields there are and what they hold.

The same rules as JSON Schema are in ``definitions/schema/definition.json`` for editors; a test
holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.quantity import Unit

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
REGIONS = (
    "general", "hip", "knee", "osteotomy", "spine", "foot", "shoulder", "child", "trauma",
    "calibration",
)  # fmt: skip

Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value and value != ""


def _name(value: Any) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _one_of(*allowed: str) -> Check:
    return lambda value: value in allowed


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(item) for item in value)


def _mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


FIELDS: dict[str, Check] = {
    "key": _name, "version": lambda value: _count(value) and value > 0,
    "name": _text, "short": _text, "region": _one_of(*REGIONS), "views": _list_of(_text),
    "side": _one_of("one", "both", "none"), "needs": _one_of("mm", "detector_mm", "nothing"),
    "roles": _list_of(_mapping), "params": _list_of(_mapping),
    "construction": _list_of(_mapping), "result": _mapping, "normal": _or_null(_mapping),
    "definition": _text, "source": _text, "code": _mapping, "drawing": _list_of(_mapping),
}  # fmt: skip
OPTIONAL_FIELDS: dict[str, Check] = {
    "kind": _one_of("entered"), "own_scale": _flag, "before_reduction": _flag,
    "note": _text, "tags": _list_of(_text),
}  # fmt: skip

ROLE: dict[str, Check] = {
    "role": _name, "key": _name, "side": _one_of("same", "R", "L", "none"), "name": _text,
    "prompt": _text,
}  # fmt: skip
OPTIONAL_ROLE: dict[str, Check] = {
    "optional": _flag, "set": _mapping, "implant_point": _text, "film": _one_of("lateral"),
    "snap": _one_of("head", "shaft"),
}  # fmt: skip

SET: dict[str, Check] = {"as": _one_of("points", "circle"), "min": _count, "max": _count}
OPTIONAL_SET: dict[str, Check] = {"alone": _flag, "min_arc_deg": _number, "numbered": _name}

PARAM: dict[str, Check] = {"param": _name, "name": _text}
OPTIONAL_PARAM: dict[str, Check] = {
    "unit": _one_of("mm", "deg", "percent", "ratio"), "default": lambda value: True,
    "choices": lambda value: _mapping(value) and all(map(_number, value.values())),
    "min": _number, "max": _number, "missing": _name, "shared": _flag,
}  # fmt: skip

RESULT: dict[str, Check] = {
    "value": _name, "unit": _one_of(*(str(unit) for unit in Unit if unit is not Unit.PX)),
    "decimals": _count, "sign": _text,
}  # fmt: skip
OPTIONAL_RESULT: dict[str, Check] = {
    "words": _mapping, "short_words": _mapping, "classes": _list_of(_mapping), "floor": _number,
}  # fmt: skip

CLASS: dict[str, Check] = {"key": _text, "name": _text}

NORMAL: dict[str, Check] = {
    "low": _or_null(_number), "high": _or_null(_number), "text": _text, "source": _text,
}  # fmt: skip
OPTIONAL_NORMAL: dict[str, Check] = {"bands": _list_of(_mapping)}
BAND: dict[str, Check] = {
    "from": _or_null(_number), "to": _or_null(_number), "name": _text,
}  # fmt: skip

CODE: dict[str, Check] = {"scheme": _text, "value": _text, "meaning": _text}
OPTIONAL_CODE: dict[str, Check] = {"site": _mapping}
SITE: dict[str, Check] = {"scheme": _text, "value": _text, "meaning": _text}


def check_form(data: Any) -> None:
    """Refuse unknown, missing and ill-formed fields.

    Raises
    ------
    DefinitionError
        Naming the field.
    """
    check_fields(data, FIELDS, OPTIONAL_FIELDS, "the definition")
    for role in data["roles"]:
        where = f"role {role.get('role')!r}"
        check_fields(role, ROLE, OPTIONAL_ROLE, where)
        if "set" in role:
            check_fields(role["set"], SET, OPTIONAL_SET, f"the set of {where}")
    for param in data["params"]:
        where = f"parameter {param.get('param')!r}"
        check_fields(param, PARAM, OPTIONAL_PARAM, where)
        _check_default(param, where)
    check_fields(data["result"], RESULT, OPTIONAL_RESULT, "the result")
    for item in data["result"].get("classes", ()):
        check_fields(item, CLASS, {}, "a class of the result")
    if data["normal"] is not None:
        check_fields(data["normal"], NORMAL, OPTIONAL_NORMAL, "the normal range")
        for band in data["normal"].get("bands", ()):
            check_fields(band, BAND, {}, "a band of the normal range")
    if data.get("kind") == "entered":
        _check_entered(data)
    check_fields(data["code"], CODE, OPTIONAL_CODE, "the code")
    if "site" in data["code"]:
        check_fields(data["code"]["site"], SITE, {}, "the code's site")


def check_fields(
    data: Any, fields: Mapping[str, Check], optional: Mapping[str, Check], where: str
) -> None:
    """Refuse an object that has other fields than these, or lacks one."""
    if not isinstance(data, Mapping):
        raise DefinitionError(f"{where} is not an object")
    if unknown := sorted(set(data) - set(fields) - set(optional)):
        raise DefinitionError(f"{where} knows no field {unknown[0]!r}")
    if missing := sorted(set(fields) - set(data)):
        raise DefinitionError(f"{where} lacks the field {missing[0]!r}")
    for name, check in [*fields.items(), *optional.items()]:
        if name in data and not check(data[name]):
            raise DefinitionError(f"{where}: {name!r} cannot be {data[name]!r}")


def _check_default(param: Mapping[str, Any], where: str) -> None:
    default, choices = param.get("default"), param.get("choices")
    fits = default in choices if choices else _number(default)
    if default is not None and not fits:
        raise DefinitionError(f"{where}: 'default' cannot be {default!r}")


def _check_entered(data: Mapping[str, Any]) -> None:
    """Refuse a grade that a reader gives, but that something would be computed for."""
    if data["roles"] or data["construction"] or data["result"]["unit"] != Unit.CLASS:
        raise DefinitionError("what is entered has no roles, no construction, and is a class")
    if not any(param["param"] == data["result"]["value"] for param in data["params"]):
        raise DefinitionError("what is entered is the parameter that the result names")
