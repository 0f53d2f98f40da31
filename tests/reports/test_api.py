"""Reports over the API: files as they were sent, states in words, nothing kept on the way."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from planning.api.reports import REPORTS, report_object_json
from planning.audit.models import AuditEvent
from planning.jobs.models import Job
from planning.jobs.work import run_inline
from planning.reports import making
from planning.reports.models import ReportObject
from tests.reports.archive import stand_in

JSON = "application/json"


@pytest.fixture
def surgeon(world, client):
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(version, rest: str) -> str:
    return f"/api/v1/plans/{version.plan_id}/signed/{version.number}/{rest}"


@pytest.mark.timeout(300)
def test_the_whole_way_of_a_report(version, world, surgeon, monkeypatch):
    """Made once, shown and sent the same; every number of the database is in the PDF."""
    archive = stand_in(monkeypatch)
    before = surgeon.get(address(version, "report.pdf")).content
    assert run_inline(Job.objects.get(kind="send_report")).state == "done"

    shown = surgeon.get(address(version, "objects")).json()
    assert [(row["kind"], row["state"]) for row in shown] == [("pdf", "sent"), ("picture", "sent")]
    assert {row["node"]["name"] for row in shown} == {world.node.name}
    assert set(archive.held) == {row["sop_instance_uid"] for row in shown}

    answer = surgeon.get(address(version, "report.pdf?paper=a4"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="plan-version-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    # Before it was made it was drawn for the asker: the same bytes, and those that went out.
    assert answer.content == before
    pdf = ReportObject.objects.get(kind="pdf")
    assert answer.content in archive.held[pdf.sop_instance_uid]

    text = " ".join(
        " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
        ).split()
    )
    for result in version.content["results"]:
        assert result["text"] in text
        assert result["planned_text"] in text
    assert version.digest in text
    assert "DEMO, SEED 7" in text

    letter = surgeon.get(address(version, "report.pdf?paper=letter")).content
    assert float(PdfReader(io.BytesIO(letter)).pages[0].mediabox.width) == 612

    answer = surgeon.get(address(version, "pictures/1.png"), HTTP_ACCEPT="image/avif,image/webp")
    assert answer["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert max(picture.size) >= 1400
    sent = ReportObject.objects.get(kind="picture")
    assert picture.convert("RGB").tobytes() in archive.held[sent.sop_instance_uid]

    told = AuditEvent.objects.filter(action="export").values_list("detail", flat=True)
    assert sorted(one["what"] for one in told) == ["pdf a4", "pdf letter", "picture 1"]
    headers = f"{answer.headers} {answer.request['PATH_INFO']}"
    assert "PHANTOM" not in headers


def test_a_picture_or_version_that_is_not_there_is_not_found(version, surgeon):
    assert surgeon.get(address(version, "pictures/9.png")).status_code == 404
    gone = f"/api/v1/plans/{version.plan_id}/signed/9/report.pdf"
    assert surgeon.get(gone).status_code == 404
    assert surgeon.get(address(version, "report.pdf?paper=a0")).status_code == 400


def test_a_refusal_is_told_in_words(version, world):
    row = version.objects_made.get(kind="pdf")
    row.state = "refused"
    row.reason = {"code": "report_refused", "params": {"node": "Main", "said": "study is locked"}}
    told = report_object_json(row)
    assert told["reason"]["sentence"] == "Main said: “study is locked”."
    assert (told["state"], told["node"]["name"]) == ("refused", world.node.name)


def test_changes_are_told_live_to_the_site(version, world):
    row = version.objects_made.get(kind="pdf")
    moment = row.changed_at.replace(year=row.changed_at.year - 1)
    found = REPORTS.changed_since(moment)
    assert {one.pk for one in found} == {one.pk for one in version.objects_made.all()}
    assert {REPORTS.site_id(one) for one in found} == {world.site.pk}
    assert REPORTS.event == "report"
    assert REPORTS.present(found[0])["id"] == str(found[0].pk)


def test_sending_and_stopping_over_the_api(version, world, surgeon):
    stopped = surgeon.delete(address(version, "sending"))
    assert [row["state"] for row in stopped.json()] == ["made", "made"]
    assert stopped.json()[0]["reason"]["code"] == "sending_stopped"
    answer = surgeon.post(address(version, "sending"), {}, content_type=JSON)
    assert answer.status_code == 202
    assert [row["state"] for row in answer.json()] == ["queued", "queued"]
    assert AuditEvent.objects.filter(action="send", object_kind="version").count() == 1


def test_films_from_no_archive_need_a_choice(version, world, surgeon):
    version.objects_made.update(state="made", node=None)
    version.plan.study.node = None
    version.plan.study.save()
    answer = surgeon.post(address(version, "sending"), {}, content_type=JSON)
    assert answer.json()["error"]["code"] == "report_no_node"
    chosen = {"node": str(world.node.pk)}
    answer = surgeon.post(address(version, "sending"), chosen, content_type=JSON)
    assert {row["node"]["id"] for row in answer.json()} == {str(world.node.pk)}


def test_what_was_drawn_stands_on_the_same_points_as_the_numbers(version):
    """The points that marks are drawn from evaluate to the frozen values."""
    from planning.measuring.evaluate import evaluate
    from planning.plans import catalogue
    from planning.reports.drawing import scale_of
    from planning.reports.measured import places_on

    (frozen,) = version.content["views"]
    places = places_on(
        version.document,
        view_id=frozen["id"],
        variant_id=version.document["variants"][0]["id"],
        scale=scale_of(frozen),
        families=catalogue.families_of(version.document),
        right_on=frozen["patient_right_on"],
    )
    items = {item["id"]: item for item in version.document["measurements"]}
    assert version.content["results"]
    for result in version.content["results"]:
        definition = catalogue.definitions()[result["definition"]]
        for kind, as_planned in (("native", False), ("planned", True)):
            item = items[result["id"]]
            value = evaluate(
                definition,
                places.points(item, definition, as_planned=as_planned),
                scale_of(frozen),
                side=item["side"],
                params=places.params,
            ).to_json()
            expected = result[kind]
            assert value.get("value") == expected.get("value")
            assert value["kind"] == expected["kind"]


def test_a_second_version_names_the_first_in_both_objects(version, world, plan):
    from planning.plans.signing import sign

    plan.refresh_from_db()
    plan.state = "draft"
    plan.save()
    second = sign(
        actor=world.people["surgeon"], plan=plan, version=plan.version, meaning="approved"
    )
    first_uids = {row.kind: row.sop_instance_uid for row in version.objects_made.all()}
    for kind in ("pdf", "picture"):
        named = making._predecessor(second, kind, 1, "1.2.3")
        assert named.sop_instance_uid == first_uids[kind]
    assert making._predecessor(version, "pdf", 1, "1.2.3") is None
