"""Sign a plan: what was shown is frozen, digested and bound to who signed, when and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs import handlers
from planning.plans.canonical import digest_of
from planning.plans.content import content_of
from planning.plans.models import Plan, PlanVersion
from planning.plans.readiness import Gap, Readiness, readiness
from planning.plans.refusals import PlanChanged, PlanRefused
from planning.plans.saving import editable

Hook = Callable[[PlanVersion, User], Any]

after_signing: list[Hook] = []
"""What higher stages do about a signed version: called in its transaction with the version and
the signer. They only write rows (and ask for jobs); what is slow or remote is for a job."""


class NotReady(Exception):
    """Something is left; nothing was signed.

    Parameters
    ----------
    missing : list of Gap
    """

    code = "plan_not_ready"

    def __init__(self, missing: list[Gap]):
        self.missing = missing
        super().__init__(self.code)


def on_signing(hook: Hook) -> Hook:
    """Register what is done about every signed version; a decorator."""
    if hook not in after_signing:
        after_signing.append(hook)
    return hook


@transaction.atomic
def sign(
    *,
    actor: User,
    plan: Plan,
    version: int,
    meaning: str,
    seen: str | None = None,
    address: str | None = None,
) -> PlanVersion:
    """Sign a plan as it is. The caller has asked for the password again.

    Version, audit entry, state and what the hooks write are one transaction.

    Parameters
    ----------
    actor : User
        May sign at the plan's site, and has just proved who it is.
    plan : Plan
    version : int
        Of the document that the signer saw.
    meaning : str
        A value of :class:`PlanVersion.Meaning`.
    seen : str, optional
        What :func:`seen_by` gave with what the signer saw; None where nothing was shown, as
        in a script.
    address : str, optional
        Of the client, for the audit trail.

    Raises
    ------
    PlanRefused
        ``plan_signed``, ``plan_archived``; ``plan_not_as_seen`` if something else that would
        be signed has changed: the case, the hanging, a value, a note.
    PlanChanged
        If somebody has saved since.
    NotReady
        With everything that is left.
    """
    # No save and no change of the case can come in between: both wait for this row. Locked by
    # itself: PostgreSQL drops a joined row whose key changed while it waited for the lock.
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    editable(row)
    if row.version != version:
        raise PlanChanged(row, version)
    looked_at = readiness(row)
    if not looked_at.ready:
        raise NotReady(looked_at.blockers)
    content = content_of(row, looked_at, actor)
    if seen is not None and seen != _seen(version, content):
        raise PlanRefused("plan_not_as_seen")
    signed = PlanVersion(
        plan=row,
        number=(row.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        version=version,
        document=looked_at.document,
        content=content,
        software=f"plumbline {settings.PLUMBLINE_VERSION}",
        meaning=PlanVersion.Meaning(meaning),
        signed_by=actor,
        signed_at=timezone.now(),
    )
    signed.digest = digest_of(signed_json(signed))
    signed.save(force_insert=True)
    row.state, row.changed_by, row.changed_at = Plan.State.SIGNED, actor, signed.signed_at
    row.save(update_fields=["state", "changed_by", "changed_at"])
    audit.record(
        actor=actor,
        action=AuditAction.SIGN,
        object_kind="plan",
        object_id=row.pk,
        patient=row.patient,
        site=row.site,
        detail={"number": signed.number, "version": version, "meaning": str(signed.meaning),
                "digest": signed.digest},
        address=address,
    )  # fmt: skip
    # What is done about a signature is registered together with the jobs that do it.
    handlers.load()
    for hook in after_signing:
        hook(signed, actor)
    return signed


def seen_by(signer: User, plan: Plan, looked_at: Readiness) -> str:
    """Return a digest of all that `signer` would sign now, so that nothing unseen is signed.

    Empty while something is left: such a plan is not signed, whatever was seen.
    """
    return _seen(plan.version, content_of(plan, looked_at, signer)) if looked_at.ready else ""


def _seen(version: int, content: dict[str, Any]) -> str:
    return digest_of({"version": version, "content": content})


def signed_json(version: PlanVersion) -> dict[str, Any]:
    """Return everything that a signature stands for: what its digest is taken of."""
    return {
        "plan": str(version.plan_id),
        "number": version.number,
        "version": version.version,
        "document": version.document,
        "content": version.content,
        "software": version.software,
        "meaning": str(version.meaning),
        "signed_by": str(version.signed_by_id),
        "signed_at": _moment(version.signed_at),
    }


def is_intact(version: PlanVersion) -> bool:
    """Say whether a signed version is what was signed: its digest, computed again, is the same."""
    return digest_of(signed_json(version)) == version.digest


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
