"""Identifiers of query and retrieve (PS3.4 C.2): keys into a data set, answers out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydicom.datadict import keyword_dict
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from pacs_bridge.charset import decode_text, query_character_set, text_coding

FIND = "1.2.840.10008.5.1.4.1.2.2.1"
MOVE = "1.2.840.10008.5.1.4.1.2.2.2"
GET = "1.2.840.10008.5.1.4.1.2.2.3"
"""Study Root Query/Retrieve information model (PS3.4 C.4)."""

_CHARACTER_SET = "SpecificCharacterSet"
_NAMES = {"PatientName"}


def identifier(
    level: str,
    keys: Mapping[str, str],
    wanted: Iterable[str] = (),
    character_set: str = "",
) -> Dataset:
    r"""Make a request identifier.

    Parameters
    ----------
    level : str
        ``STUDY``, ``SERIES`` or ``IMAGE``.
    keys : mapping of str to str
        Keyword → key; several values are separated by ``\``.
    wanted : iterable of str
        Keywords to be sent back; empty keys match everything.
    character_set : str
        Of the node; declared only when a key needs it.
    """
    request = Dataset()
    declared = query_character_set(keys.values(), character_set)
    if declared:
        # Before any name: pydicom encodes names with the set that it finds at that moment.
        request.SpecificCharacterSet = declared.split("\\")
    request.QueryRetrieveLevel = level
    for keyword in wanted:
        setattr(request, keyword, "")
    for keyword, key in keys.items():
        setattr(request, keyword, key.split("\\") if "\\" in key else key)
    return request


def row(answer: Dataset | None, keywords: Iterable[str]) -> dict[str, str] | None:
    r"""Read a response identifier as text.

    The character set is followed by our own rules and not by pydicom's, which would obey
    any Python codec that the archive names.

    Parameters
    ----------
    answer : Dataset or None
        As received, elements not yet converted.
    keywords : iterable of str
        What to read; elements that are absent are left out.

    Returns
    -------
    dict of str to str or None
        Keyword → decoded value, several values separated by ``\``; None for no data set.
    """
    if answer is None:
        return None
    coding = text_coding(_bytes(answer, _CHARACTER_SET).decode("ascii", "replace"))
    return {
        keyword: decode_text(_bytes(answer, keyword), coding, person_name=keyword in _NAMES)
        for keyword in keywords
        if keyword_dict[keyword] in answer
    }


def _bytes(answer: Dataset, keyword: str) -> bytes:
    tag = keyword_dict[keyword]
    if tag not in answer:
        return b""
    element = answer.get_item(tag)
    if isinstance(element, RawDataElement):
        return element.value if isinstance(element.value, bytes) else b""
    # Specific Character Set is converted by pydicom as it reads the data set.
    values = [element.value] if isinstance(element.value, str) else list(element.value or [])
    return "\\".join(str(value) for value in values).encode("ascii", "replace")
