"""The test of a DICOMweb server: searches, streams and whether it takes objects."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from pacs_bridge.charset import clean
from pacs_bridge.checks import (
    DICOMWEB_CHECKS,
    Attempt,
    Check,
    CheckBegun,
    CheckResult,
    Outcome,
    Surroundings,
    Verdict,
    attempt,
    untested,
)
from pacs_bridge.dicomweb import find, retrieve
from pacs_bridge.dicomweb.answers import row
from pacs_bridge.dicomweb.session import Session
from pacs_bridge.errors import ServiceNotOffered
from pacs_bridge.example import (
    LOOKED_AT,
    date_windows,
    misspelt,
    smallest_series,
    smallest_study,
    wildcard_try,
)
from pacs_bridge.naming import NameChecks
from pacs_bridge.rows import INSTANCE_KEYWORDS, SERIES_KEYWORDS, STUDY_KEYWORDS
from pacs_bridge.trial import Sample, bring
from pacs_bridge.types import Node, Profile, Retrieval, Step, Wanted
from pacs_bridge.uids import valid_uid

_UTF_8 = "ISO_IR 192"
_INCLUDE = [f"includefield={keyword}" for keyword in ("StudyDescription", "ModalitiesInStudy")]
_TAKES_OBJECTS = (200, 202, 400, 409, 415, 422)
"""Answers to an empty STOW-RS request that only a service for storing gives."""


class Examination:
    """One test of one server; the same steps as over DIMSE where there is the same to try.

    Parameters
    ----------
    node : Node
        As it is set up; an earlier profile is passed over.
    into : Path
        Where a film lies for a moment.
    """

    def __init__(self, node: Node, into: Path):
        self._node = replace(node, profile=None)
        self._into = into
        self._profile = Profile()
        self._rows: list[dict[str, str]] = []
        self._sample = Sample()
        self._session = Session(self._node)

    def run(self) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
        """Carry out every check; the profile comes last."""
        with self._session:
            for number, check in enumerate(DICOMWEB_CHECKS):
                yield CheckBegun(check)
                with attempt(check) as trying:
                    self._method(check)(trying)
                yield trying.result
                if check is Check.CONNECTION and trying.result.outcome is Outcome.FAILS:
                    yield from untested(DICOMWEB_CHECKS[number + 1 :], "no_connection")
                    break
        yield Surroundings(encryption="TLS" if self._encrypted else "")
        yield self._profile

    @property
    def _encrypted(self) -> bool:
        return self._node.url.lower().startswith("https:")

    def _method(self, check: Check) -> Callable[[Attempt], None]:
        return {
            Check.CONNECTION: self._connection,
            Check.ENCRYPTION: self._encryption,
            Check.STUDIES: self._studies,
            Check.SERIES: self._series,
            Check.INSTANCES: self._instances,
            Check.WILDCARDS: self._wildcards,
            Check.ACCENTS: self._accents,
            Check.FUZZY: self._fuzzy,
            Check.PAGES: self._pages,
            Check.WADO_SERIES: partial(self._stream, whole_study=False),
            Check.WADO_STUDY: partial(self._stream, whole_study=True),
            Check.STORE: self._store,
        }[check]

    def _learn(self, **found: object) -> None:
        self._profile = replace(self._profile, **found)

    def _connection(self, trying: Attempt) -> None:
        try:
            find.ask(self._session, "/studies?limit=1")
        except ServiceNotOffered as error:
            # Without a search there is no server as far as we are concerned.
            raise Verdict(Outcome.FAILS, error.code, step=error.step, cause=error.cause) from error
        trying.say(Outcome.WORKS, "answered_web")

    def _encryption(self, trying: Attempt) -> None:
        if self._encrypted:
            trying.say(Outcome.WORKS, "encrypted", version="TLS")
        else:
            trying.say(Outcome.PARTLY, "not_encrypted")

    def _ask(self, path: str, keywords: tuple[str, ...]) -> list[dict[str, str]]:
        sets, _ = find.ask(self._session, path)
        return [
            {key: clean(value) for key, value in row(found, keywords).items()} for found in sets
        ]

    def _studies(self, trying: Attempt) -> None:
        for window in date_windows(date.today()):  # noqa: DTZ011 - hospital dates have no zone
            parts = [f"StudyDate={window}", f"limit={LOOKED_AT}", *_INCLUDE]
            self._rows = self._ask(f"/studies?{'&'.join(parts)}", STUDY_KEYWORDS)
            if study := smallest_study(self._rows):
                self._sample = Sample(row=study, study_uid=study["StudyInstanceUID"])
                return
        trying.say(Outcome.PARTLY, "no_studies")

    def _series(self, trying: Attempt) -> None:
        study = self._sample.need("study_uid").study_uid
        found = self._ask(f"/studies/{study}/series", SERIES_KEYWORDS)
        series = smallest_series(found)
        if not series:
            raise Verdict(Outcome.FAILS, "not_found_again")
        self._sample = replace(self._sample, series_uid=series)

    def _instances(self, trying: Attempt) -> None:
        sample = self._sample.need("series_uid")
        path = f"/studies/{sample.study_uid}/series/{sample.series_uid}/instances"
        for found in self._ask(path, INSTANCE_KEYWORDS):
            if valid_uid(uid := found.get("SOPInstanceUID", "")):
                self._sample = replace(sample, sop_uid=uid)
                return
        raise Verdict(Outcome.FAILS, "not_found_again")

    def _ask_for_name(self, key: str, beside: tuple[str, str], _: str = "") -> set[str]:
        return self._found(find.query_parts({"PatientName": key, beside[0]: beside[1]}))

    def _found(self, parts: list[str]) -> set[str]:
        rows = self._ask(f"/studies?{'&'.join([*parts, f'limit={LOOKED_AT}'])}", STUDY_KEYWORDS)
        return {found.get("StudyInstanceUID", "") for found in rows}

    def _names(self) -> NameChecks:
        self._sample.need("study_uid")
        return NameChecks(_UTF_8, self._ask_for_name)

    def _wildcards(self, trying: Attempt) -> None:
        learnt = self._names().wildcards(trying, self._sample.row)
        self._learn(**learnt)
        if not learnt["wildcards"]:
            return
        tried = wildcard_try(self._sample.row)
        # The first letter percent-encoded: the same key to whoever decodes it.
        encoded = f"%{ord(tried.key[0]):02X}{tried.key[1:]}"
        parts = find.query_parts({tried.beside[0]: tried.beside[1]})
        if tried.study_uid not in self._found([f"PatientName={encoded}", *parts]):
            self._learn(decodes_keys=False)
            trying.say(Outcome.PARTLY, "keys_not_decoded")

    def _accents(self, trying: Attempt) -> None:
        if self._profile.decodes_keys is False:
            # Nothing but plain letters can be sent; ``*`` stands for the others.
            self._learn(folds_accents=False)
            raise Verdict(Outcome.PARTLY, "accents_replaced")
        learnt = self._names().accents(trying, self._rows, self._sample.row)
        if learnt:
            # Orthanc 1.10.1 (2026) decodes keys, and yet finds no accents.
            decodes = learnt["character_set"] == _UTF_8
            self._learn(folds_accents=learnt["folds_accents"], decodes_keys=decodes)

    def _fuzzy(self, trying: Attempt) -> None:
        tried = misspelt(self._sample.need("study_uid").row)
        if tried is None:
            raise Verdict(Outcome.UNTESTED, "no_example")
        parts = find.query_parts({"PatientName": tried.key, tried.beside[0]: tried.beside[1]})
        if tried.study_uid in self._found(parts):
            raise Verdict(Outcome.PARTLY, "names_ignored")
        if tried.study_uid not in self._found([*parts, "fuzzymatching=true"]):
            raise Verdict(Outcome.ABSENT)
        self._learn(fuzzy_names=True)

    def _pages(self, trying: Attempt) -> None:
        window = date_windows(date.today())[-1]  # noqa: DTZ011 - hospital dates have no zone
        first = self._page(window, 1, 0)
        if len(first) > 1:
            trying.say(Outcome.PARTLY, "limit_ignored", count=len(first))
            return
        path = f"/studies?StudyDate={window}&limit={find.PAGE}&offset=0"
        sets, more = find.ask(self._session, path)
        if more and len(sets) < find.PAGE:
            self._learn(page_matches=len(sets))
            trying.say(Outcome.WORKS, "pages_short", count=len(sets))
        elif len(sets) > 1 and self._page(window, 1, 1) == first:
            trying.say(Outcome.PARTLY, "offset_ignored")

    def _page(self, window: str, limit: int, offset: int) -> list[dict[str, str]]:
        path = f"/studies?StudyDate={window}&limit={limit}&offset={offset}"
        return self._ask(path, ("StudyInstanceUID",))

    def _stream(self, trying: Attempt, *, whole_study: bool) -> None:
        self._learn(
            **try_stream(self._node, self._sample, self._into, whole_study=whole_study),
            retrievals=(Retrieval.WADO_RS,),
        )

    def _store(self, trying: Attempt) -> None:
        """Send a request that holds nothing: an object would stay in the archive."""
        boundary = secrets.token_hex(16)
        with self._session.call(
            "POST",
            "/studies",
            step=Step.STORE,
            answer_s=self._node.deadlines.echo_s,
            accept="application/dicom+json",
            good=_TAKES_OBJECTS,
            body=f"--{boundary}--\r\n".encode(),
            content_type=f'multipart/related; type="application/dicom"; boundary={boundary}',
        ) as response:
            trying.say(Outcome.WORKS, "store_answers", status=response.status_code)


def try_stream(node: Node, sample: Sample, into: Path, *, whole_study: bool) -> dict[str, object]:
    """Bring the first film of a series or study as a WADO-RS stream, and delete it.

    Returns
    -------
    dict
        What was learnt for the profile: whether any transfer syntax may be asked for.

    Raises
    ------
    Verdict, ArchiveError
        As of :func:`pacs_bridge.trial.bring`.
    """
    sample.need("study_uid" if whole_study else "series_uid")
    series = () if whole_study else (sample.series_uid,)
    wanted = Wanted(sample.study_uid, series_uids=series)
    for any_syntax in (True, False):
        archive = _Streams(replace(node, profile=Profile(any_transfer_syntax=any_syntax)))
        try:
            bring(archive, wanted, into, at_most=1)
        except ServiceNotOffered:
            if any_syntax:
                continue
            raise
        return {"any_transfer_syntax": any_syntax}
    raise AssertionError("the last way either brings a film or raises")


class _Streams:
    """Only what :func:`pacs_bridge.trial.bring` asks for."""

    def __init__(self, node: Node):
        self._node = node

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[object]:
        with closing(retrieve.fetch(self._node, wanted, into)) as items:
            yield from items
