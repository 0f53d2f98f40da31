"""Volumes over HTTP: begun by the first who looks, cut as asked for, never anything else."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from django.urls import reverse

from planning.accounts.models import User
from planning.audit.models import AuditEvent
from planning.imaging import child_pool
from planning.imaging.strips import STRIP_ROWS, decode_level
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.store.blobs import cache, originals
from planning.studies.models import Series
from tests.imaging.volume_files import bring, write_slices
from tests.web import world as worlds

VALUES = np.random.default_rng(8).integers(-1000, 3000, (18, 20, 24)).astype(np.int16)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder", "children")]


@pytest.fixture(scope="module")
def children():
    yield
    child_pool.stop()


@pytest.fixture
def world() -> worlds.World:
    return worlds.build()


@pytest.fixture
def series(world, tmp_path) -> Series:
    return bring(write_slices(tmp_path / "s", VALUES), tmp_path, world.site)


def signed_in(client, user: User):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def surgeon(client, world):
    return signed_in(client, world.people["surgeon"])


def state_of(client, series: Series, **query) -> dict:
    response = client.get(reverse("series-volume", args=(series.pk,)), query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.json()


def ready(client, series: Series) -> dict:
    state_of(client, series)
    run_inline(Job.objects.get(kind="volume"))
    state = state_of(client, series)
    assert state["state"] == "ready"
    return state["volume"]


def address(volume: dict, name: str, start: int, count: int) -> str:
    (plane,) = [each for each in volume["planes"] if each["name"] == name]
    return plane["url"].replace("{start}", str(start)).replace("{count}", str(count))


def test_the_first_look_begins_the_work_once_and_is_in_the_trail(surgeon, series):
    for _ in range(3):
        state = state_of(surgeon, series)
        assert (state["state"], state["volume"], state["done"]) == ("making", None, 0)
    assert Job.objects.filter(kind="volume").count() == 1
    assert AuditEvent.objects.filter(object_id=str(series.study_id), action="view").count() == 1


def test_a_ready_volume_names_its_planes_and_its_stacks(surgeon, series):
    volume = ready(surgeon, series)
    assert [(each["name"], each["count"]) for each in volume["planes"]] == [
        ("axial", 18),
        ("coronal", 20),
        ("sagittal", 24),
    ]
    assert state_of(surgeon, series)["stacks"] == [{"number": 1, "slices": 18}]
    assert (volume["refusal"], volume["notes"]) == (None, [])


@pytest.mark.parametrize(("start", "count"), [(0, 16), (16, 16), (7, 1)])
def test_planes_come_as_a_level_with_its_checks_and_may_be_kept(surgeon, series, start, count):
    volume = ready(surgeon, series)
    response = surgeon.get(
        address(volume, "coronal", start, count), headers={"Accept-Encoding": "gzip"}
    )
    assert (response.status_code, response["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    wanted = VALUES[::-1].transpose(1, 0, 2)[start : start + count]
    level = decode_level(
        gzip.decompress(response.content),
        planes=len(wanted),
        rows=18,
        columns=24,
        strip_rows=STRIP_ROWS,
        expected_checks=tuple(int(each) for each in response["X-Level-Checks"].split()),
    )
    assert np.array_equal(level.astype(int) + volume["value_offset"], wanted)


def test_an_address_that_is_not_one_of_its_planes_finds_nothing(surgeon, series):
    volume = ready(surgeon, series)
    good = address(volume, "axial", 0, 16)
    digest = good.rsplit("/", 1)[1]
    wrong = [
        good.replace(digest, "0" * 64),
        good.replace("/axial/", "/oblique/"),
        address(volume, "axial", 0, 2),
        address(volume, "axial", 8, 16),
        address(volume, "axial", 32, 16),
        address(volume, "axial", 18, 1),
    ]
    assert [surgeon.get(each).status_code for each in wrong] == [404] * len(wrong)
    assert surgeon.post(good).status_code == 405


def test_nobody_of_another_site_gets_a_plane(surgeon, series, world):
    good = address(ready(surgeon, series), "axial", 0, 16)
    assert surgeon.get(good).status_code == 200
    signed_in(surgeon, world.people["outsider"])
    assert surgeon.get(good).status_code == 404
    surgeon.logout()
    assert surgeon.get(good).status_code == 401


def test_what_was_evicted_is_made_again_while_the_browser_waits(surgeon, series):
    volume = ready(surgeon, series)
    good = address(volume, "axial", 0, 16)
    cache().delete(good.rsplit("/", 1)[1])
    response = surgeon.get(good)
    assert (response.status_code, response["Retry-After"]) == (202, "1")
    run_inline(Job.objects.get(kind="volume", state=JobState.QUEUED))
    assert surgeon.get(good).status_code == 200


def test_a_failure_is_told_and_not_repeated_until_somebody_asks(surgeon, series):
    for instance in series.instances.all():
        originals().local_path(instance.stored_sha256).rename(
            originals().local_path(instance.stored_sha256).with_suffix(".away")
        )
    state_of(surgeon, series)
    run_inline(Job.objects.get(kind="volume"))
    for _ in range(2):
        state = state_of(surgeon, series)
        assert state["state"] == "failed"
        assert "missing in the store" in state["reason"]["sentence"]
    assert Job.objects.filter(kind="volume").count() == 1
    response = surgeon.post(reverse("series-volume", args=(series.pk,)))
    assert (response.status_code, response.json()["state"]) == (202, "making")


@pytest.mark.parametrize("stack", ["0", "x", "", "-1", "99999", "9" * 5000, "²", "١"])
def test_a_stack_that_cannot_be_is_a_bad_request_and_no_page(surgeon, series, stack):
    path = reverse("series-volume", args=(series.pk,))
    assert surgeon.get(path, {"stack": stack}).status_code == 400
    page = reverse("volume", args=(series.study_id, series.pk))
    assert surgeon.get(page, {"stack": stack}).status_code == 404
    assert surgeon.get(page, {"stack": "2"}).status_code == 200


def test_a_stack_that_is_not_there_is_refused_with_what_is_there(surgeon, series):
    ready(surgeon, series)
    state = state_of(surgeon, series, stack="7")
    assert (state["state"], state["reason"]["params"]) == ("refused", {"stacks": 1})


def test_the_study_leads_to_the_page_of_its_slices_only(surgeon, series, world):
    shown = surgeon.get(reverse("study", args=(series.study_id,))).json()["series"]
    assert [each["volume_url"] for each in shown] == [
        reverse("volume", args=(series.study_id, series.pk))
    ]
    films = surgeon.get(reverse("study", args=(world.study.pk,))).json()["series"]
    assert [each["volume_url"] for each in films] == [None]
