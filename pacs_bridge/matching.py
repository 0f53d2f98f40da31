r"""A person's words into query keys, and an archive's matches into what was asked for.

Archives ignore optional keys, match names by rules of their own, repeat studies and
sometimes return other patients (PS3.4 C.2.2.2 leaves them the freedom). So every match
is looked at again here, with accents, case and width folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pacs_bridge.charset import fold, name_groups, query_key, spellings
from pacs_bridge.errors import BadQuery
from pacs_bridge.likeness import name_is_like
from pacs_bridge.types import (
    InstanceMatch,
    SearchEnd,
    SeriesMatch,
    Step,
    StudyMatch,
    StudyQuery,
)
from pacs_bridge.uids import valid_uid

LONGEST_WORD = 64
MOST_EXAMINED = 20_000
"""Rows looked at in one search before giving up on an archive that ignores every key."""

_WILDCARDS = "*?"
# Latin capitals that hardly ever have an accent, and what separates names.
_BARE_LETTERS = frozenset("BFHJKMPQVWX^ ")
_SEPARATORS = str.maketrans("^=,", "   ")


def check_query(query: StudyQuery, node: str) -> None:
    """Refuse a search that cannot or should not be sent.

    Raises
    ------
    BadQuery
        ``cause`` is one of ``empty``, ``only_wildcards``, ``backslash``,
        ``control_character``, ``too_long``, ``bad_study_uid``, ``bad_modality``,
        ``dates_reversed``, ``bad_limit``.
    """
    problem = _problem(query)
    if problem:
        raise BadQuery(node, Step.SEARCH, problem)


def _problem(query: StudyQuery) -> str:
    for word in _words(query):
        problem = word_problem(word)
        if problem:
            return problem
    if query.study_uid and not valid_uid(query.study_uid):
        return "bad_study_uid"
    if not all(_plain_modality(modality) for modality in query.modalities):
        return "bad_modality"
    if query.date_from and query.date_to and query.date_from > query.date_to:
        return "dates_reversed"
    if query.limit < 1:
        return "bad_limit"
    dated = query.birth_date or query.date_from or query.date_to
    return "" if any(_words(query)) or query.study_uid or dated else "empty"


def _words(query: StudyQuery) -> tuple[str, ...]:
    return (query.family_name, query.given_name, query.patient_id, query.accession_number)


def word_problem(word: str) -> str:
    """Return why a word cannot be part of a search; empty when it can."""
    if "\\" in word:
        return "backslash"
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in word):
        return "control_character"
    if len(word) > LONGEST_WORD:
        return "too_long"
    return "only_wildcards" if word and not word.strip(_WILDCARDS + " ^=") else ""


def _plain_modality(modality: str) -> bool:
    return modality.isascii() and modality.isalnum() and len(modality) <= 16


def study_keys(query: StudyQuery, character_set: str, *, wildcards: bool = True) -> dict[str, str]:
    r"""Make the matching keys of a checked query; only what restricts is in the answer.

    Parameters
    ----------
    query : StudyQuery
        What a person asked for.
    character_set : str
        Specific Character Set of the node; letters it lacks become ``*``.
    wildcards : bool
        False for an archive that takes ``*`` for a letter: names then go out bare, or not at
        all where something else restricts the search. Matches are filtered again anyway.

    Returns
    -------
    dict of str to str
        Keyword → key (PS3.4 C.2.2.2). Modalities are separated by ``\``, dates are a
        range such as ``20240101-``.
    """
    keys = {
        "PatientName": name_key(query.family_name, query.given_name),
        "PatientID": query.patient_id.strip(),
        "AccessionNumber": query.accession_number.strip(),
        "PatientBirthDate": _da(query.birth_date),
        "StudyInstanceUID": query.study_uid,
        "StudyDate": date_range(query.date_from, query.date_to),
        "ModalitiesInStudy": "\\".join(query.modalities),
    }
    keys = {name: query_key(key, character_set) for name, key in keys.items() if key}
    return keys if wildcards or "PatientName" not in keys else _without_wildcards(keys)


def _without_wildcards(keys: dict[str, str]) -> dict[str, str]:
    bare = keys["PatientName"].strip("*")
    others = {name: key for name, key in keys.items() if name != "PatientName"}
    usable = bare and "*" not in bare.replace("^", "")
    return others | {"PatientName": bare} if usable else others or keys


def name_keys_to_try(key: str, *, folds_accents: bool | None) -> list[str]:
    """Return wider keys for when a name was not found, each wider than the one before.

    Letters outside ASCII become ``*``, which finds ``MUELLER`` for ``MÜLLER``, and helps where
    the archive reads our character set in its own way. Where it is known to compare accents
    as they are written, :func:`wider_name_key` follows.
    """
    wider = [query_key(key, "")]
    if folds_accents is False:
        wider.append(wider_name_key(key))
    return [one for one in dict.fromkeys(wider) if one.strip("*^ ") and one != key]


def wider_name_key(key: str) -> str:
    """Widen a name key so that it finds accented letters where none were typed.

    Latin letters that carry accents somewhere in Europe become ``*``: ``MULLER*`` is sent as
    ``M*``, ``SCHMIDT*`` as ``*H*M*``. For archives that compare letter by letter; the matches
    are filtered again here. Empty when nothing selective would be left.
    """
    kept = "".join(letter if letter in _BARE_LETTERS else "*" for letter in key)
    wide = re.sub(r"\*{2,}", "*", kept)
    return wide if any(letter in _BARE_LETTERS - {"^", " "} for letter in wide) else ""


def name_key(family_name: str, given_name: str = "") -> str:
    """Make the Patient Name key: ``SMITH*``, ``SMITH^JOHN*``, ``*^JOHN*``.

    Capitals, because archives that heed case hold names in capitals. A name outside the
    Latin script stands in the second or third group of the stored name, so a wildcard
    precedes it. ``?`` goes out as ``*``: to some archives (Orthanc 1.10.1, 2026) it stands for
    one byte, so that an accented letter is two. Matches are filtered again anyway.
    """
    family, given = _sent(family_name), _sent(given_name)
    if not family and not given:
        return ""
    key = f"{family}^{given}*" if family and given else f"{family}*" if family else f"*^{given}*"
    return key if _latin(family + given) or key.startswith("*") else f"*{key}"


def _bare(word: str) -> str:
    """One word of a name without the separators of PN and without our own wildcard."""
    return " ".join(word.translate(_SEPARATORS).split()).rstrip("*")


def _sent(word: str) -> str:
    return re.sub(r"\*{2,}", "*", _capitals(_bare(word)).replace("?", "*")).rstrip("*")


def _capitals(text: str) -> str:
    return "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in text)


def _latin(text: str) -> bool:
    return all(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ") for letter in text
    )


def date_range(first: date | None, last: date | None) -> str:
    """Make a date range key: ``20240101-20240131``, ``20240101-``, ``-20240131`` or nothing."""
    if first is not None and first == last:
        return _da(first)
    return f"{_da(first)}-{_da(last)}" if first or last else ""


def _da(day: date | None) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}" if day else ""


def answers(match: StudyMatch, query: StudyQuery, *, fuzzy: bool = False) -> bool:
    """Whether a match is what was asked for, whatever the archive made of the keys.

    ``fuzzy`` lets pass names that are merely like the one asked for, from an archive that
    searches by sense.

    An attribute that the archive left empty counts as a mismatch for identity (name, ID,
    accession number, study UID), but as unknown for birth date, study date and
    modalities: those are often missing in good matches.
    """
    return (
        (not query.study_uid or match.study_uid == query.study_uid)
        and _text_answers(match.patient_id, query.patient_id)
        and _text_answers(match.accession_number, query.accession_number)
        and (query.birth_date is None or match.birth_date in (None, query.birth_date))
        and _date_answers(match.study_date, query)
        and (
            not query.modalities
            or not match.modalities
            or not set(query.modalities).isdisjoint(match.modalities)
        )
        and (
            name_answers(match.patient_name, query.family_name, query.given_name)
            or (fuzzy and name_is_like(match.patient_name, query.family_name, query.given_name))
        )
    )


def _text_answers(value: str, asked: str) -> bool:
    return not asked or wildcard_match(fold(value), fold(asked))


def _date_answers(day: date | None, query: StudyQuery) -> bool:
    return day is None or (
        (query.date_from is None or day >= query.date_from)
        and (query.date_to is None or day <= query.date_to)
    )


def name_answers(name: str, family_name: str, given_name: str) -> bool:
    """Whether a stored name begins with the words asked for, in any of its groups.

    Folded, so ``muller`` and ``mueller`` find ``MÜLLER^Anna``. An archive that keeps the
    whole name in the family component is understood too (``SMITH JOHN``).
    """
    family_asked, given_asked = _bare(family_name), _bare(given_name)
    if not family_asked and not given_asked:
        return True
    patterns = [
        (family, given) for family in spellings(family_asked) for given in spellings(given_asked)
    ]
    return any(
        _group_answers(family, given, *pattern)
        for group in name_groups(name)
        for spelling in spellings(group)
        for family, given in [_components(spelling)]
        for pattern in patterns
    )


def _components(group: str) -> tuple[str, str]:
    family, _, rest = group.partition("^")
    return family.strip(), " ".join(rest.replace("^", " ").split())


def _group_answers(family: str, given: str, family_asked: str, given_asked: str) -> bool:
    if wildcard_match(family, family_asked + "*") and wildcard_match(given, given_asked + "*"):
        return True
    whole = f"{family_asked} {given_asked}*"
    words = " ".join(family.replace(",", " ").split())
    return bool(family_asked and given_asked) and wildcard_match(words, whole)


def wildcard_match(text: str, pattern: str) -> bool:
    """Match ``*`` (any run) and ``?`` (any one letter) in time of text times pattern."""
    at = mark = pat = 0
    star = -1
    while at < len(text):
        if pat < len(pattern) and pattern[pat] == "*":
            star, mark = pat, at
            pat += 1
        elif pat < len(pattern) and pattern[pat] in ("?", text[at]):
            at += 1
            pat += 1
        elif star >= 0:
            mark += 1
            at, pat = mark, star + 1
        else:
            return False
    return not pattern[pat:].strip("*")


@dataclass(slots=True)
class _Sieve:
    """Which matches were seen, and how many were left out."""

    seen: set[str]
    dropped: int = 0

    def takes(self, uid: str | None) -> bool:
        """Whether this is a usable match that was not there before."""
        if uid is None:
            self.dropped += 1
        elif uid not in self.seen:
            self.seen.add(uid)
            return True
        return False


def select_studies(
    found: Iterable[StudyMatch | None], query: StudyQuery, *, fuzzy: bool = False
) -> Iterator[StudyMatch | SearchEnd]:
    """Pass on what was asked for: at most ``query.limit`` studies, then the end marker.

    Parameters
    ----------
    found : iterable of StudyMatch or None
        What the archive sent, None for a row that could not be used. Not read further
        once the limit is passed; close it to cancel the search at the archive.
    query : StudyQuery
        What was asked for.
    fuzzy : bool
        See :func:`answers`.
    """
    sieve = _Sieve(set())
    for examined, match in enumerate(found):
        if examined >= MOST_EXAMINED:
            yield SearchEnd(limit_reached=True, dropped=sieve.dropped)
            return
        asked_for = match is not None and answers(match, query, fuzzy=fuzzy)
        if not sieve.takes(match.study_uid if asked_for else None):
            continue
        if len(sieve.seen) > query.limit:
            yield SearchEnd(limit_reached=True, dropped=sieve.dropped)
            return
        yield match
    yield SearchEnd(limit_reached=False, dropped=sieve.dropped)


def select_series(found: Iterable[SeriesMatch | None]) -> Iterator[SeriesMatch | SearchEnd]:
    """Pass on each usable series once, then the end marker."""
    sieve = _Sieve(set())
    for match in found:
        if sieve.takes(match.series_uid if match else None):
            yield match
    yield SearchEnd(limit_reached=False, dropped=sieve.dropped)


def select_instances(found: Iterable[InstanceMatch | None]) -> Iterator[InstanceMatch | SearchEnd]:
    """Pass on each usable instance once, then the end marker."""
    sieve = _Sieve(set())
    for match in found:
        if sieve.takes(match.sop_instance_uid if match else None):
            yield match
    yield SearchEnd(limit_reached=False, dropped=sieve.dropped)
