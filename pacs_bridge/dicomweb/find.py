"""QIDO-RS (PS3.18 10.6): studies, series and instances, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pacs_bridge.charset import clean
from pacs_bridge.dicomweb.answers import read_json, row
from pacs_bridge.dicomweb.session import Session
from pacs_bridge.matching import study_keys, wider_name_key
from pacs_bridge.rows import INSTANCE_KEYWORDS, SERIES_KEYWORDS, STUDY_KEYWORDS
from pacs_bridge.searching import Rows
from pacs_bridge.types import Node, Profile, Step, StudyQuery

JSON = "application/dicom+json"
PAGE = 200
_UTF_8 = "ISO_IR 192"
_INCLUDED = ("StudyDescription", "IssuerOfPatientID", "ModalitiesInStudy")
_SERIES_INCLUDED = ("BodyPartExamined", "Laterality")
# Everything that may stand in a query as it is (RFC 3986 3.4) and means nothing there.
_AS_IT_IS = "*?-_.~/:@!$'(),;"
_MORE = re.compile(r"299\b.*\badditional results", re.IGNORECASE)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def study_rows(node: Node, query: StudyQuery) -> Rows:
    """Search for studies.

    Raises
    ------
    ArchiveError
        By what the server did.
    """
    with Session(node) as session:
        yield from _study_rows(session, query)


def series_rows(node: Node, study_uid: str) -> Rows:
    """List the series of a study."""
    path = f"/studies/{quote(study_uid, safe='')}/series"
    with Session(node) as session:
        yield from _pages(session, path, _include(_SERIES_INCLUDED), SERIES_KEYWORDS)


def instance_rows(node: Node, study_uid: str, series_uid: str) -> Rows:
    """List the instances of a series."""
    path = f"/studies/{quote(study_uid, safe='')}/series/{quote(series_uid, safe='')}/instances"
    with Session(node) as session:
        yield from _pages(session, path, [], INSTANCE_KEYWORDS)


def query_parts(keys: Mapping[str, str], *, lenient: bool = False) -> list[str]:
    """Encode matching keys for a URL.

    ``^`` is sent as ``*``, which stands for itself in a URL, and matches are filtered
    again. Orthanc 1.10.1 (2026) does not decode percent-encoded values at all; the
    lenient form replaces whatever would have to be encoded by ``*`` as well.
    """
    parts = []
    for keyword, key in keys.items():
        value = quote(key.replace("^", "*"), safe=_AS_IT_IS)
        if lenient:
            value = re.sub(r"\*{2,}", "*", _ENCODED.sub("*", value))
        if value != "*":
            parts.append(f"{keyword}={value}")
    return parts


def _study_rows(session: Session, query: StudyQuery) -> Iterator[dict[str, str]]:
    profile = session.node.profile or Profile()
    keys = study_keys(query, _UTF_8, wildcards=profile.wildcards)
    found = False
    for match in _by_modality(session, query, keys, profile):
        found = True
        yield match
    wide = wider_name_key(keys.get("PatientName", "")) if profile.folds_accents is False else ""
    if wide and not found:
        yield from _by_modality(session, query, keys | {"PatientName": wide}, profile)


def _by_modality(
    session: Session, query: StudyQuery, keys: dict[str, str], profile: Profile
) -> Iterator[dict[str, str]]:
    """One request per modality: a list of them is not part of QIDO-RS for this attribute."""
    single = {name: key for name, key in keys.items() if name != "ModalitiesInStudy"}
    more = _include(_INCLUDED)
    if profile.fuzzy_names and "PatientName" in keys:
        more.append("fuzzymatching=true")
    for modality in query.modalities or ("",):
        asked = single | ({"ModalitiesInStudy": modality} if modality else {})
        yield from _lenient_pages(session, asked, more, profile.decodes_keys)


def _lenient_pages(
    session: Session, asked: dict[str, str], more: list[str], decodes: bool | None
) -> Iterator[dict[str, str]]:
    """Search with encoded keys, without, or with both where it is not known what is understood."""
    parts, lenient = query_parts(asked), query_parts(asked, lenient=True)
    found = False
    if decodes is not False:
        for match in _pages(session, "/studies", parts + more, STUDY_KEYWORDS):
            found = True
            yield match
    if not found and decodes is not True and (decodes is False or lenient != parts):
        yield from _pages(session, "/studies", lenient + more, STUDY_KEYWORDS)


def _include(keywords: tuple[str, ...]) -> list[str]:
    return [f"includefield={keyword}" for keyword in keywords]


def _pages(
    session: Session, path: str, parts: list[str], keywords: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    """Yield rows over all pages; a server that ignores ``offset`` is noticed.

    A page with fewer rows than asked for is the last one, unless the server says that there
    are more (PS3.18 8.3.4.4) or is known to hold its answers short.
    """
    cap = session.node.profile.page_matches if session.node.profile else 0
    limit = cap or PAGE
    offset = 0
    seen: set[str] = set()
    while True:
        asked = "&".join([*parts, f"limit={limit}", f"offset={offset}"])
        rows, more = _page(session, f"{path}?{asked}", keywords)
        fresh = [found for found in rows if str(found) not in seen]
        seen.update(str(found) for found in fresh)
        yield from fresh
        if not fresh or (len(rows) < limit and not more):
            return
        offset += len(rows)


def _page(
    session: Session, path: str, keywords: tuple[str, ...]
) -> tuple[list[dict[str, str]], bool]:
    """Return the rows of one answer, and whether the server says that it has more."""
    sets, more = ask(session, path)
    rows = [{key: clean(value) for key, value in row(found, keywords).items()} for found in sets]
    return rows, more


def ask(session: Session, path: str) -> tuple[list[dict], bool]:
    """Send one search as it is; return the data sets, and whether there are more of them.

    Raises
    ------
    ArchiveError
        By what the server did.
    """
    node = session.node
    with session.call(
        "GET",
        path,
        step=Step.SEARCH,
        answer_s=node.deadlines.find_s,
        accept=JSON,
        good=(200, 204),
    ) as response:
        more = bool(_MORE.match(response.headers.get("Warning", "")))
        found = read_json(node.name, Step.SEARCH, response) if response.status_code == 200 else []
    return found, more
