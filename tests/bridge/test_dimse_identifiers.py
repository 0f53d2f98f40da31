"""Keys go out in the archive's character set, and only where it is needed."""

from __future__ import annotations

from io import BytesIO

import pytest
from pynetdicom.dsutils import decode, encode

from pacs_bridge.dimse.identifiers import identifier, row
from pacs_bridge.dimse.status import describe, failure
from pacs_bridge.dimse.wanted import UIDS_PER_REQUEST, retrieve_identifiers
from pacs_bridge.types import Step, Wanted


def over_the_wire(request):
    """Encode and decode as an association does."""
    return decode(BytesIO(encode(request, True, True)), True, True)


def test_ascii_keys_declare_no_character_set():
    assert "SpecificCharacterSet" not in identifier("STUDY", {"PatientID": "P1"}, (), "ISO_IR 192")


@pytest.mark.parametrize(
    ("name", "character_set"),
    [
        ("MÜLLER*", "ISO_IR 100"),
        ("ŁUKASZ*", "ISO_IR 101"),
        ("*山田*", "ISO_IR 192"),
        ("*山田*", "\\ISO 2022 IR 87"),
        ("Łukasz*", "ISO_IR 192"),
    ],
)
def test_a_name_survives_the_way_to_the_archive(name, character_set):
    request = identifier("STUDY", {"PatientName": name}, ("StudyDate",), character_set)
    received = over_the_wire(request)
    assert row(received, ["PatientName"]) == {"PatientName": name}
    assert str(received.PatientName) == name


def test_wanted_keys_go_out_empty_and_keys_with_their_value():
    request = identifier("SERIES", {"StudyInstanceUID": "1.2"}, ("Modality", "StudyInstanceUID"))
    assert (request.QueryRetrieveLevel, request.Modality) == ("SERIES", "")
    assert request.StudyInstanceUID == "1.2"


def test_a_list_of_modalities_is_one_key_with_several_values():
    request = identifier("STUDY", {"ModalitiesInStudy": "CR\\DX"})
    assert list(request.ModalitiesInStudy) == ["CR", "DX"]


def test_no_identifier_is_no_row():
    assert row(None, ["PatientName"]) is None


def test_a_study_is_one_request_and_series_are_one_each():
    (whole,) = retrieve_identifiers(Wanted("1.2"))
    assert (whole.QueryRetrieveLevel, whole.StudyInstanceUID) == ("STUDY", "1.2")
    first, second = retrieve_identifiers(Wanted("1.2", ("1.2.1", "1.2.2")))
    assert (first.QueryRetrieveLevel, first.SeriesInstanceUID) == ("SERIES", "1.2.1")
    assert second.SeriesInstanceUID == "1.2.2"


def test_many_instances_are_asked_for_in_groups_of_one_series():
    sops = tuple(f"1.2.1.{number}" for number in range(UIDS_PER_REQUEST + 1))
    requests = list(retrieve_identifiers(Wanted("1.2", (), (("1.2.1", sops), ("1.2.2", ("9",))))))
    assert [request.SeriesInstanceUID for request in requests] == ["1.2.1", "1.2.1", "1.2.2"]
    assert all(request.QueryRetrieveLevel == "IMAGE" for request in requests)
    assert len(requests[0].SOPInstanceUID) == UIDS_PER_REQUEST
    assert requests[1].SOPInstanceUID == sops[-1]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0xA700, "out of resources"),
        (0xA7FE, "out of resources"),
        (0xA801, "move destination unknown"),
        (0xA900, "does not match"),
        (0xC123, "cannot process"),
        (0xB007, "warning"),
        (0x1234, "not known"),
    ],
)
def test_a_status_is_said_in_words(status, words):
    assert words in describe(status)
    assert describe(status).startswith(f"{status:04X} ")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0xA700, "archive_busy"),
        (0xA801, "archive_destination_unknown"),
        (0x0122, "archive_service_not_offered"),
        (0x0124, "archive_not_authorised"),
        (0xA900, "archive_request_failed"),
        (0xFE00, "archive_request_failed"),
        (0x9999, "archive_request_failed"),
    ],
)
def test_a_failure_status_becomes_the_error_that_says_what_to_do(status, code):
    assert failure("MAIN", Step.SEARCH, status).code == code
