"""One small question before a retrieval: which storage classes the study holds."""

from __future__ import annotations

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.bulk import command
from pacs_bridge.dimse.bulk.command import Field, Message
from pacs_bridge.dimse.bulk.conversation import Conversation
from pacs_bridge.dimse.bulk.pdu import Proposal
from pacs_bridge.dimse.contexts import UNCOMPRESSED
from pacs_bridge.dimse.find import CLASS_KEYWORDS, classes_in
from pacs_bridge.errors import RequestFailed, ServiceNotOffered
from pacs_bridge.types import Node, Step

_ANSWERS_AT_MOST = 1000
"""An archive that passes over the key would answer with every study it has."""


def storage_classes(node: Node, study_uid: str) -> tuple[str, ...] | None:
    """Ask which storage classes a study holds.

    Returns
    -------
    tuple of str or None
        Empty when the archive does not say, or does not search (SOP Classes in Study is an
        optional key); None when it has no such study.
    """
    try:
        rows = _rows(node, study_uid)
    except (ServiceNotOffered, RequestFailed):
        return ()
    return classes_in(rows, study_uid)


def _rows(node: Node, study_uid: str) -> list[dict[str, str]]:
    talk = Conversation.open(
        node,
        [Proposal(1, identifiers.FIND, UNCOMPRESSED)],
        step=Step.RETRIEVE,
        stall_s=node.deadlines.find_s,
    )
    try:
        context = talk.context_for(identifiers.FIND, "C-FIND, Study Root")
        asked = identifiers.identifier("STUDY", {"StudyInstanceUID": study_uid}, CLASS_KEYWORDS)
        talk.ask(context, command.request(Message.FIND_RQ, 1, identifiers.FIND), asked)
        rows = _answers(talk)
    except BaseException:
        talk.abort()
        raise
    talk.release()
    return rows


def _answers(talk: Conversation) -> list[dict[str, str]]:
    rows = []
    for _ in range(_ANSWERS_AT_MOST):
        context, said = talk.next_command()
        answer = talk.identifier(context) if said.has_data_set else None
        code = said.number(Field.STATUS)
        if code not in status.PENDING:
            if code != status.SUCCESS:
                raise status.failure(talk.node.name, talk.step, code or 0x0110)
            return rows
        rows.append(identifiers.row(answer, CLASS_KEYWORDS) or {})
    raise RequestFailed(talk.node.name, talk.step, "more answers than there can be")
