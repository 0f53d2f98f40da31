"""Whatever bytes a caller sends, an association ends by itself and keeps whole objects only."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynetdicom.pdu import A_ASSOCIATE_AC
from pynetdicom.pdu_primitives import A_ASSOCIATE, SCP_SCU_RoleSelectionNegotiation

from pacs_bridge.dimse.bulk import greeting, pdu
from pacs_bridge.dimse.bulk.attending import COMMITMENT, VERIFICATION, Attendance, Service
from pacs_bridge.dimse.bulk.greeting import Rejection, Result
from pacs_bridge.dimse.spool import Sender
from tests.builders import upper_layer as ul
from tests.builders.dicom_files import FILM, dataset
from tests.builders.sender import DX, EXPLICIT, grouped, request, store_command

DATA_SET = dataset()
SOP_UID = FILM["SOPInstanceUID"].encode()
IMPLICIT, JPEG_LS = "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.80"
OFFERS = {
    DX.decode(): (JPEG_LS, EXPLICIT.decode(), IMPLICIT),
    VERIFICATION: (EXPLICIT.decode(), IMPLICIT),
    COMMITMENT: (EXPLICIT.decode(), IMPLICIT),
}


def head(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBI", kind, 0, len(body)) + body


REQUEST = head(1, request("PACS", "RX"))
COMMAND = head(4, ul.pdv(1, 3, grouped(store_command(SOP_UID))))
OBJECT = head(4, ul.pdv(1, 0, DATA_SET[:400])) + head(4, ul.pdv(1, 2, DATA_SET[400:]))
RELEASE = head(5, bytes(4))
WHOLE = REQUEST + COMMAND + OBJECT + RELEASE


@dataclass
class House:
    """Takes objects and remembers them."""

    arriving: Path
    kept: list[bytes] = field(default_factory=list)
    senders: list[Sender] = field(default_factory=list)
    notices: list[bytes] = field(default_factory=list)

    def keep(self, film: Path, sender: Sender) -> None:
        self.kept.append(film.read_bytes())
        self.senders.append(sender)

    def notice(self, content: bytes, explicit_vr: bool) -> int:
        self.notices.append(content)
        return 0x0112

    def attend(self, said: bytes) -> bytes:
        """Let a caller say something and hang up; return what it was answered."""
        service = Service(
            ae_title="RX",
            offers=OFFERS,
            arriving=self.arriving,
            may_call=lambda title, address: title == "PACS",
            keep=self.keep,
            notice=self.notice,
            refused=lambda *who: None,
        )
        with socket.create_server(("127.0.0.1", 0)) as listener:
            caller = socket.create_connection(listener.getsockname())
            ours, _ = listener.accept()
        with caller, ours:
            caller.sendall(said)
            caller.shutdown(socket.SHUT_WR)
            Attendance(
                ours, "127.0.0.1", service, admit=lambda: True, pdu_s=5.0, request_s=5.0
            ).run()
            caller.settimeout(5)
            answer = b""
            while part := caller.recv(65_536):
                answer += part
        return answer


@pytest.fixture
def house(tmp_path) -> House:
    return House(tmp_path)


def kinds(answer: bytes) -> list[int]:
    found = []
    while answer:
        kind, _, length = struct.unpack(">BBI", answer[:6])
        found.append(kind)
        answer = answer[6 + length :]
    return found


def test_a_whole_conversation_is_answered_step_by_step(house):
    answer = house.attend(WHOLE)
    assert kinds(answer) == [2, 4, 6]
    (film,) = house.kept
    assert film.endswith(DATA_SET)
    assert house.senders == [Sender("PACS", "127.0.0.1", "", None)]
    assert not list(house.arriving.iterdir())


def check(house: House, said: bytes) -> None:
    kept = len(house.kept)
    answer = house.attend(said)
    assert all(kind in (2, 3, 4, 6, 7) for kind in kinds(answer))
    assert len(house.kept) - kept <= kinds(answer).count(4)
    assert not list(house.arriving.iterdir())


FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_after_any_part_of_a_conversation(house, noise):
    for before in (b"", REQUEST, REQUEST + COMMAND, WHOLE[: len(WHOLE) - len(RELEASE)]):
        check(house, before + noise)


@FUZZ
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    )
)
def test_a_conversation_with_bytes_changed_inserted_or_lost(house, changes):
    said = bytearray(WHOLE)
    for at, new, lost in changes:
        said[at : at + lost] = new
    check(house, bytes(said))


@pytest.mark.parametrize("end", range(0, len(WHOLE) - len(RELEASE), 97))
def test_a_conversation_that_is_cut_off_keeps_nothing(house, end):
    house.attend(WHOLE[:end])
    assert not house.kept
    assert not list(house.arriving.iterdir())


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (0x0030, 0x0211),  # C-ECHO where C-STORE was agreed on
        (0x0020, 0x0211),  # C-FIND
        (0x0001, 0xC000),  # C-STORE without a data set
    ],
)
def test_what_is_not_offered_is_refused_and_the_next_object_taken(house, command, status):
    asked = ul.element(0x0002, DX) + ul._us(0x0100, command) + ul._us(0x0110, 5)
    asked += ul._us(0x0800, ul.NO_DATA_SET)
    answer = house.attend(REQUEST + head(4, ul.pdv(1, 3, grouped(asked))) + WHOLE[len(REQUEST) :])
    assert kinds(answer) == [2, 4, 4, 6]
    assert struct.pack("<HHIH", 0, 0x0900, 2, status) in answer
    assert len(house.kept) == 1


def test_a_cancel_has_no_answer(house):
    cancel = ul._us(0x0100, ul.C_CANCEL_RQ) + ul._us(0x0120, 1) + ul._us(0x0800, ul.NO_DATA_SET)
    said = REQUEST + head(4, ul.pdv(1, 3, grouped(cancel))) + WHOLE[len(REQUEST) :]
    assert kinds(house.attend(said)) == [2, 4, 6]


@pytest.mark.parametrize("context", [1, 9])
def test_answers_to_nothing_and_other_contexts_end_it(house, context):
    command = 0x8001 if context == 1 else 0x0001
    said = ul.element(0x0002, DX) + ul._us(0x0100, command) + ul._us(0x0110, 1)
    said += ul._us(0x0800, ul.NO_DATA_SET)
    assert kinds(house.attend(REQUEST + head(4, ul.pdv(context, 3, grouped(said))))) == [2, 7]


def test_an_echo_is_answered(house):
    asked = ul.element(0x0002, VERIFICATION.encode()) + ul._us(0x0100, ul.C_ECHO_RQ)
    asked += ul._us(0x0110, 5) + ul._us(0x0800, ul.NO_DATA_SET)
    called = head(1, request("PACS", "RX", VERIFICATION.encode()))
    answer = house.attend(called + head(4, ul.pdv(1, 3, grouped(asked))) + RELEASE)
    assert kinds(answer) == [2, 4, 6]
    assert struct.pack("<HHIH", 0, 0x0900, 2, 0) in answer
    assert struct.pack("<HHIH", 0, 0x0100, 2, ul.C_ECHO_RSP) in answer


def test_contexts_are_decided_one_by_one_and_read_by_another_implementation():
    proposals = (
        pdu.Proposal(1, DX.decode(), (IMPLICIT, EXPLICIT.decode())),
        pdu.Proposal(3, DX.decode(), ("1.2.3",)),
        pdu.Proposal(5, "1.2.3.4", (IMPLICIT,)),
        pdu.Proposal(7, COMMITMENT, (IMPLICIT,)),
    )
    asked = greeting.read_request(
        pdu.associate_request(
            calling="PACS", called="RX", proposals=proposals, served=[COMMITMENT, DX.decode()],
            max_pdu_bytes=16_384,
        )[6:]
    )  # fmt: skip
    assert (asked.calling, asked.called, asked.max_pdu_bytes) == ("PACS", "RX", 16_384)
    decisions = greeting.decide(asked, OFFERS)
    assert [one.result for one in decisions] == [
        Result.ACCEPTED, Result.NO_TRANSFER_SYNTAX, Result.NO_ABSTRACT_SYNTAX, Result.ACCEPTED,
    ]  # fmt: skip
    read = A_ASSOCIATE_AC()
    read.decode(greeting.accept(asked, decisions, scp=[COMMITMENT], max_pdu_bytes=131_072))
    said: A_ASSOCIATE = read.to_primitive()
    results = said.presentation_context_definition_results_list
    assert [(one.context_id, one.result) for one in results] == [(1, 0), (3, 4), (5, 3), (7, 0)]
    assert results[0].transfer_syntax == [EXPLICIT.decode()]
    assert said.maximum_length_received == 131_072
    roles = [
        one for one in said.user_information if isinstance(one, SCP_SCU_RoleSelectionNegotiation)
    ]
    assert [(one.sop_class_uid, one.scu_role, one.scp_role) for one in roles] == [
        (COMMITMENT, False, True)
    ]


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        (0, b"\0\2", Rejection.VERSION),
        (74 + 4, b"9", Rejection.APPLICATION),
        (4, b"OTHER", Rejection.CALLED),
    ],
)
def test_why_a_call_is_rejected(house, at, new, why):
    body = request("PACS", "RX")
    body = body[:at] + new + body[at + len(new) :]
    assert greeting.check(greeting.read_request(body), "RX") is why
    assert kinds(house.attend(head(1, body) + WHOLE[len(REQUEST) :])) == [3]
    assert not house.kept


def test_a_stranger_is_rejected_for_ever_and_a_full_house_for_now():
    assert greeting.reject(Rejection.CALLING)[6:] == bytes((0, 1, 1, 3))
    assert greeting.reject(Rejection.FULL)[6:] == bytes((0, 2, 3, 2))


@given(st.binary(max_size=300))
def test_any_request_is_read_or_refused(noise):
    for body in (noise, request("PACS", "RX")[:68] + noise):
        try:
            read = greeting.read_request(body)
        except pdu.BadPdu:
            continue
        answer = greeting.accept(read, greeting.decide(read, OFFERS), scp=(), max_pdu_bytes=0)
        assert kinds(answer) == [2]
