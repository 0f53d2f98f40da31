"""Signing in and out: same answers, lock-out, fresh sessions."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from planning.audit.models import AuditEvent
from tests.web.world import PASSWORD

FAILURES_BEFORE_LOCK_OUT = 5
SESSION = "plumbline_session"


@pytest.fixture
def ada(world):
    user = world.people["surgeon"]
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, username="ada", password=PASSWORD, **more):
    return client.post(reverse("sign-in"), {"username": username, "password": password} | more)


def shown(response) -> str:
    """Return the page without what differs by request."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]*"', "", text)
    return re.sub(r'name="username" value="[^"]*"', "", text)


def test_the_right_password_leads_home(ada, client):
    response = attempt(client)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_unknown_name_wrong_password_and_closed_account_get_the_same_page(ada, world, client):
    closed = world.people["radiologist"]
    closed.set_password(PASSWORD)
    closed.is_active = False
    closed.save()
    answers = [
        attempt(client, "nobody", "wrong"),
        attempt(client, "ada", "wrong"),
        attempt(client, closed.username, PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({shown(answer) for answer in answers}) == 1
    assert "do not fit together" in shown(answers[0])


def test_five_failures_close_the_name_even_for_the_right_password(ada, client):
    statuses = [attempt(client, password="wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    locked = attempt(client)
    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert SESSION not in client.cookies or not client.session.get("_auth_user_id")


def test_a_lock_out_leaves_other_names_alone(ada, client):
    for _ in range(FAILURES_BEFORE_LOCK_OUT):
        attempt(client, "somebody else", "wrong")
    assert attempt(client).status_code == 302


def test_a_success_forgets_the_failures_before_it(ada, client):
    for _ in range(FAILURES_BEFORE_LOCK_OUT - 1):
        attempt(client, password="wrong")
    assert attempt(client).status_code == 302
    client.post(reverse("sign-out"))
    assert attempt(client, password="wrong").status_code == 200


def test_signing_in_begins_a_new_session(ada, client):
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[SESSION] = session.session_key
    attempt(client)
    assert client.cookies[SESSION].value != session.session_key


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(ada, client):
    attempt(client)
    thief = Client()
    thief.cookies[SESSION] = client.cookies[SESSION].value
    assert thief.get(reverse("home")).status_code == 200
    client.post(reverse("sign-out"))
    assert thief.get(reverse("home")).status_code == 302


def test_sign_out_has_the_browser_forget(ada, client):
    attempt(client)
    response = client.post(reverse("sign-out"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Location"] == reverse("sign-in")


@pytest.mark.parametrize("name", ["sign-in", "sign-out", "search", "password"])
def test_a_form_without_its_token_is_refused(name, ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse(name), {"text": "smith"})
    assert response.status_code == 403
    assert "open too long" in response.content.decode()


@pytest.mark.parametrize("there", ["https://evil.test/", "//evil.test", "javascript:alert(1)"])
def test_signing_in_never_leads_off_the_site(there, ada, client):
    assert attempt(client, next=there)["Location"] == reverse("home")


def test_signing_in_leads_to_the_page_that_was_asked_for(ada, client):
    asked = client.get(reverse("nodes"))["Location"]
    assert attempt(client, next="/archives/")["Location"] == "/archives/"
    assert asked == "/sign-in/?next=/archives/"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(ada, client):
    attempt(client)
    cookie = client.cookies[SESSION]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"


def test_the_trail_tells_of_success_failure_and_sign_out_but_not_what_was_typed(ada, client):
    attempt(client, "my secret passphrase", "wrong")
    attempt(client)
    client.post(reverse("sign-out"))
    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == ["sign_in_failed", "sign_in", "sign_out"]
    assert [event.actor for event in events] == ["", "ada", "ada"]
    assert "secret" not in str([event.detail for event in events])


def test_the_page_says_that_it_is_no_medical_device(client, db):
    page = client.get(reverse("sign-in")).content.decode()
    assert "Research and education. Not a medical device. Not for clinical use." in page
