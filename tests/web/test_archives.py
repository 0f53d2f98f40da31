"""The archives page: what each protocol needs, passwords that stay on the server."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.pacs.models import PacsNode
from planning.pacs.nodes import bridge_node
from tests.web.access_pages import NODE_FIELDS
from tests.web.world import NOW, archive


@pytest.fixture
def cleo(as_role):
    return as_role("administrator")


def new(client, world, **changes):
    address = reverse("node-new", kwargs={"site_id": world.site.pk})
    return client.post(address, NODE_FIELDS | changes)


def change(client, node, **changes):
    return client.post(reverse("node", kwargs={"node_id": node.pk}), NODE_FIELDS | changes)


def test_an_archive_is_added(cleo, world):
    new(cleo, world)
    node = PacsNode.objects.get(name="Other PACS")
    assert (node.site, node.host, node.port, node.ae_title) == (
        world.site, "pacs.example.org", 104, "PACS",
    )  # fmt: skip
    assert node.identity_domain == world.node.identity_domain


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": ""}, "This protocol needs it"),
        ({"ae_title": ""}, "This protocol needs it"),
        ({"protocol": "dicomweb", "retrieval": "wado-rs"}, "This protocol needs it"),
        ({"protocol": "dicomweb", "retrieval": "c-get", "url": "https://p.example/"},
         "belongs to the protocol"),
        ({"retrieval": "wado-rs"}, "needs the address of the DICOMweb service"),
        ({"authentication": "oauth2", "username": "plumb"}, "This way of signing in needs it"),
        ({"authentication": "bearer"}, "This way of signing in needs it"),
        ({"character_set": "utf_7"}, "not a DICOM character set"),
        ({"name": "Main PACS"}, "Another archive of this site has this name"),
        ({"port": "70000"}, "65535"),
        ({"ae_title": "MUCH TOO LONG A TITLE"}, "16 characters"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_said_beside_the_field(changes, said, cleo, world):
    response = new(cleo, world, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert PacsNode.objects.count() == 1


def test_the_stored_password_never_comes_back_and_stays_when_left_empty(cleo, world):
    node = archive(
        world.site, "Web", protocol="dicomweb", retrieval="wado-rs", host="", port=0, ae_title="",
        url="https://pacs.example.org/dicom-web", username="plumb", password="open sesame",
    )  # fmt: skip
    page = cleo.get(reverse("node", kwargs={"node_id": node.pk})).content.decode()
    assert "open sesame" not in page
    sent = {
        "name": "Web", "protocol": "dicomweb", "retrieval": "wado-rs", "url": node.url,
        "username": "plumb",
    }  # fmt: skip
    change(cleo, node, **sent, password="")
    node.refresh_from_db()
    assert node.password == "open sesame"
    change(cleo, node, **sent, password="another one")
    node.refresh_from_db()
    assert node.password == "another one"


def test_a_password_lies_encrypted_in_the_database(world):
    node = archive(world.site, "Web", username="plumb", password="open sesame")
    table = PacsNode._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT password FROM {table} WHERE name = 'Web'")
        (stored,) = cursor.fetchone()
    assert stored
    assert "sesame" not in stored
    assert PacsNode.objects.get(pk=node.pk).password == "open sesame"


def test_a_password_of_another_secret_key_is_gone_and_an_older_key_still_opens(world, settings):
    node = archive(world.site, "Web", password="open sesame")
    settings.SECRET_KEY, before = "another key " * 5, settings.SECRET_KEY
    assert PacsNode.objects.get(pk=node.pk).password == ""
    settings.SECRET_KEY_FALLBACKS = [before]
    assert PacsNode.objects.get(pk=node.pk).password == "open sesame"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("none", ("", "", "", "")),
        ("basic", ("plumb", "secret", "", "")),
        ("bearer", ("", "", "secret", "")),
        ("oauth2", ("plumb", "secret", "", "https://id.example/token")),
    ],
)
def test_only_what_belongs_to_the_way_of_signing_in_is_sent(kind, expected, world):
    row = archive(
        world.site, "Web", authentication=kind, username="plumb", password="secret",
        token_url="https://id.example/token",
    )  # fmt: skip
    node = bridge_node(row)
    assert (node.username, node.password, node.bearer_token, node.token_url) == expected
    assert "secret" not in repr(node)


@pytest.mark.parametrize(("changed", "kept"), [({"position": "3"}, True), ({"port": "105"}, False)])
def test_other_settings_make_a_test_void(changed, kept, cleo, world):
    PacsNode.objects.filter(pk=world.node.pk).update(
        profile={"retrievals": ["c-get"]}, tested_at=NOW,
        host="pacs.example.org", port=104, ae_title="PACS",
    )  # fmt: skip
    change(cleo, world.node, **changed)
    world.node.refresh_from_db()
    assert bool(world.node.profile) is kept
    assert (world.node.tested_at is not None) is kept


def test_an_archive_out_of_use_keeps_its_row_and_its_films(cleo, world):
    world.study.node = world.node
    world.study.save()
    address = reverse("node-enabled", kwargs={"node_id": world.node.pk})
    cleo.post(address, {"enabled": "0"})
    world.node.refresh_from_db()
    world.study.refresh_from_db()
    assert not world.node.enabled
    assert world.study.node == world.node
    cleo.post(address, {"enabled": "1"})
    world.node.refresh_from_db()
    assert world.node.enabled


def test_a_surgeon_sees_the_archives_but_no_control_to_change_them(as_role, world):
    page = as_role("surgeon").get(reverse("nodes")).content.decode()
    assert "Main PACS" in page
    assert reverse("node", kwargs={"node_id": world.node.pk}) not in page
    assert "data-echo=" not in page


def test_archives_of_other_sites_are_not_listed(as_role, world):
    archive(world.elsewhere, "Secret PACS")
    assert "Secret PACS" not in as_role("administrator").get(reverse("nodes")).content.decode()


def test_a_mere_worklist_is_listed_but_not_searched(as_role, world):
    archive(world.site, "RIS", profile={"searches": False, "worklist": True})
    archive(world.site, "Tested PACS", profile={"searches": True})
    client = as_role("surgeon")
    page = client.get(reverse("search")).content.decode()
    assert "RIS" not in page
    assert "Main PACS" in page
    assert "Tested PACS" in page
    assert "RIS" in client.get(reverse("nodes")).content.decode()
    client.post(reverse("searches"), {"text": "smith"}, content_type="application/json")
    assert AuditEvent.objects.get(action="search").detail == {"nodes": ["Main PACS", "Tested PACS"]}
