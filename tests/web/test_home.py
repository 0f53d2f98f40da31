"""The list of studies: newest first, states in words, names as text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from planning.studies.models import Study
from tests.web.world import NOW, film, study

HOSTILE = "<b onclick>bold</b>^\"'&{{7*7}}"


@pytest.fixture
def ada(as_role):
    return as_role("surgeon")


def home(client) -> str:
    return client.get(reverse("home")).content.decode()


def test_a_study_shows_who_when_what_and_leads_to_its_first_film(ada, world):
    page = home(ada)
    for text in ("Smith, John", "born 1956-03-14 (70)", "ID MRN-00001", "2026-11-10", "Pelvis AP"):
        assert text in page
    planner = reverse("planner", kwargs={"study_id": world.study.pk})
    assert f'href="{planner}?film={world.film.pk}"' in page


def test_what_arrived_last_stands_first(ada, world):
    study(world.site, number=2, name="Later^Lea", imported_at=NOW + timedelta(hours=1))
    page = home(ada)
    assert page.index("Later, Lea") < page.index("Smith, John")


def test_states_are_words(ada, world):
    Study.objects.update(state="incomplete", missing=[{"number": 1}, {"number": 2}])
    study(world.site, number=2, state="importing")
    page = home(ada)
    assert "Incomplete, 2 missing" in page
    assert ">Importing<" in page


def test_a_study_of_another_site_is_not_listed(ada, world):
    study(world.elsewhere, number=3, name="Hidden^Hal")
    assert "Hidden" not in home(ada)


def test_hostile_names_and_descriptions_stay_text(ada, world):
    film(study(world.site, number=4, name=HOSTILE, description="</td><script>alert(2)</script>"))
    page = home(ada)
    assert "<b onclick>" not in page
    assert "<script>alert" not in page
    assert "&lt;b onclick&gt;bold&lt;/b&gt;" in page
    assert "{{7*7}}" in page


def test_a_name_that_is_missing_is_said(ada, world):
    study(world.site, number=5, name="")
    assert "Name not recorded" in home(ada)


def test_an_empty_list_says_what_to_do(as_role, world):
    page = home(as_role("outsider"))
    assert "No films here yet. Search PACS or bring in a film." in page
    assert f'href="{reverse("search")}"' in page


def test_somebody_without_a_site_is_told_so(world, client):
    world.memberships["surgeon"].delete()
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    assert "not a member of any site" in home(client)


def test_the_list_ends_and_says_so(ada, world, monkeypatch):
    monkeypatch.setattr("planning.web.worklist.SHOWN", 1)
    study(world.site, number=2, imported_at=NOW + timedelta(hours=1), name="Later^Lea")
    page = home(ada)
    assert "The 1 that arrived last" in page
    assert "Smith, John" not in page
