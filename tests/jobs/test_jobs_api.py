"""Jobs over the API are those of the drawer; what works behind the scenes is left alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.jobs.models import Job
from tests.web import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def ada(client, world):
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("name", "method"), [
    ("job", "get"), ("job-cancel", "post"), ("job-retry", "post"),
])  # fmt: skip
def test_a_job_that_nobody_is_shown_is_not_found(name, method, ada, world):
    Job.objects.filter(pk=world.job.pk).update(visible=False)
    answer = getattr(ada, method)(reverse(name, kwargs={"job_id": world.job.pk}))
    assert answer.status_code == 404
    world.job.refresh_from_db()
    assert (world.job.state, world.job.cancel_requested) == ("running", False)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ({}, None),
        (
            {"code": "node_gone", "params": {}},
            "This archive is no longer set up. Ask your administrator.",
        ),
    ],
)
def test_an_error_is_said_in_words(error, sentence, ada, world):
    Job.objects.filter(pk=world.job.pk).update(error=error)
    shown = ada.get(reverse("job", kwargs={"job_id": world.job.pk})).json()["error"]
    assert (shown and shown["sentence"]) == sentence
