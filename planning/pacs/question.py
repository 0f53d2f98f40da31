"""PURE. What a person typed into the one search box, as queries.

The reading is shown as chips that the person can correct, so it may be bold: digits
that could be two things are searched as both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pacs_bridge.types import StudyQuery


class Kind(StrEnum):
    """What the text is taken for."""

    NAME = "name"
    PATIENT_ID = "patient_id"
    ACCESSION = "accession"
    BIRTH_DATE = "birth_date"
    ID_OR_ACCESSION = "id_or_accession"


@dataclass(frozen=True, slots=True)
class Chip:
    """One correctable part of the reading."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """The reading of a search text.

    Attributes
    ----------
    kind : Kind
    chips : tuple of Chip
    queries : tuple of StudyQuery
        Alternatives; a study that answers any of them is a result.
    """

    kind: Kind
    chips: tuple[Chip, ...]
    queries: tuple[StudyQuery, ...]


DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
)
EARLIEST_BIRTH_YEAR = 1890


def read(text: str, *, as_kind: Kind | None = None, today: date) -> Question | None:
    """Read what a person typed.

    Parameters
    ----------
    text : str
        "smith, john", "Smith", "MRN-00123", "1956-03-14" …
    as_kind : Kind, optional
        The person's correction of an earlier reading.
    today : date
        Nobody is born after it.

    Returns
    -------
    Question or None
        None if there is nothing to search for.
    """
    words = " ".join(text.split())
    if not words:
        return None
    kind = as_kind or _kind(words, today)
    if kind is Kind.NAME:
        return _name(words)
    if kind is Kind.BIRTH_DATE:
        born = birth_date(words, today)
        if born is None:
            return None
        queries = [StudyQuery(birth_date=born)]
        if words.isdigit() and as_kind is None:
            # Eight digits that are a date may be an ID all the same.
            queries.append(StudyQuery(patient_id=words))
        return Question(kind, (Chip(kind, born.isoformat()),), tuple(queries))
    by_id, by_accession = StudyQuery(patient_id=words), StudyQuery(accession_number=words)
    queries = {
        Kind.PATIENT_ID: (by_id,),
        Kind.ACCESSION: (by_accession,),
        Kind.ID_OR_ACCESSION: (by_id, by_accession),
    }[kind]
    return Question(kind, (Chip(kind, words),), queries)


def narrowed(question: Question, *, limit: int, **filters) -> Question:
    """Return the question with date and modality filters on every alternative."""
    queries = tuple(replace(query, limit=limit, **filters) for query in question.queries)
    return replace(question, queries=queries)


def birth_date(text: str, today: date) -> date | None:
    """Return the date that `text` spells, if somebody alive can be born on it.

    Year-first and day-first with points are read; forms with slashes are not, because
    they mean two days depending on the country.
    """
    for form in DATE_FORMS:
        match = form.fullmatch(text)
        if not match:
            continue
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        if day.year >= EARLIEST_BIRTH_YEAR and day <= today:
            return day
    return None


def _kind(words: str, today: date) -> Kind:
    if birth_date(words, today) is not None:
        return Kind.BIRTH_DATE
    # Nobody writes a comma into an ID, but names from test patients carry digits.
    if "," not in words and any(letter.isdigit() for letter in words):
        return Kind.ID_OR_ACCESSION
    return Kind.NAME


def _name(words: str) -> Question:
    family, comma, given = words.partition(",")
    if not comma:
        family, _, given = words.partition(" ")
    family, given = family.strip(), given.strip()
    shown = f"{family}, {given}" if given else family
    query = StudyQuery(family_name=family, given_name=given)
    return Question(Kind.NAME, (Chip(Kind.NAME, shown),), (query,))
