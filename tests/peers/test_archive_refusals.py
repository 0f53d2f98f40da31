"""How real archives refuse us, and what the administrator is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import (
    ArchiveError,
    BadQuery,
    DestinationUnknown,
    RequestFailed,
    TitleRefused,
)
from pacs_bridge.types import Step, StudyQuery, Wanted
from tests.peers.films import SMITH

ORTHANC, DCMTK = pytest.mark.peer("orthanc"), pytest.mark.peer("dcmtk")
DIMSE = [
    pytest.param("orthanc_get", marks=ORTHANC),
    pytest.param("dcmqrscp_get", marks=DCMTK),
    pytest.param("demo_get"),
]


@pytest.fixture
def node(request):
    return request.getfixturevalue(request.param).node


@pytest.mark.parametrize("node", DIMSE, indirect=True)
def test_a_title_that_the_archive_does_not_have_is_refused(node):
    with pytest.raises(TitleRefused) as refused:
        open_archive(replace(node, ae_title="SOMEBODY_ELSE")).echo()
    assert refused.value.step is Step.ASSOCIATE
    assert not refused.value.transient
    assert refused.value.node == node.name


@pytest.mark.peer("orthanc")
@pytest.mark.parametrize("node", ["orthanc_get"], indirect=True)
def test_a_caller_that_the_archive_does_not_know_is_refused(node):
    stranger = open_archive(replace(node, calling_ae_title="STRANGER"))
    with pytest.raises(TitleRefused) as refused:
        list(stranger.find_studies(StudyQuery(patient_id="P100")))
    assert "calling" in refused.value.cause


@pytest.mark.parametrize("node", ["demo_move"], indirect=True)
def test_a_destination_that_the_archive_does_not_know_is_named(node, tmp_path):
    archive = open_archive(replace(node, move_ae_title="UNREGISTERED"))
    with pytest.raises(DestinationUnknown) as refused:
        list(archive.fetch(Wanted(SMITH), tmp_path))
    assert refused.value.step is Step.RETRIEVE
    assert "A801" in refused.value.cause


@pytest.mark.peer("orthanc")
@pytest.mark.parametrize("node", ["orthanc_move"], indirect=True)
def test_orthanc_says_less_but_the_question_is_asked(node, tmp_path):
    archive = open_archive(replace(node, move_ae_title="UNREGISTERED"))
    with pytest.raises(RequestFailed) as refused:
        list(archive.fetch(Wanted(SMITH), tmp_path))
    assert "is UNREGISTERED registered there" in refused.value.cause


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("node", ["dcmqrscp_move"], indirect=True)
def test_dcmqrscp_names_the_unknown_destination(node, tmp_path):
    archive = open_archive(replace(node, move_ae_title="UNREGISTERED"))
    with pytest.raises(DestinationUnknown):
        list(archive.fetch(Wanted(SMITH), tmp_path))


@pytest.mark.peer("orthanc")
@pytest.mark.parametrize("node", ["orthanc_web"], indirect=True)
def test_a_wrong_path_on_the_right_server_offers_no_service(node):
    with pytest.raises(ArchiveError) as refused:
        open_archive(replace(node, url=node.url + "/nothing")).echo()
    assert refused.value.code == "archive_service_not_offered"
    assert refused.value.step is Step.ECHO


@pytest.mark.parametrize("uid", ["*", "1.2\\1.3", "../studies", "", "1.2?x=1"])
@pytest.mark.parametrize(
    "node", ["demo_get", pytest.param("orthanc_web", marks=ORTHANC)], indirect=True
)
def test_only_uids_may_be_asked_for(node, uid, tmp_path):
    archive = open_archive(node)
    for ask in (
        lambda: archive.find_series(uid),
        lambda: archive.find_instances(SMITH, uid),
        lambda: archive.fetch(Wanted(uid), tmp_path),
        lambda: archive.fetch(Wanted(SMITH, series_uids=(uid,)), tmp_path),
    ):
        with pytest.raises(BadQuery):
            list(ask())


@pytest.mark.parametrize("node", ["demo_get"], indirect=True)
def test_what_an_archive_negotiates_is_told(node):
    offered = open_archive(node).capabilities()
    assert {way.value for way in offered.retrievals} == {"c-get", "c-move"}
    assert "1.2.840.10008.5.1.4.1.1.1.1" in offered.storage_sop_classes
    assert not offered.fuzzy_names
