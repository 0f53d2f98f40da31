"""Two people save one plan at the same moment, again and again: exactly one wins each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests

from tests.builders.dicom_files import film
from tests.installation import PASSWORD, Client, Installation
from tests.peers.postgresql import server as postgresql
from tests.plans import cases

ROUNDS, REPEATS = 200, 25
COLLEAGUE = f"""
from planning.accounts.models import Membership, Site, User
user = User(username="colleague", display_name="Dr Colleague")
user.set_password({PASSWORD!r})
user.save()
Membership.objects.create(user=user, site=Site.objects.get(), role="surgeon")
"""


@contextmanager
def installed(home: Path, **environment: str) -> Iterator[Installation]:
    home.mkdir()
    path = home / "film.dcm"
    path.write_bytes(film())
    running = Installation(home / "home", **environment)
    running.set_up()
    running.manage("import_files", str(path))
    running.manage("shell", "-v", "0", "-c", COLLEAGUE)
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))],
)
def installation(request, tmp_path_factory) -> Iterator[Installation]:
    with ExitStack() as stack:
        environment = {}
        if request.param == "postgresql":
            environment["DATABASE_URL"] = stack.enter_context(postgresql())
        yield stack.enter_context(
            installed(tmp_path_factory.mktemp("saves") / "all", **environment)
        )


def begin(client: Client) -> str:
    (study,) = client.get("studies").json()
    plan = client.post("plans", {"id": cases.key(), "study_id": study["id"]})
    assert plan.status_code == 201, plan.text
    return plan.json()["id"]


def at_once(
    pool: ThreadPoolExecutor, *calls: Callable[[], requests.Response]
) -> list[requests.Response]:
    barrier = threading.Barrier(len(calls))

    def wait_and(call: Callable[[], requests.Response]) -> requests.Response:
        barrier.wait(30)
        return call()

    return list(pool.map(wait_and, calls))


def named(variant_id: str, name: str) -> dict:
    return cases.upsert("variants", {"id": variant_id, "name": name, "poses": {}})


@pytest.mark.slow
def test_one_wins_each_round_and_no_version_is_lost(installation):
    clients = [installation.sign_in("surgeon"), installation.sign_in("colleague")]
    plan, variant = begin(clients[0]), cases.key()
    winners = []
    with ThreadPoolExecutor(len(clients)) as pool:
        for base in range(ROUNDS):
            sets = [cases.change_set(base, named(variant, f"{base} by {n}")) for n in (0, 1)]
            answers = at_once(
                pool,
                partial(clients[0].post, f"plans/{plan}/changes", sets[0]),
                partial(clients[1].post, f"plans/{plan}/changes", sets[1]),
            )
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            won = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
            assert answers[won].json()["version"] == base + 1
            refusal = answers[1 - won].json()
            assert refusal["error"]["code"] == "plan_changed"
            assert refusal["current"]["version"] == base + 1
            assert refusal["current"]["document"]["variants"][0]["name"] == f"{base} by {won}"
            winners.append(sets[won]["id"])
    rows = clients[0].get(f"plans/{plan}/history").json()
    assert [(row["version"], row["id"]) for row in rows] == list(enumerate(winners, start=1))
    now = clients[0].get(f"plans/{plan}").json()
    assert now["version"] == ROUNDS
    rebuilt = clients[0].get(f"plans/{plan}/history/{ROUNDS}").json()
    assert rebuilt["document"] == now["document"]


@pytest.mark.slow
def test_one_set_sent_twice_at_once_is_saved_once_and_answered_alike(installation):
    tabs = [installation.sign_in("surgeon") for _ in range(2)]
    plan, variant = begin(tabs[0]), cases.key()
    with ThreadPoolExecutor(len(tabs)) as pool:
        for base in range(REPEATS):
            body = cases.change_set(base, named(variant, f"{base}"))
            answers = at_once(
                pool, *(partial(tab.post, f"plans/{plan}/changes", body) for tab in tabs)
            )
            assert [answer.status_code for answer in answers] == [200, 200]
            assert answers[0].json() == answers[1].json()
            assert answers[0].json()["version"] == base + 1
    assert len(tabs[0].get(f"plans/{plan}/history").json()) == REPEATS


@pytest.mark.slow
def test_one_plan_begun_twice_at_once_is_one(installation):
    tabs = [installation.sign_in("surgeon") for _ in range(2)]
    (study,) = tabs[0].get("studies").json()
    with ThreadPoolExecutor(len(tabs)) as pool:
        for _ in range(REPEATS):
            body = {"id": cases.key(), "study_id": study["id"]}
            answers = at_once(pool, *(partial(tab.post, "plans", body) for tab in tabs))
            assert sorted(answer.status_code for answer in answers) == [200, 201]
