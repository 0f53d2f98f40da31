"""What the tests of decisions share: a site, a person, files that wait."""

from __future__ import annotations

from pathlib import Path

from planning.accounts.models import IdentityDomain, Role, Site, User
from planning.jobs.models import ACTIVE, Job
from planning.jobs.work import run_inline
from planning.studies.arrival import Arrival, Source, receive
from planning.studies.models import Quarantined
from tests.web.world import person


def some_site() -> tuple[Site, User]:
    """Return a site with a surgeon."""
    site, _ = Site.objects.get_or_create(name="Here")
    return site, person(site, Role.SURGEON, "ada").user


def bring(site: Site, content: bytes, folder: Path, *, waits_as: str = "", node=None) -> Arrival:
    """Let a file arrive from media, or from an archive where one is given."""
    path = folder / "incoming.dcm"
    path.write_bytes(content)
    domain = (
        node.identity_domain
        if node
        else IdentityDomain.objects.get_or_create(site=site, name="files")[0]
    )
    return receive(path=path, source=Source(site, domain, node=node, waits_as=waits_as))


def waiting() -> list:
    """Return the keys of everything that waits for a person."""
    rows = Quarantined.objects.filter(decision=None).order_by("arrived_at")
    return list(rows.values_list("pk", flat=True))


def work_off(*kinds: str) -> None:
    """Carry out the jobs that were asked for."""
    for job in Job.objects.filter(kind__in=kinds or ("take", "compare_pixels"), state__in=ACTIVE):
        run_inline(job)
