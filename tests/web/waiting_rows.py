"""Files that wait for a person, as rows: what addresses of decisions are tried on."""

from __future__ import annotations

from planning.studies.models import Quarantined, QuarantineDecision
from planning.studies.upload_models import Upload
from tests.web.world import NOW, SHA, World


def set_aside(world: World, **fields) -> Quarantined:
    """Add a film of a disc that waits for a person; its file is not in the store."""
    header = {
        "PatientID": ["MRN-00001"],
        "PatientName": ["Smith^John"],
        "PatientBirthDate": ["19560314"],
        "StudyInstanceUID": ["1.2.3"],
        "SeriesInstanceUID": ["1.2.3.4"],
        "SOPInstanceUID": ["1.2.3.4.5"],
    }
    defaults = {"code": "from_media", "header": header, "stored_sha256": SHA}
    return Quarantined.objects.create(
        site=world.site,
        sop_instance_uid="1.2.3.4.5",
        received_sha256=SHA,
        size_bytes=1,
        arrived_at=NOW,
        **(defaults | fields),
    )


def kept(world: World) -> QuarantineDecision:
    """Add a decision to leave a file set aside."""
    decision = QuarantineDecision.objects.create(
        site=world.site,
        kind=QuarantineDecision.Kind.KEPT,
        code="from_media",
        files=1,
        made_by=world.people["surgeon"],
        made_at=NOW,
    )
    set_aside(world, decision=decision)
    return decision


def upload(world: World) -> Upload:
    """Add an upload of the surgeon that has just begun."""
    return Upload.objects.create(
        site=world.site,
        created_by=world.people["surgeon"],
        created_at=NOW,
        files_total=1,
        bytes_total=3,
    )
