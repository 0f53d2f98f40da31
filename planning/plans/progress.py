"""PURE. How far a case is, and the most urgent thing that is unsolved about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What lies between a film and a plan that is back in the archive, in this order."""

    FILMS = "films"
    SCALE = "scale"
    MEASURED = "measured"
    TEMPLATES = "templates"
    SIGNED = "signed"
    SENT = "sent"


class Mark(StrEnum):
    """How a step stands."""

    DONE = "done"
    OPEN = "open"
    TROUBLE = "trouble"


class Stage(StrEnum):
    """Where a case is, in a word."""

    ARRIVING = "arriving"
    NEW = "new"
    DRAFT = "draft"
    REOPENED = "reopened"
    SIGNED = "signed"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class Report(StrEnum):
    """How far the report of the newest signed version has come."""

    NONE = "none"
    MADE = "made"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class Tone(StrEnum):
    """How urgent something is."""

    WARNING = "warning"
    AMBER = "amber"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case without opening it.

    Attributes
    ----------
    films, incomplete, arriving
        How many films are here, and whether images are missing or on their way.
    film_sides : frozenset of str
        The lateralities that the films name: R, L, B.
    calibrated, measured, placed : bool
        A film has a scale in the patient; the document has measurements, implants.
    operation, side : str
        As planned; empty where nobody has said.
    planned : bool
        There is a plan at all.
    signed, reopened : bool
        The plan is signed now; it was, and is a draft again.
    report : Report
        Of the newest signed version.
    must_read : int
        Notes to read before theatre that nobody has acknowledged.
    dated : bool
        There is a theatre date.
    """

    films: int = 0
    incomplete: bool = False
    arriving: bool = False
    film_sides: frozenset[str] = frozenset()
    calibrated: bool = False
    measured: bool = False
    placed: bool = False
    operation: str = ""
    side: str = ""
    planned: bool = False
    signed: bool = False
    reopened: bool = False
    report: Report = Report.NONE
    must_read: int = 0
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Urgent:
    """One unsolved thing: a code for its words, and how it is shown."""

    code: str
    tone: Tone


def stage(facts: CaseFacts) -> Stage:
    """Say in a word where a case is."""
    if facts.signed:
        by_report = {Report.SENT: Stage.SENT, Report.SENDING: Stage.SENDING}
        return by_report.get(
            facts.report, Stage.REFUSED if facts.report is Report.REFUSED else Stage.SIGNED
        )
    if facts.reopened:
        return Stage.REOPENED
    if facts.measured or facts.placed:
        return Stage.DRAFT
    return Stage.ARRIVING if facts.arriving else Stage.NEW


def steps(facts: CaseFacts) -> dict[Step, Mark]:
    """Say of every step how it stands."""
    trouble = {
        Step.FILMS: facts.incomplete and not facts.arriving,
        Step.SENT: facts.signed and facts.report is Report.REFUSED,
    }
    done = {
        Step.FILMS: facts.films > 0 and not facts.arriving,
        Step.SCALE: facts.calibrated,
        Step.MEASURED: facts.measured,
        Step.TEMPLATES: facts.placed,
        Step.SIGNED: facts.signed,
        Step.SENT: facts.signed and facts.report is Report.SENT,
    }
    return {step: _mark(trouble.get(step, False), done[step]) for step in Step}


def urgent(facts: CaseFacts) -> Urgent | None:
    """Return the most urgent unsolved thing; None where all is done."""
    found = _before_signing(facts) if not facts.signed else _after_signing(facts)
    if facts.must_read:
        return Urgent("case_must_read", Tone.WARNING)
    return found


def _mark(trouble: bool, done: bool) -> Mark:
    if trouble:
        return Mark.TROUBLE
    return Mark.DONE if done else Mark.OPEN


def _before_signing(facts: CaseFacts) -> Urgent | None:
    for applies, code, tone in (
        (_side_conflicts(facts), "case_side_conflict", Tone.WARNING),
        (facts.arriving, "case_arriving", Tone.QUIET),
        (not facts.films, "case_no_films", Tone.AMBER),
        (facts.incomplete, "case_incomplete", Tone.AMBER),
        (facts.planned and not facts.side, "case_side_missing", Tone.AMBER),
        (not facts.calibrated, "case_no_scale", Tone.AMBER),
        (facts.planned and not facts.operation, "case_operation_missing", Tone.AMBER),
        (facts.reopened, "case_reopened", Tone.AMBER),
        (not (facts.measured or facts.placed), "case_nothing_planned", Tone.QUIET),
        (not facts.dated, "case_no_date", Tone.QUIET),
    ):
        if applies:
            return Urgent(code, tone)
    return Urgent("case_not_signed", Tone.QUIET)


def _after_signing(facts: CaseFacts) -> Urgent | None:
    if facts.report is Report.REFUSED:
        return Urgent("case_refused", Tone.WARNING)
    if facts.report is Report.MADE:
        return Urgent("case_not_sent", Tone.AMBER)
    return None


def _side_conflicts(facts: CaseFacts) -> bool:
    """Films of the other side only: a pelvis film names no side, or both."""
    one_sided = facts.film_sides and facts.film_sides <= {"R", "L"}
    return bool(one_sided and facts.side in ("R", "L") and facts.side not in facts.film_sides)
