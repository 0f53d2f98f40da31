"""Identifiers of query and retrieve (PS3.4 C.2): keys into a data set, answers out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydicom.datadict import keyword_dict
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from pacs_bridge.charset import TextCoding, decode_text, query_character_set, text_coding

FIND = "1.2.840.10008.5.1.4.1.2.2.1"
PATIENT_FIND = "1.2.840.10008.5.1.4.1.2.1.1"
"""Patient Root FIND, the only model with a PATIENT level."""
WORKLIST_FIND = "1.2.840.10008.5.1.4.31"
"""Modality Worklist Information Model (PS3.4 Annex K)."""
MOVE = "1.2.840.10008.5.1.4.1.2.2.2"
GET = "1.2.840.10008.5.1.4.1.2.2.3"
"""FIND, MOVE and GET: Study Root Query/Retrieve information model (PS3.4 C.4)."""

_CHARACTER_SET = "SpecificCharacterSet"
_NAMES = {"PatientName", "ReferringPhysicianName", "ScheduledPerformingPhysicianName"}
_STEPS = "ScheduledProcedureStepSequence"


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
    request = _declared(keys, character_set)
    request.QueryRetrieveLevel = level
    _fill(request, keys, wanted)
    return request


def worklist_identifier(
    keys: Mapping[str, str],
    step_keys: Mapping[str, str],
    wanted: Iterable[str],
    step_wanted: Iterable[str],
    character_set: str,
) -> Dataset:
    """Make a request identifier for worklists (PS3.4 Table K.6-1).

    Parameters
    ----------
    keys, wanted
        As of :func:`identifier`; there is no level.
    step_keys, step_wanted
        The same for the item of Scheduled Procedure Step Sequence.
    character_set : str
        Of the node; declared only when a key needs it.
    """
    request = _declared({**keys, **step_keys}, character_set)
    _fill(request, keys, wanted)
    step = Dataset()
    _fill(step, step_keys, step_wanted)
    setattr(request, _STEPS, [step])
    return request


def _declared(keys: Mapping[str, str], character_set: str) -> Dataset:
    """Begin an identifier, before any name: pydicom encodes names with the set it finds then."""
    request = Dataset()
    declared = query_character_set(keys.values(), character_set)
    if declared:
        request.SpecificCharacterSet = declared.split("\\")
    return request


def _fill(request: Dataset, keys: Mapping[str, str], wanted: Iterable[str]) -> None:
    for keyword in wanted:
        setattr(request, keyword, "")
    for keyword, key in keys.items():
        setattr(request, keyword, key.split("\\") if "\\" in key else key)


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
    return _texts(answer, keywords, _coding(answer))


def worklist_row(
    answer: Dataset | None, keywords: Iterable[str], step_keywords: Iterable[str]
) -> dict[str, str] | None:
    """Read a worklist answer: the patient and the one step in it, as one row of text.

    An item declares a character set of its own or has that of the whole (PS3.5 7.5.3).
    """
    if answer is None:
        return None
    coding = _coding(answer)
    found = _texts(answer, keywords, coding)
    step = _first_item(answer, _STEPS)
    if step is not None:
        own = _coding(step) if keyword_dict[_CHARACTER_SET] in step else coding
        found |= _texts(step, step_keywords, own)
    return found


def _coding(answer: Dataset) -> TextCoding:
    return text_coding(_bytes(answer, _CHARACTER_SET).decode("ascii", "replace"))


def _texts(answer: Dataset, keywords: Iterable[str], coding: TextCoding) -> dict[str, str]:
    return {
        keyword: decode_text(_bytes(answer, keyword), coding, person_name=keyword in _NAMES)
        for keyword in keywords
        if keyword_dict[keyword] in answer
    }


def _first_item(answer: Dataset, keyword: str) -> Dataset | None:
    """Return the first item of a sequence; None where there is none, or something else."""
    if keyword_dict[keyword] not in answer:
        return None
    try:
        value = answer[keyword_dict[keyword]].value
    except Exception:
        return None
    items = value if isinstance(value, Sequence) else []
    return items[0] if len(items) else None


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
