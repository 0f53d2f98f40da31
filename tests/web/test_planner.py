"""The planner's address: which film it shows, and the access that is noted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from tests.web.cases import calibrate, plan
from tests.web.world import film, study


@pytest.fixture
def ada(as_role):
    return as_role("surgeon")


def planner(client, study, **query):
    return client.get(reverse("planner", kwargs={"study_id": study.pk}), query)


def test_the_first_film_is_shown_unless_another_is_asked_for(ada, world):
    second = film(world.study, number=2)
    assert planner(ada, world.study).context["film"]["id"] == str(world.film.pk)
    asked = planner(ada, world.study, film=second.pk)
    assert asked.context["film"]["id"] == str(second.pk)


def test_a_study_whose_films_are_still_on_their_way_has_a_page(ada, world):
    response = planner(ada, study(world.site, number=9, state="importing"))
    assert (response.status_code, response.context["film"]) == (200, None)


@pytest.mark.parametrize("query", [{"film": "x"}, {"frame": "0"}, {"frame": "2"}, {"frame": "one"}])
def test_a_film_or_frame_that_is_not_there_is_not_found(query, ada, world):
    assert planner(ada, world.study, **query).status_code == 404


def test_a_film_of_another_study_is_not_found_under_this_one(ada, world):
    other = film(study(world.site, number=2))
    assert planner(ada, world.study, film=other.pk).status_code == 404


def test_a_page_asks_the_database_no_question_twice(ada, world, django_assert_max_num_queries):
    calibrate(world.film, world.people["surgeon"])
    plan(world, world.study)
    planner(ada, world.study)
    with django_assert_max_num_queries(16) as captured:
        assert planner(ada, world.study).context["planner"]["plan"] is not None
    asked = [query["sql"] for query in captured.captured_queries]
    assert len(set(asked)) == len(asked)


def test_further_films_and_plans_cost_no_further_queries(ada, world, django_assert_max_num_queries):
    for number in range(2, 6):
        film(world.study, number=number)
        plan(world, world.study)
    planner(ada, world.study)
    with django_assert_max_num_queries(16):
        page = planner(ada, world.study).context
    assert len(page["study"]["series"][0]["films"]) == 5
    assert len(page["plans"]) == 4


def test_who_has_lost_a_role_notices_at_the_next_page(ada, world):
    assert planner(ada, world.study).context["planner"]["user"]["may"]["edit"] is True
    membership = world.memberships["surgeon"]
    membership.role = "radiologist"
    membership.save()
    assert planner(ada, world.study).context["planner"]["user"]["may"]["edit"] is False
    membership.delete()
    assert planner(ada, world.study).status_code in (403, 404)


def test_looking_is_noted_once_with_a_pseudonym(ada, world):
    planner(ada, world.study)
    planner(ada, world.study)
    event = AuditEvent.objects.get(action="view")
    assert (event.actor, event.object_id) == ("ada", str(world.study.pk))
    assert event.patient_key
    assert "MRN" not in event.patient_key


def test_the_tab_title_names_nobody(ada, world):
    page = planner(ada, world.study).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    for identity in ("Smith", "John", "MRN", "1956"):
        assert identity not in title
