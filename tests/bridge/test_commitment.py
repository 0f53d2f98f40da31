"""An archive is asked to answer for objects, and its word is never lost, however it comes."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from pacs_bridge import commitment
from pacs_bridge.commitment import CommitmentResult, Reference, forget, results
from pacs_bridge.dimse.commitment import ask
from pacs_bridge.dimse.commitment_spool import expect, put_down
from pacs_bridge.errors import RequestFailed, ServiceNotOffered
from pacs_bridge.types import Deadlines, Node, Protocol
from tests.bridge.commitment_peer import TITLE as KEEPER
from tests.bridge.commitment_peer import call_back, keeper
from tests.bridge.running_receiver import TITLE, Caller, running

PDF, SC = "1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.7"
ONE, TWO = "1.2.3.1", "1.2.3.2"
OBJECTS = (Reference(PDF, ONE), Reference(SC, TWO))
TRANSACTION = "2.25.77"


def node(port: int, **more) -> Node:
    deadlines = Deadlines(connect_s=10, find_s=10)
    return Node("KEEPER", Protocol.DIMSE, "127.0.0.1", port, KEEPER, deadlines=deadlines, **more)


def reference(sop_class: str, sop_instance: str, reason: int | None = None) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, sop_instance
    if reason is not None:
        item.FailureReason = reason
    return item


def information(**sequences) -> Dataset:
    made = Dataset()
    made.TransactionUID = TRANSACTION
    for keyword, items in sequences.items():
        setattr(made, keyword, Sequence(items))
    return made


def test_an_answer_on_the_same_association_is_returned_and_kept(tmp_path):
    with keeper(refuses={TWO: 0x0112}) as there:
        answer = commitment.request(node(there.port), OBJECTS, TRANSACTION, tmp_path, wait_s=8)
    (asked,) = there.asked
    assert asked.TransactionUID == TRANSACTION
    named = [(one.ReferencedSOPClassUID, one.ReferencedSOPInstanceUID)
             for one in asked.ReferencedSOPSequence]  # fmt: skip
    assert named == [(PDF, ONE), (SC, TWO)]
    assert there.told == [0]
    assert answer == CommitmentResult(
        TRANSACTION, (ONE,), ((TWO, "0112 it does not have this object"),)
    )
    assert list(results(tmp_path)) == [answer]
    forget(tmp_path, TRANSACTION)
    assert list(results(tmp_path)) == []


@pytest.mark.parametrize("own_receive", [True, False], ids=["own", "library"])
@pytest.mark.parametrize("role", [True, False], ids=["as SCP", "without a role"])
def test_an_answer_on_an_association_of_the_archives_own_reaches_the_spool(
    own_receive, role, tmp_path
):
    spool, allow = tmp_path / "spool", (Caller(KEEPER, "127.0.0.1"),)
    kept = information(ReferencedSOPSequence=[reference(PDF, ONE)],
                       FailedSOPSequence=[reference(SC, TWO, 0x0213)])  # fmt: skip
    unknown = information(ReferencedSOPSequence=[reference(PDF, ONE)])
    unknown.TransactionUID = "2.25.99"
    with running(spool, own_receive=own_receive, allow=allow) as receiver:
        expect(spool, TRANSACTION)
        said = call_back(receiver.port, TITLE, [unknown, information(), kept], role)
    assert said == [0x0112, 0x0115, 0]
    (answer,) = results(spool)
    assert answer == CommitmentResult(TRANSACTION, (ONE,), ((TWO, "0213 it has no room"),))


def test_an_archive_that_answers_later_is_not_waited_for(tmp_path):
    with keeper(same_association=False) as there:
        assert list(ask(node(there.port), OBJECTS, TRANSACTION, tmp_path, 0.2)) == []
    assert put_down(tmp_path, CommitmentResult(TRANSACTION, (ONE, TWO), ()))


def test_an_archive_without_the_service_says_so(tmp_path):
    with keeper(offers=False) as there, pytest.raises(ServiceNotOffered):
        list(ask(node(there.port), OBJECTS, TRANSACTION, tmp_path, 0.2))


def test_a_request_that_is_refused_says_so(tmp_path):
    with keeper(status=0x0110) as there, pytest.raises(RequestFailed) as refused:
        list(ask(node(there.port), OBJECTS, TRANSACTION, tmp_path, 0.2))
    assert "0110 processing failure" in refused.value.cause


def test_there_is_no_storage_commitment_over_dicomweb(tmp_path):
    web = Node("WEB", Protocol.DICOMWEB, url="http://127.0.0.1:1/")
    with pytest.raises(ServiceNotOffered):
        commitment.request(web, OBJECTS, TRANSACTION, tmp_path)


def test_an_answer_that_nobody_awaits_is_not_kept(tmp_path):
    assert not put_down(tmp_path, CommitmentResult(TRANSACTION, (ONE,), ()))
    assert list(results(tmp_path)) == []
