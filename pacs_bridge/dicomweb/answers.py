"""DICOM JSON (PS3.18 Annex F) as rows of text."""

from __future__ import annotations

import json
from collections.abc import Iterable

import requests
from pydicom.datadict import keyword_dict

from pacs_bridge.errors import BadAnswer
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.types import Step

CAP_BYTES = 64 * 1024**2
_BLOCK_BYTES = 131_072
_NAME_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def read_json(node: str, step: Step, response: requests.Response) -> list[dict]:
    """Read a response body as a list of data sets.

    Raises
    ------
    BadAnswer
        When it is too large, or not a list of DICOM JSON objects.
    """
    body = bytearray()
    for block in response.iter_content(_BLOCK_BYTES):
        body += block
        still_there()
        if len(body) > CAP_BYTES:
            raise BadAnswer(node, step, f"an answer of more than {CAP_BYTES} bytes")
    if not body.strip():
        return []
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise BadAnswer(node, step, "an answer that is not JSON") from problem
    sets = found if isinstance(found, list) else [found]
    if not all(isinstance(item, dict) for item in sets):
        raise BadAnswer(node, step, "an answer that is not DICOM JSON")
    return sets


def row(found: dict, keywords: Iterable[str]) -> dict[str, str]:
    r"""Read the values of one data set as text, several values separated by ``\``."""
    return {keyword: text(found, keyword) for keyword in keywords}


def text(found: dict, keyword: str) -> str:
    """Read one element as text; empty when it is absent or not what it should be."""
    values = items(found, keyword)
    return "\\".join(_value(value) for value in values)


def items(found: dict, keyword: str) -> list:
    """Return the values (or sequence items) of one element."""
    element = found.get(f"{keyword_dict[keyword]:08X}")
    values = element.get("Value") if isinstance(element, dict) else None
    return values if isinstance(values, list) else []


def _value(value: object) -> str:
    if isinstance(value, dict):
        groups = [value.get(group) for group in _NAME_GROUPS]
        return "=".join(g if isinstance(g, str) else "" for g in groups).rstrip("=")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, (list, bool)) else str(value)
