"""The receiver knows who may send, and tells of whom it turned away."""

from __future__ import annotations

import os
import signal
import threading
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.dimse.callers import Caller
from pacs_bridge.dimse.spool import UNSOLICITED
from planning.audit.models import AuditEvent
from planning.management.commands import receiver as command
from planning.pacs import receiving
from planning.pacs.models import PacsNode
from planning.pacs.receiving import Door, _Housekeeper
from tests.builders.dicom_files import FILM, dataset
from tests.builders.sender import Sender
from tests.web import world as worlds

MODALITY = Caller("DX1", "10.9.9.9")


@pytest.fixture
def site(db):
    return worlds.build().site


def test_archives_that_are_switched_on_may_send(site):
    PacsNode.objects.all().delete()
    worlds.archive(site, "On", host="pacs.example", ae_title="ON")
    worlds.archive(site, "Off", host="10.0.0.2", ae_title="OFF", enabled=False)
    worlds.archive(site, "Web", protocol="dicomweb", retrieval="wado-rs", host="", ae_title="")
    assert receiving.callers() == (Caller("ON", "pacs.example"),)


def test_an_archive_that_is_added_may_send_at_once_and_modalities_still_may(site):
    keeper = _Housekeeper((MODALITY,), (), ())
    worlds.archive(site, "New", host="10.0.0.7", ae_title="NEW")
    keeper._look()
    assert {Caller("NEW", "10.0.0.7"), MODALITY} <= set(keeper.allowed)


def test_who_was_turned_away_is_in_the_audit_trail_once(site):
    keeper = _Housekeeper((), (), ())
    for _ in range(3):
        keeper.note_refusal("10.66.6.6", "INTRUDER", "not in the list of callers")
    keeper.note_refusal("fe80::1%eth0", "", "address not allowed")
    keeper._tell()
    keeper._tell()
    events = AuditEvent.objects.filter(action="security", object_kind="receiver")
    assert sorted((event.address, event.detail["title"]) for event in events) == [
        ("10.66.6.6", "INTRUDER"), ("fe80::1", ""),
    ]  # fmt: skip


def test_a_stranger_is_not_forgotten_because_the_database_is_away(site, monkeypatch):
    keeper = _Housekeeper((), (), ())
    keeper.note_refusal("10.66.6.6", "INTRUDER", "not in the list of callers")
    with monkeypatch.context() as patched:
        patched.setattr(receiving.audit, "record", mock.Mock(side_effect=OperationalError))
        keeper._do(keeper._tell)
    keeper._tell()
    assert AuditEvent.objects.filter(object_kind="receiver", detail__title="INTRUDER").exists()


def test_the_command_says_in_a_sentence_why_it_cannot_begin(monkeypatch):
    taken = mock.Mock(side_effect=OSError(98, "Address already in use"))
    monkeypatch.setattr(command, "serve", taken)
    with pytest.raises(CommandError, match="Address already in use"):
        call_command("receiver")


def test_a_flood_of_strangers_fills_neither_memory_nor_trail(site, monkeypatch):
    monkeypatch.setattr(receiving, "STRANGERS_AT_MOST", 5)
    keeper = _Housekeeper((), (), ())
    for number in range(20):
        keeper.note_refusal("10.66.6.6", f"T{number}", "not in the list of callers")
    keeper._tell()
    assert AuditEvent.objects.filter(object_kind="receiver").count() == 5


def test_a_chore_that_fails_stops_no_other(site):
    done = []
    keeper = _Housekeeper((), (), ())
    for chore in (lambda: 1 / 0, lambda: done.append(1)):
        keeper._do(chore)
    assert done == [1]


def test_modalities_are_read_from_one_line():
    assert Door.read_modalities("DX1@10.9.9.9, CT@10.9.0.0/16") == (
        MODALITY, Caller("CT", "10.9.0.0/16"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="TITLE@ADDRESS"):
        Door.read_modalities("DX1")


@pytest.mark.parametrize("own_receive", [True, False], ids=["own", "library"])
def test_an_archive_of_the_page_sends_and_the_process_ends_when_it_is_told(
    site, settings, tmp_path, own_receive
):
    settings.RECEIVER_PORT, settings.RECEIVER_SPOOL = free_port(), tmp_path / "spool"
    settings.OWN_RECEIVE = own_receive
    PacsNode.objects.all().delete()
    worlds.archive(site, "Here", host="127.0.0.1", ae_title="HERE")
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    answers = []

    def call(port: int) -> None:
        try:
            for title in ("HERE", "STRANGER"):
                with Sender(port) as sender:
                    kind, _ = sender.associate(title, settings.RECEIVER_AE_TITLE)
                    if kind == 2:
                        uid = FILM["SOPInstanceUID"].encode()
                        answers.append((title, sender.store(uid, dataset())))
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    try:
        receiving.serve(lambda port: threading.Thread(target=call, args=(port,)).start())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert answers == [("HERE", 0)]
    assert len(list((settings.RECEIVER_SPOOL / UNSOLICITED).glob("*.dcm"))) == 1


def test_the_command_takes_modalities_and_tls_from_the_environment(monkeypatch):
    taken = {}
    monkeypatch.setattr(command, "serve", lambda **options: taken.update(options))
    monkeypatch.setenv("PLUMBLINE_RECEIVER_ALLOW", "DX1@10.9.9.9")
    monkeypatch.setenv("PLUMBLINE_RECEIVER_TLS_CERT", "/etc/rx.crt")
    monkeypatch.setenv("PLUMBLINE_RECEIVER_TLS_PORT", "2762")
    call_command("receiver")
    assert taken["door"] == Door((MODALITY,), tls_cert="/etc/rx.crt", tls_port=2762)
    monkeypatch.setenv("PLUMBLINE_RECEIVER_ALLOW", "DX1")
    with pytest.raises(CommandError, match="TITLE@ADDRESS"):
        call_command("receiver")
