"""Errors are pages with a way on, even while the database is gone."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.urls import reverse

PASSED_ON = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def ada(as_role):
    client = as_role("surgeon")
    client.raise_request_exception = False
    return client


def break_with(monkeypatch, error: Exception) -> None:
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("planning.plans.worklist.cases", broken)


def test_an_unknown_address_says_so_and_leads_home(ada):
    response = ada.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_failure_tells_the_time_but_not_the_cause(ada, monkeypatch):
    break_with(monkeypatch, RuntimeError("Smith^John in row 7"))
    response = ada.get(reverse("home"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Nothing you saved is lost" in page
    assert "Smith" not in page
    assert "Traceback" not in page


def test_without_a_database_the_page_still_comes_and_asks_to_wait(ada, monkeypatch):
    break_with(monkeypatch, OperationalError("could not connect to server"))
    response = ada.get(reverse("home"))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "The database does not answer" in response.content.decode()
    assert "Dr Ada Weber" not in response.content.decode()


def test_a_missing_endpoint_answers_in_json(ada):
    response = ada.get("/api/v1/no-such-thing")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("code", ["not_found", "forbidden", "form_expired", "bad_request"])
def test_every_code_has_its_own_heading(code, rf, db):
    from planning.web import errors

    page = errors._page(rf.get("/"), 400, code).content.decode()
    assert "Something went wrong" not in page
