"""What else is here of a patient: the films to compare with."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.studies.models import Study
from tests.web import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return worlds.build()


def of_the_same_patient(world, day: date, number: int) -> Study:
    made = Study.objects.create(
        site=world.site,
        patient=world.study.patient,
        study_instance_uid=f"1.2.826.0.2.{number}",
        study_date=day,
        description="Pelvis AP",
        state=Study.State.COMPLETE,
        imported_at=worlds.NOW,
    )
    worlds.film(made)
    return made


def others(client, world) -> list[dict]:
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("study-others", kwargs={"study_id": world.study.pk})).json()


def test_other_studies_of_the_patient_come_with_their_films_the_newest_first(client, world):
    old = of_the_same_patient(world, date(2019, 2, 1), 1)
    newer = of_the_same_patient(world, date(2024, 5, 6), 2)
    worlds.film(worlds.study(world.site, number=77))
    found = others(client, world)
    assert [one["id"] for one in found] == [str(newer.pk), str(old.pk)]
    assert [len(one["series"][0]["films"]) for one in found] == [1, 1]


def test_slices_are_not_listed_among_the_films_to_compare(client, world):
    ct = of_the_same_patient(world, date(2024, 5, 6), 3)
    ct.series.update(modality="CT")
    (found,) = others(client, world)
    assert [series["films"] for series in found["series"]] == [[]]


def test_a_patient_with_one_study_has_no_others(client, world):
    assert others(client, world) == []


def test_looking_for_them_is_an_access_to_the_patient(client, world):
    others(client, world)
    assert AuditEvent.objects.filter(object_id=str(world.study.pk)).exists()
