"""The demonstration: fictitious patients in a real archive, and people who may look.

It is an ordinary embedded installation. What is special is only what it holds: films
made from seeds, an archive of its own (Orthanc where it is installed, else the small one
that comes along), accounts with a known password, bound to this machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pacs_bridge.demo_orthanc import (
    Modality,
    Orthanc,
    OrthancSettings,
    find_dicomweb_plugin,
    find_program,
    free_port,
)
from pacs_bridge.guarding.bound import bound_to_us
from planning.accounts.models import Membership, Role, Site, User
from planning.config.supervisor import Service
from planning.pacs.models import PacsNode
from planning.pacs.services import create_node
from planning.phantom import ORDERS
from planning.phantom.batch import write_missing
from planning.studies.services import request_import

SITE = "Demonstration hospital"
PASSWORD = "plumbline-demo"  # noqa: S105 - printed for everybody, demonstration only
PEOPLE = (
    ("surgeon", "Dr Sam Surgeon", Role.SURGEON),
    ("radiologist", "Dr Robin Radiologist", Role.RADIOLOGIST),
    ("administrator", "Alex Administrator", Role.ADMINISTRATOR),
)
BALL_DIAMETER_MM = 25.4
ARCHIVE_TITLE = "DEMOPACS"
DOMAIN = "PLUMBLINE-DEMO"
FILMS = "films-1"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the demonstration's archive listens."""

    name: str
    dicom_port: int
    dicomweb_url: str = ""


def folder() -> Path:
    """Return where the demonstration keeps its films and archive."""
    return Path(settings.PLUMBLINE_HOME) / "demonstration"


def make_films(say: Say) -> list[Path]:
    """Write the films that are not there yet; return all of them."""

    def said(done: int, total: int) -> None:
        say(f"Making demonstration films, once: {done} of {total}")

    films = folder() / FILMS
    write_missing({order: films / f"{n:02d}" for n, order in enumerate(ORDERS)}, said)
    return sorted(films.glob("*/*.dcm"))


@transaction.atomic
def people_and_site() -> Site:
    """Make the site and its people, known passwords included; return the site."""
    site, _ = Site.objects.get_or_create(name=SITE)
    if site.ball_diameter_mm is None:
        site.ball_diameter_mm = BALL_DIAMETER_MM
        site.save(update_fields=["ball_diameter_mm"])
    for username, display_name, role in PEOPLE:
        user, made = User.objects.get_or_create(
            username=username, defaults={"display_name": display_name}
        )
        if made:
            user.set_password(PASSWORD)
            user.save()
        Membership.objects.get_or_create(user=user, site=site, defaults={"role": role})
    return site


@contextmanager
def archive(films: list[Path], receiver_port: int, say: Say) -> Iterator[tuple[Archive, list]]:
    """Run the archive; yield where it is and the services that must be supervised for it."""
    receiver = Modality(settings.RECEIVER_AE_TITLE, receiver_port)
    if find_program() is None or os.environ.get("PLUMBLINE_NO_ORTHANC"):
        yield _small_archive(receiver)
        return
    place = OrthancSettings(
        folder=folder() / "orthanc", ae_title=ARCHIVE_TITLE, modalities=(receiver,)
    )
    with Orthanc(place) as orthanc:
        say("Filling Orthanc with the demonstration films ...")
        for film in films:
            orthanc.upload(film)
        url = orthanc.dicomweb_url if find_dicomweb_plugin() else ""
        yield Archive("Orthanc", place.dicom_port, url), []


def _small_archive(receiver: Modality) -> tuple[Archive, list[Service]]:
    port = free_port()
    command = [sys.executable, "-m", "pacs_bridge.demo_archive", str(folder() / FILMS)]
    command += ["--port", str(port), "--ae-title", ARCHIVE_TITLE]
    command += ["--move", f"{receiver.ae_title}={receiver.host}:{receiver.port}"]
    return Archive("demonstration archive", port), [Service("archive", bound_to_us(command))]


@transaction.atomic
def register(site: Site, found: Archive) -> None:
    """Point the site's archives at where the demonstration archive listens today."""
    dimse = {"protocol": "dimse", "host": "127.0.0.1", "port": found.dicom_port}
    ways = [("Main PACS", True, dimse | {"retrieval": "c-get", "ae_title": ARCHIVE_TITLE})]
    ways.append(
        ("Main PACS by C-MOVE", False, dimse | {"retrieval": "c-move", "ae_title": ARCHIVE_TITLE})
    )
    if found.dicomweb_url:
        dicomweb = {"protocol": "dicomweb", "retrieval": "wado-rs", "url": found.dicomweb_url}
        ways.append(("Main PACS by DICOMweb", False, dicomweb))
    for position, (name, enabled, fields) in enumerate(ways):
        node = PacsNode.objects.filter(site=site, name=name).first()
        if node is not None:
            PacsNode.objects.filter(pk=node.pk).update(**fields)
            continue
        create_node(
            actor=None,
            site=site,
            identity_domain=DOMAIN,
            name=name,
            enabled=enabled,
            position=position,
            **fields,
        )


def first_import(site: Site) -> None:
    """Bring the first patient's film in, so that the first page is not empty."""
    order = ORDERS[0]
    node = PacsNode.objects.get(site=site, name="Main PACS")
    if not site.studies.filter(study_instance_uid=order.study_uid).exists():
        request_import(actor=None, node=node, study_uid=order.study_uid, title="Demo, Ada")


def redis() -> tuple[list[Service], str]:
    """Return a Redis of our own and its address, or nothing and the embedded broker."""
    program = shutil.which("redis-server")
    if program is None or not settings.PLUMBLINE_BROKER_URL.startswith("memory"):
        return [], settings.PLUMBLINE_BROKER_URL
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += ["--dir", str(folder()), "--logfile", "redis.log"]
    return [Service("redis", bound_to_us(command))], f"redis://127.0.0.1:{port}/0"
