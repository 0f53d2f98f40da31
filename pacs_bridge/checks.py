"""What a test of an archive tries, one check after the other, and how each came out.

A test asks an archive for everything that we may ever want of it, with an example that it
finds there itself. Results name checks, outcomes and codes; they hold no word of a patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from pacs_bridge.errors import ArchiveError, ServiceNotOffered


class Check(StrEnum):
    """One thing that is tried."""

    CONNECTION = "connection"
    ENCRYPTION = "encryption"
    STUDIES = "studies"
    PATIENTS = "patients"
    SERIES = "series"
    INSTANCES = "instances"
    WILDCARDS = "wildcards"
    ACCENTS = "accents"
    FUZZY = "fuzzy"
    RELATIONAL = "relational"
    PAGES = "pages"
    WADO_STUDY = "wado-study"
    WADO_SERIES = "wado-series"
    C_GET = "c-get"
    C_MOVE = "c-move"
    STORE = "store"
    COMMITMENT = "commitment"
    WORKLIST = "worklist"


class Outcome(StrEnum):
    """How a check came out."""

    WORKS = "works"
    PARTLY = "partly"
    """It works, in a way that people should know of."""
    FAILS = "fails"
    ABSENT = "absent"
    """The archive does not offer it; nothing is broken."""
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check came out.

    Attributes
    ----------
    check : Check
    outcome : Outcome
    code : str
        Which sentence tells it: a code of an error of ours, or a word that belongs to the
        check.
    params : tuple of (str, str)
        Values for that sentence: statuses, counts, names of standards. Never of patients.
    """

    check: Check
    outcome: Outcome
    code: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckBegun:
    """The next check; so that a person sees what is waited for."""

    check: Check


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the connection itself says.

    Attributes
    ----------
    our_address : str
        Ours, as the archive sees it unless something translates addresses in between.
    encryption : str
        ``TLSv1.3``, or nothing.
    """

    our_address: str = ""
    encryption: str = ""


DIMSE_CHECKS = (
    Check.CONNECTION,
    Check.ENCRYPTION,
    Check.STUDIES,
    Check.PATIENTS,
    Check.SERIES,
    Check.INSTANCES,
    Check.WILDCARDS,
    Check.ACCENTS,
    Check.FUZZY,
    Check.RELATIONAL,
    Check.C_GET,
    Check.C_MOVE,
    Check.STORE,
    Check.COMMITMENT,
    Check.WORKLIST,
)
WADO_CHECKS = (Check.WADO_SERIES, Check.WADO_STUDY)
DICOMWEB_CHECKS = (
    Check.CONNECTION,
    Check.ENCRYPTION,
    Check.STUDIES,
    Check.SERIES,
    Check.INSTANCES,
    Check.WILDCARDS,
    Check.ACCENTS,
    Check.FUZZY,
    Check.PAGES,
    *WADO_CHECKS,
    Check.STORE,
)


class Verdict(Exception):
    """Ends a check with something else than success."""

    def __init__(self, outcome: Outcome, code: str = "", **params: object):
        self.outcome = outcome
        self.code = code
        self.params = tuple((name, str(value)) for name, value in params.items())
        super().__init__(code)


class Attempt:
    """One check under way; see :func:`attempt`."""

    def __init__(self, check: Check):
        self.check = check
        self.result = CheckResult(check, Outcome.WORKS)

    def say(self, outcome: Outcome, code: str = "", **params: object) -> None:
        """Say how it came out, when that is more than that it works."""
        verdict = Verdict(outcome, code, **params)
        self.result = CheckResult(self.check, outcome, code, verdict.params)


@contextmanager
def attempt(check: Check) -> Iterator[Attempt]:
    """Carry out one check; what the archive does wrong becomes its result.

    A service that the archive does not offer is absent, every other error of ours a failure.
    """
    trying = Attempt(check)
    try:
        yield trying
    except Verdict as verdict:
        trying.result = CheckResult(check, verdict.outcome, verdict.code, verdict.params)
    except ArchiveError as error:
        outcome = Outcome.ABSENT if isinstance(error, ServiceNotOffered) else Outcome.FAILS
        said = {"step": error.step, "cause": error.cause, "seconds": error.seconds}
        trying.say(outcome, error.code, **{k: v for k, v in said.items() if v is not None})


def untested(checks: Iterator[Check] | tuple[Check, ...], code: str) -> Iterator[CheckResult]:
    """Say of checks why they were not tried."""
    for check in checks:
        yield CheckResult(check, Outcome.UNTESTED, code)
