"""The search page keeps what was typed out of addresses and titles."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.world import archive

ADDRESS = "/search/"


@pytest.fixture
def ada(as_role):
    return as_role("surgeon")


def ticked(response, name: str) -> list[str]:
    form = response.context["form"]
    return [box.data["value"] for box in form[name].subwidgets if box.data["selected"]]


def test_what_was_typed_elsewhere_arrives_in_the_box_but_not_in_the_address(ada):
    response = ada.post(ADDRESS, {"text": "Smith, John"})
    assert response["Location"] == ADDRESS
    page = ada.get(ADDRESS).content.decode()
    assert 'value="Smith, John"' in page
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Smith" not in title


def test_an_address_with_a_query_searches_nothing(ada):
    assert "Smith" not in ada.get(ADDRESS, {"text": "Smith"}).content.decode()


def test_the_usual_filters(ada, world):
    response = ada.get(ADDRESS)
    assert ticked(response, "modalities") == ["DX", "CR"]
    assert ticked(response, "nodes") == [str(world.node.pk)]
    assert response.context["form"]["period"].value() == "12"


def test_going_back_finds_the_search_with_its_filters(ada, world):
    fields = {"filters": "1", "text": "smith", "period": "any", "modalities": ["CT"]}
    ada.post(ADDRESS, fields | {"nodes": [str(world.node.pk)], "reading": "name"})
    response = ada.get(ADDRESS)
    assert ticked(response, "modalities") == ["CT"]
    assert response.context["form"]["period"].value() == "any"
    assert response.context["form"]["reading"].value() == "name"


def test_another_text_from_the_header_keeps_the_filters_but_not_the_reading(ada):
    ada.post(ADDRESS, {"filters": "1", "text": "1234", "reading": "accession", "period": "any"})
    ada.post(ADDRESS, {"text": "miller"})
    form = ada.get(ADDRESS).context["form"]
    assert form["text"].value() == "miller"
    assert form["period"].value() == "any"
    assert form["reading"].value() == ""


def test_an_archive_that_went_out_of_use_is_neither_shown_nor_remembered(ada, world):
    other = archive(world.site, "Clinic")
    ada.post(ADDRESS, {"filters": "1", "text": "smith", "nodes": [str(other.pk)]})
    other.enabled = False
    other.save()
    response = ada.get(ADDRESS)
    assert "Clinic" not in response.content.decode()
    assert ticked(response, "nodes") == [str(world.node.pk)]


def test_only_ones_own_archives_are_offered(ada, world):
    archive(world.elsewhere, "Secret PACS")
    assert "Secret PACS" not in ada.get(ADDRESS).content.decode()


def test_the_search_of_one_person_is_not_the_next_persons(ada, world, client):
    ada.post(ADDRESS, {"text": "Smith"})
    ada.post(reverse("sign-out"))
    client.force_login(
        world.people["radiologist"], backend="django.contrib.auth.backends.ModelBackend"
    )
    assert "Smith" not in client.get(ADDRESS).content.decode()


def test_the_script_is_answered_without_a_page(ada):
    response = ada.post(ADDRESS, {"text": "smith"}, headers={"accept": "application/json"})
    assert (response.status_code, response.content) == (204, b"")


def test_quotes_and_markup_in_the_text_stay_text(ada):
    ada.post(ADDRESS, {"text": '"><script>alert(1)</script>'})
    page = ada.get(ADDRESS).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
