"""The values of a plan as a file: what is on the page, with its source, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from planning.audit.models import AuditEvent
from planning.plans.models import Plan
from planning.plans.values_file import as_csv
from tests.plans.ready import ready_plan
from tests.web import world as worlds

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def ready(world):
    return ready_plan(world)


@pytest.fixture
def read(world, ready, client):
    client.force_login(world.people["surgeon"], backend=BACKEND)
    return lambda path: client.get(f"/api/v1/plans/{ready.plan.pk}{path}")


def table(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_data_has_the_values_of_the_page_unrounded_with_their_points(ready, read):
    (shown,) = read("/results").json()["results"]
    handed = json.loads(read("/measurements.json").content)
    assert (handed["plan"], handed["version"]) == (str(ready.plan.pk), 7)
    assert handed["patient"]["id"] == ready.plan.patient.patient_id
    (value,) = handed["values"]
    assert (value["key"], value["definition_version"], value["unit"]) == ("length", 1, "mm")
    for kind, words in (("native", "text"), ("planned", "planned_text")):
        assert value[kind]["value"] == shown[kind]["value"]
        assert value[kind]["plus_minus_95"] == shown[kind]["plus_minus_95"]
        assert value[kind]["words"] == shown[words]
    assert value["scale_method"] == shown["native"]["method"]
    assert value["landmarks_px"] == {"a": [[1000, 1000]], "b": [[1400, 1000]]}


def test_the_table_has_a_row_for_each_value(ready, read):
    answer = read("/measurements.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"measurements-{ready.plan.pk}-v7.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    (row,) = table(answer)
    (shown,) = read("/results").json()["results"]
    assert float(row["native"]) == shown["native"]["value"]
    assert float(row["native_plus_minus_95"]) == shown["native"]["plus_minus_95"]
    assert (row["key"], row["unit"], row["calibrated"]) == ("length", "mm", "yes")
    assert row["landmarks_px"] == "a: 1000 1000; b: 1400 1000"
    assert row["patient_id"] == ready.plan.patient.patient_id


def test_what_has_no_value_says_why_and_what_was_entered_is_there(ready, read):
    document = ready.plan.document
    document["measurements"] = [
        {**ready.measurement, "landmarks": {}},
        {"id": ready.landmarks[0]["id"], "definition": "PI_minus_LL", "side": None,
         "landmarks": {}, "params": {"PI": 40, "LL": 52.5}},
    ]  # fmt: skip
    Plan.objects.filter(pk=ready.plan.pk).update(document=document)
    missing, typed = table(read("/measurements.csv"))
    assert (missing["native"], missing["native_reason"]) == ("", "missing_landmark")
    assert (missing["unit"], missing["landmarks_px"]) == ("", "")
    assert (typed["native"], typed["entered"]) == ("-12.5", "LL=52.5; PI=40")
    assert typed["native_reason"] == "entered_values"


def test_no_cell_can_be_run_as_a_formula():
    quantity = {"value": -4.5, "plus_minus_95": None, "words": "+4 mm", "reason": None}
    one = {
        "key": "length", "definition_version": 1, "name": "=1+1", "side": "R", "unit": "mm",
        "native": quantity, "planned": quantity, "scale_method": "ball", "scale": "@SUM(A1)",
        "calibrated": True, "film": "1.2", "film_date": None, "entered": {}, "landmarks_px": {},
    }  # fmt: skip
    patient = {"id": "-2+3", "name": '=HYPERLINK("x"),\r\nB', "birth_date": None}
    body = as_csv({"plan": "p", "version": 1, "patient": patient, "values": [one]})
    (row,) = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert (row["name"], row["scale"], row["native_words"]) == ("'=1+1", "'@SUM(A1)", "'+4 mm")
    assert (row["patient_id"], row["patient_name"]) == ("'-2+3", '\'=HYPERLINK("x"),\r\nB')
    assert float(row["native"]) == -4.5
    assert body.startswith(b"\xef\xbb\xbfpatient_id,")


def test_that_values_were_handed_out_is_in_the_audit_trail_without_the_patient(ready, read):
    read("/measurements.csv")
    (event,) = AuditEvent.objects.filter(action="export")
    assert (event.object_id, event.actor) == (str(ready.plan.pk), "ada")
    assert event.detail == {"version": 7, "format": "csv", "values": 1}
    assert event.patient_key


def test_a_plan_of_a_newer_program_is_not_half_handed_out(ready, read):
    Plan.objects.filter(pk=ready.plan.pk).update(document={"schema": 9})
    answer = read("/measurements.json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "newer_schema"
    assert not AuditEvent.objects.filter(action="export").exists()
