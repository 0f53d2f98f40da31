"""A report counts as kept when the archive says so, and its refusal comes back to people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from pacs_bridge.errors import ServiceNotOffered, Unreachable
from pacs_bridge.types import Step
from planning.audit.models import AuditEvent
from planning.jobs.models import JobState
from planning.pacs import commitment
from planning.pacs.commitment import CommitmentResult
from planning.reports import sending_commitment, services
from planning.reports.models import ReportObject
from planning.words import sentence
from tests.reports.archive import stand_in
from tests.reports.test_sending import run, version

__all__ = ["version"]

Commitment = ReportObject.Commitment


class Word:
    """What the archive says when it is asked; remembers the questions."""

    def __init__(self):
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []
        self.answers: list = []
        self.in_spool: list[CommitmentResult] = []

    def ask(self, node, objects, transaction_uid, *, cancelled=None):
        objects = list(objects)
        self.asked.append((transaction_uid, objects))
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer(transaction_uid, [uid for _, uid in objects]) if answer else None

    def forget(self, transaction_uid: str) -> None:
        self.in_spool = [one for one in self.in_spool if one.transaction_uid != transaction_uid]


def keeps_all(transaction_uid: str, uids: list[str]) -> CommitmentResult:
    return CommitmentResult(transaction_uid, tuple(uids), ())


def keeps_but_one(transaction_uid: str, uids: list[str]) -> CommitmentResult:
    return CommitmentResult(transaction_uid, tuple(uids[1:]), ((uids[0], "0213 it has no room"),))


@pytest.fixture
def word(monkeypatch, world) -> Word:
    stand_in(monkeypatch)
    said = Word()
    monkeypatch.setattr(commitment, "ask", said.ask)
    monkeypatch.setattr(commitment, "forget", said.forget)
    monkeypatch.setattr(commitment, "answers", lambda: iter(said.in_spool))
    world.node.asks_commitment = True
    world.node.save()
    return said


def told(version) -> list[tuple[str, str]]:
    rows = version.objects_made.order_by("kind")
    return [(row.state, row.commitment) for row in rows]


def test_an_archive_that_answers_at_once_has_committed(version, word):
    word.answers = [keeps_all]
    assert run().state == JobState.DONE
    assert told(version) == [("sent", "committed"), ("sent", "committed")]
    ((transaction_uid, objects),) = word.asked
    assert transaction_uid.startswith("2.25.")
    assert {uid: kind for kind, uid in objects} == {
        row.sop_instance_uid: "1.2.840.10008.5.1.4.1.1." + ("104.1" if row.kind == "pdf" else "7")
        for row in version.objects_made.all()
    }
    kept = AuditEvent.objects.filter(action="send", outcome="ok", detail__commitment=True)
    assert kept.count() == 2


def test_an_archive_that_is_not_set_to_be_asked_is_not(version, word, world):
    world.node.asks_commitment = False
    world.node.save()
    assert run().state == JobState.DONE
    assert told(version) == [("sent", "none"), ("sent", "none")]
    assert not word.asked


def test_an_answer_that_comes_later_is_dealt_with_once(version, word):
    run()
    assert told(version) == [("sent", "asked"), ("sent", "asked")]
    ((transaction_uid, objects),) = word.asked
    word.in_spool = [keeps_but_one(transaction_uid, [uid for _, uid in objects])]
    assert sending_commitment.take_answers() == 1
    assert sorted(told(version)) == [("refused", "none"), ("sent", "committed")]
    refused = version.objects_made.get(state="refused")
    assert "it has no room" in sentence(refused.reason["code"], refused.reason["params"])
    assert word.in_spool == []
    assert sending_commitment.take_answers() == 0


def test_what_the_archive_does_not_keep_can_be_sent_and_asked_again(version, word, world):
    word.answers = [keeps_but_one, keeps_all]
    run()
    refused = version.objects_made.get(state="refused")
    services.retry(actor=world.people["surgeon"], row=refused)
    assert run().state == JobState.DONE
    assert told(version) == [("sent", "committed"), ("sent", "committed")]
    assert [uid for _, uid in word.asked[1][1]] == [refused.sop_instance_uid]
    assert word.asked[0][0] != word.asked[1][0]


def test_an_answer_to_an_earlier_question_changes_nothing(version, word):
    run()
    ((_, objects),) = word.asked
    word.in_spool = [CommitmentResult("2.25.1", (), tuple((uid, "x") for _, uid in objects))]
    sending_commitment.take_answers()
    assert told(version) == [("sent", "asked"), ("sent", "asked")]


def test_an_archive_that_is_away_is_asked_again(version, word):
    word.answers = [Unreachable("Main PACS", Step.STORE, "refused"), keeps_all]
    assert run().state == JobState.QUEUED
    assert told(version) == [("sent", "wanted"), ("sent", "wanted")]
    assert run().state == JobState.DONE
    assert told(version) == [("sent", "committed"), ("sent", "committed")]


def test_an_archive_without_the_service_is_said_and_asked_again_by_a_person(version, word, world):
    word.answers = [ServiceNotOffered("Main PACS", Step.STORE, "no context"), keeps_all]
    assert run().state == JobState.DONE
    assert told(version) == [("sent", "unavailable"), ("sent", "unavailable")]
    pdf = version.objects_made.get(kind="pdf")
    assert "does not offer" in sentence(pdf.reason["code"], pdf.reason["params"])
    services.retry(actor=world.people["surgeon"], row=pdf)
    run()
    assert told(version) == [("sent", "committed"), ("sent", "unavailable")]


def test_an_archive_that_keeps_silent_for_a_day_has_not_confirmed(version, word):
    run()
    assert sending_commitment.give_up_waiting() == 0
    yesterday = timezone.now() - timedelta(hours=25)
    version.objects_made.update(changed_at=yesterday)
    assert sending_commitment.give_up_waiting() == 2
    assert told(version) == [("sent", "unanswered"), ("sent", "unanswered")]
    reason = version.objects_made.first().reason
    assert "Main PACS" in sentence(reason["code"], reason["params"])
