"""The test of an archive over DIMSE: every service tried with an example that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from pacs_bridge.checks import (
    DIMSE_CHECKS,
    WADO_CHECKS,
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
from pacs_bridge.dimse import identifiers
from pacs_bridge.dimse.find import fuzzy_negotiation, search
from pacs_bridge.dimse.identifiers import FIND, PATIENT_FIND, WORKLIST_FIND
from pacs_bridge.dimse.probe import COMMITMENT, Offer, negotiate
from pacs_bridge.dimse.worklist import find_worklist
from pacs_bridge.errors import BadAnswer, ConnectionLost, RequestFailed, ServiceNotOffered
from pacs_bridge.example import LOOKED_AT, date_windows, smallest_series, smallest_study
from pacs_bridge.naming import NameChecks
from pacs_bridge.port import Archive
from pacs_bridge.rows import INSTANCE_KEYWORDS, SERIES_KEYWORDS, STUDY_KEYWORDS
from pacs_bridge.trial import Sample, bring_one, sent_classes
from pacs_bridge.types import Node, Profile, Protocol, Retrieval, SearchEnd
from pacs_bridge.uids import valid_uid
from pacs_bridge.worklist import WorklistQuery

_READ = (*STUDY_KEYWORDS, "SpecificCharacterSet")
_STEPS_LOOKED_AT = 50


class Examination:
    """One test of one node.

    Parameters
    ----------
    node : Node
        As it is set up; an earlier profile is passed over.
    archive : callable
        Makes the archive of a node, to bring a film in each way.
    into : Path
        Where the film lies for a moment.
    """

    def __init__(self, node: Node, archive: Callable[[Node], Archive], into: Path):
        self._node = replace(node, profile=None)
        self._archive = archive
        self._into = into
        self._profile = Profile()
        self._offer: Offer | None = None
        self._rows: list[dict[str, str]] = []
        self._sample = Sample()

    def run(self) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
        """Carry out every check; the profile comes last."""
        checks = list(DIMSE_CHECKS)
        if self._node.url:
            at = checks.index(Check.C_GET)
            checks[at:at] = WADO_CHECKS
        for number, check in enumerate(checks):
            yield CheckBegun(check)
            with attempt(check) as trying:
                self._method(check)(trying)
            yield trying.result
            if check is Check.CONNECTION and self._offer is None:
                yield from untested(tuple(checks[number + 1 :]), "no_connection")
                break
        if self._offer is not None:
            yield Surroundings(self._offer.our_address, self._offer.encryption)
        yield self._profile

    def _method(self, check: Check) -> Callable[[Attempt], None]:
        return {
            Check.CONNECTION: self._connection,
            Check.ENCRYPTION: self._encryption,
            Check.STUDIES: self._studies,
            Check.PATIENTS: self._patients,
            Check.SERIES: self._series,
            Check.INSTANCES: self._instances,
            Check.WILDCARDS: self._wildcards,
            Check.ACCENTS: self._accents,
            Check.FUZZY: self._fuzzy,
            Check.RELATIONAL: self._relational,
            Check.WADO_SERIES: partial(self._wado, whole_study=False),
            Check.WADO_STUDY: partial(self._wado, whole_study=True),
            Check.C_GET: partial(self._bring, Retrieval.C_GET, identifiers.GET),
            Check.C_MOVE: partial(self._bring, Retrieval.C_MOVE, identifiers.MOVE),
            Check.STORE: self._store,
            Check.COMMITMENT: self._commitment,
            Check.WORKLIST: self._worklist,
        }[check]

    def _learn(self, **found: object) -> None:
        self._profile = replace(self._profile, **found)

    def _needs(self, service: str) -> None:
        if service not in self._offer.services:
            raise Verdict(Outcome.ABSENT)

    def _connection(self, trying: Attempt) -> None:
        try:
            echo = self._archive(replace(self._node, retrieval=Retrieval.C_GET)).echo()
            trying.say(Outcome.WORKS, "answered", seconds=f"{echo.seconds:.2f}")
        except (ServiceNotOffered, RequestFailed):
            # It took our call; what it thinks of C-ECHO does not matter to us.
            trying.say(Outcome.PARTLY, "no_echo")
        try:
            self._offer = negotiate(self._node)
        except (ConnectionLost, ServiceNotOffered, BadAnswer):
            self._offer = negotiate(self._node, everything=False)
            trying.say(Outcome.PARTLY, "short_proposals")
        self._learn(
            storage_sop_classes=self._offer.storage,
            max_pdu_bytes=self._offer.max_pdu_bytes,
            commitment=COMMITMENT in self._offer.services,
        )

    def _encryption(self, trying: Attempt) -> None:
        if self._offer.encryption:
            trying.say(Outcome.WORKS, "encrypted", version=self._offer.encryption)
        else:
            trying.say(Outcome.PARTLY, "not_encrypted")

    def _search(
        self, level: str, keys: dict[str, str], keywords: tuple[str, ...], at_most: int = LOOKED_AT,
        **more: object,
    ) -> list[dict[str, str]]:  # fmt: skip
        wanted = tuple(name for name in keywords if name != "SpecificCharacterSet")
        character_set = str(more.pop("character_set", "") or self._node.character_set)
        request = identifiers.identifier(level, keys, wanted, character_set)
        read = partial(identifiers.row, keywords=keywords)
        with closing(search(self._node, request, read, **more)) as rows:
            return [row for row in islice(rows, at_most) if row]

    def _studies(self, trying: Attempt) -> None:
        self._learn(searches=FIND in self._offer.services)
        self._needs(FIND)
        for window in date_windows(date.today()):  # noqa: DTZ011 - hospital dates have no zone
            self._rows = self._search("STUDY", {"StudyDate": window}, _READ)
            if study := smallest_study(self._rows):
                self._sample = Sample(row=study, study_uid=study["StudyInstanceUID"])
                return
        trying.say(Outcome.PARTLY, "no_studies")

    def _patients(self, trying: Attempt) -> None:
        self._needs(PATIENT_FIND)
        patient = self._sample.need("study_uid").row.get("PatientID", "")
        if not patient:
            raise Verdict(Outcome.UNTESTED, "no_example")
        keywords = ("PatientID", "PatientName")
        rows = self._search(
            "PATIENT", {"PatientID": patient}, keywords, model=PATIENT_FIND, service="Patient Root"
        )
        if patient not in [row.get("PatientID") for row in rows]:
            raise Verdict(Outcome.FAILS, "not_found_again")

    def _series(self, trying: Attempt) -> None:
        study = self._sample.need("study_uid").study_uid
        found = self._search("SERIES", {"StudyInstanceUID": study}, SERIES_KEYWORDS)
        series = smallest_series(found)
        if not series:
            raise Verdict(Outcome.FAILS, "not_found_again")
        self._sample = replace(self._sample, series_uid=series)

    def _instances(self, trying: Attempt) -> None:
        sample = self._sample.need("series_uid")
        keys = {"StudyInstanceUID": sample.study_uid, "SeriesInstanceUID": sample.series_uid}
        for row in self._search("IMAGE", keys, INSTANCE_KEYWORDS):
            if valid_uid(uid := row.get("SOPInstanceUID", "")):
                self._sample = replace(sample, sop_uid=uid)
                return
        raise Verdict(Outcome.FAILS, "not_found_again")

    def _names(self) -> NameChecks:
        self._sample.need("study_uid")
        return NameChecks(self._node.character_set, self._ask_for_name)

    def _ask_for_name(self, key: str, beside: tuple[str, str], character_set: str = "") -> set[str]:
        keys = {"PatientName": key, beside[0]: beside[1]}
        rows = self._search("STUDY", keys, ("StudyInstanceUID",), character_set=character_set)
        return {row.get("StudyInstanceUID", "") for row in rows}

    def _wildcards(self, trying: Attempt) -> None:
        self._learn(**self._names().wildcards(trying, self._sample.row))

    def _accents(self, trying: Attempt) -> None:
        self._learn(**self._names().accents(trying, self._rows, self._sample.row))

    def _fuzzy(self, trying: Attempt) -> None:
        if not self._offer.fuzzy:
            raise Verdict(Outcome.ABSENT)
        ask = partial(self._search, negotiation=fuzzy_negotiation())
        self._names().still_found(self._sample.row, ask)
        self._learn(fuzzy_names=True)

    def _relational(self, trying: Attempt) -> None:
        if not self._offer.relational:
            raise Verdict(Outcome.ABSENT)
        self._learn(relational_queries=True)

    def _bring(self, way: Retrieval, service: str, trying: Attempt) -> None:
        self._needs(service)
        if way is Retrieval.C_MOVE and self._node.move_spool is None:
            raise Verdict(Outcome.UNTESTED, "no_receiver")
        archive = self._archive(replace(self._node, retrieval=way))
        bring_one(archive, self._sample.need("sop_uid"), self._into)
        self._learn(retrievals=(*self._profile.retrievals, way))

    def _wado(self, trying: Attempt, *, whole_study: bool) -> None:
        from pacs_bridge.dicomweb.examination import try_stream

        web = replace(self._node, protocol=Protocol.DICOMWEB, retrieval=Retrieval.WADO_RS)
        found = try_stream(web, self._sample, self._into, whole_study=whole_study)
        self._learn(**found)
        if Retrieval.WADO_RS not in self._profile.retrievals:
            self._learn(retrievals=(Retrieval.WADO_RS, *self._profile.retrievals))

    def _store(self, trying: Attempt) -> None:
        sent_classes(trying, self._offer.storage)

    def _commitment(self, trying: Attempt) -> None:
        self._needs(COMMITMENT)

    def _worklist(self, trying: Attempt) -> None:
        self._needs(WORKLIST_FIND)
        self._learn(worklist=True)
        today = date.today()  # noqa: DTZ011 - hospital dates have no zone
        query = WorklistQuery(today, today, limit=_STEPS_LOOKED_AT)
        steps = [one for one in find_worklist(self._node, query) if not isinstance(one, SearchEnd)]
        trying.say(Outcome.WORKS, "steps_today", count=len(steps))
