"""The bytes of our own upper layer are the standard's, and no bytes of a peer upset it."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynetdicom.dimse_messages import C_STORE_RSP
from pynetdicom.dsutils import decode
from pynetdicom.pdu import A_ASSOCIATE_AC, A_ASSOCIATE_RQ
from pynetdicom.pdu_primitives import A_ASSOCIATE

from pacs_bridge.dimse.bulk import command, pdu
from pacs_bridge.dimse.bulk.command import Field, Message
from tests.builders import upper_layer as ul

DX, CT = "1.2.840.10008.5.1.4.1.1.1.1", "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT, JPEG_LS = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.80"


def request() -> bytes:
    return pdu.associate_request(
        calling="PLUMBLINE",
        called="ARCHIVE",
        proposals=[pdu.Proposal(1, DX, (EXPLICIT, JPEG_LS)), pdu.Proposal(3, CT, (EXPLICIT,))],
        served=[DX],
        max_pdu_bytes=131_072,
    )


def test_an_association_request_is_read_by_another_implementation():
    read = A_ASSOCIATE_RQ()
    read.decode(request())
    said: A_ASSOCIATE = read.to_primitive()
    assert (said.calling_ae_title, said.called_ae_title) == ("PLUMBLINE", "ARCHIVE")
    assert said.maximum_length_received == 131_072
    contexts = said.presentation_context_definition_list
    assert [(one.context_id, one.abstract_syntax) for one in contexts] == [(1, DX), (3, CT)]
    assert contexts[0].transfer_syntax == [EXPLICIT, JPEG_LS]
    (role,) = [item for item in said.user_information if hasattr(item, "scp_role")]
    assert (role.sop_class_uid, role.scu_role, role.scp_role) == (DX, False, True)


def acceptance(*results: int) -> bytes:
    body = struct.pack(">HH", 1, 0) + b" " * 32 + bytes(32)
    for at, result in enumerate(results):
        content = bytes((2 * at + 1, 0, result, 0)) + ul._item(0x40, EXPLICIT.encode())
        body += ul._item(0x21, content)
    return body + ul._item(0x50, ul._item(0x51, struct.pack(">I", 16_384)))


def test_what_was_agreed_is_read_and_what_was_refused_left_out():
    read = pdu.read_acceptance(acceptance(0, 3, 0))
    assert read == pdu.Acceptance(16_384, {1: EXPLICIT, 5: EXPLICIT})
    other = A_ASSOCIATE_AC()
    other.decode(pdu.pdu(pdu.Kind.ASSOCIATE_AC, acceptance(0, 3, 0)))


@given(st.binary(max_size=300))
def test_any_answer_is_read_or_refused(noise):
    for body in (noise, acceptance(0)[:70] + noise):
        try:
            pdu.read_acceptance(body)
        except pdu.BadPdu:
            continue


@given(st.binary(max_size=200))
def test_any_command_is_read_or_refused(noise):
    try:
        read = command.read(noise)
    except pdu.BadPdu:
        return
    assert isinstance(read.message, int)
    assert isinstance(read.uid(Field.AFFECTED_CLASS), str)


@given(
    st.binary(min_size=1, max_size=5_000),
    st.sampled_from([0, 64, 1_000, 16_384]),
    st.booleans(),
)
def test_fragments_put_together_are_the_message_and_none_is_too_long(content, limit, is_command):
    put_together = b""
    parts = list(pdu.fragments(7, content, command=is_command, max_pdu_bytes=limit))
    for at, part in enumerate(parts):
        kind, length = pdu.HEAD.unpack(part[:6])
        size, context, flags = pdu.FRAGMENT_HEAD.unpack(part[6:12])
        assert (kind, length, size, context) == (4, len(part) - 6, len(part) - 10, 7)
        assert bool(flags & pdu.COMMAND) is is_command
        assert bool(flags & pdu.LAST) is (at == len(parts) - 1)
        assert not limit or length <= limit
        put_together += part[12:]
    assert put_together == content


def test_a_store_response_is_read_by_another_implementation():
    asked = command.read(
        ul.element(0x0002, DX.encode())
        + ul._us(0x0100, ul.C_STORE_RQ)
        + ul._us(0x0110, 77)
        + ul._us(0x0800, 1)
        + ul.element(0x1000, b"1.2.3")
    )
    assert asked.has_data_set
    message = C_STORE_RSP()
    message.command_set = decode(io.BytesIO(command.response(asked, 0xA700)), True, True)
    said = message.command_set
    assert (said.AffectedSOPClassUID, said.AffectedSOPInstanceUID) == (DX, "1.2.3")
    assert (said.Status, said.MessageIDBeingRespondedTo) == (0xA700, 77)
    assert said.CommandField == Message.STORE_RSP


@pytest.mark.parametrize("cut", [1, 5, 9])
def test_a_command_that_is_cut_short_is_refused(cut):
    whole = ul.element(0x0002, DX.encode())
    with pytest.raises(pdu.BadPdu):
        command.read(whole[:-cut])
