"""How far a case is, and what is most urgent about it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from planning.plans.progress import CaseFacts, Mark, Report, Stage, Step, Tone, stage, steps, urgent
from planning.wording.worklist import LABELS

READY = CaseFacts(
    films=2, calibrated=True, measured=True, placed=True, operation="Total hip replacement",
    side="R", planned=True, dated=True,
)  # fmt: skip
SIGNED = replace(READY, signed=True, report=Report.SENT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "case_not_signed"),
        ({"dated": False}, "case_no_date"),
        ({"measured": False, "placed": False}, "case_nothing_planned"),
        ({"reopened": True}, "case_reopened"),
        ({"operation": ""}, "case_operation_missing"),
        ({"calibrated": False}, "case_no_scale"),
        ({"side": ""}, "case_side_missing"),
        ({"incomplete": True}, "case_incomplete"),
        ({"films": 0}, "case_no_films"),
        ({"films": 0, "arriving": True}, "case_arriving"),
        ({"film_sides": frozenset("L")}, "case_side_conflict"),
        ({"must_read": 1}, "case_must_read"),
    ],
)
def test_one_open_thing_is_named(changes, code):
    found = urgent(replace(READY, **changes))
    assert found is not None
    assert found.code == code
    assert LABELS[code]


def test_the_more_serious_thing_comes_first():
    everything = replace(
        READY, incomplete=True, side="", calibrated=False, operation="", measured=False,
        placed=False, dated=False,
    )  # fmt: skip
    assert urgent(everything).code == "case_incomplete"
    assert urgent(replace(everything, films=0)).code == "case_no_films"
    wrong_side = replace(everything, side="R", film_sides=frozenset("L"))
    assert urgent(wrong_side).code == "case_side_conflict"
    assert urgent(replace(wrong_side, must_read=2)).code == "case_must_read"


def test_a_note_to_read_stays_urgent_after_signing_and_sending():
    assert urgent(SIGNED) is None
    assert urgent(replace(SIGNED, must_read=1)).tone is Tone.WARNING


@pytest.mark.parametrize(
    ("report", "code"),
    [(Report.REFUSED, "case_refused"), (Report.MADE, "case_not_sent"), (Report.SENDING, None)],
)
def test_what_became_of_the_report_is_urgent_or_not(report, code):
    found = urgent(replace(SIGNED, report=report))
    assert (found and found.code) == code


@pytest.mark.parametrize("sides", ["", "R", "RL", "B", "BL"])
def test_films_that_may_show_the_side_are_no_conflict(sides):
    assert urgent(replace(READY, film_sides=frozenset(sides))).code == "case_not_signed"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CaseFacts(arriving=True), Stage.ARRIVING),
        (CaseFacts(films=1), Stage.NEW),
        (READY, Stage.DRAFT),
        (replace(READY, reopened=True, report=Report.SENT), Stage.REOPENED),
        (replace(SIGNED, report=Report.NONE), Stage.SIGNED),
        (replace(SIGNED, report=Report.MADE), Stage.SIGNED),
        (replace(SIGNED, report=Report.SENDING), Stage.SENDING),
        (replace(SIGNED, report=Report.REFUSED), Stage.REFUSED),
        (SIGNED, Stage.SENT),
    ],
)
def test_the_word_of_a_case(facts, expected):
    assert stage(facts) is expected


def test_the_six_dots_follow_the_facts_one_by_one():
    nothing = steps(CaseFacts())
    assert list(nothing) == list(Step)
    assert set(nothing.values()) == {Mark.OPEN}
    assert set(steps(SIGNED).values()) == {Mark.DONE}
    for fact, step in (("calibrated", Step.SCALE), ("measured", Step.MEASURED),
                       ("placed", Step.TEMPLATES), ("signed", Step.SIGNED)):  # fmt: skip
        assert fact in {each.name for each in fields(CaseFacts)}
        done = {s for s, mark in steps(replace(CaseFacts(), **{fact: True})).items()
                if mark is Mark.DONE}  # fmt: skip
        assert done == {step}


def test_trouble_is_marked_where_it_is():
    assert steps(replace(READY, incomplete=True))[Step.FILMS] is Mark.TROUBLE
    assert steps(replace(READY, incomplete=True, arriving=True))[Step.FILMS] is Mark.OPEN
    assert steps(replace(SIGNED, report=Report.REFUSED))[Step.SENT] is Mark.TROUBLE
    # An old refusal says nothing about a plan that is being changed.
    assert steps(replace(READY, report=Report.REFUSED))[Step.SENT] is Mark.OPEN
