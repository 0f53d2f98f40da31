"""Contents page: every model of the application and the stage it lives in."""

from planning.accounts.models import IdentityDomain, Membership, Site, Team, User
from planning.audit.models import AuditEvent, AuditSeal
from planning.calibration.models import Calibration
from planning.imaging.models import FilmDisplay, Rendition
from planning.imaging.volume_models import Volume
from planning.jobs.models import Job
from planning.library.models import ImplantNotice, ImplantVersion
from planning.library.preference_models import PlanningPreference
from planning.notes.models import Note, NoteMark
from planning.pacs.models import NodeTest, PacsNode
from planning.plans.models import Plan, PlanChange, PlanVersion
from planning.reports.models import ReportObject
from planning.studies.models import (
    Hanging,
    HeaderRevision,
    Instance,
    Patient,
    Quarantined,
    QuarantineDecision,
    Series,
    Study,
)
from planning.studies.upload_models import Upload, UploadedFile

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Calibration",
    "FilmDisplay",
    "Hanging",
    "HeaderRevision",
    "IdentityDomain",
    "ImplantNotice",
    "ImplantVersion",
    "Instance",
    "Job",
    "Membership",
    "NodeTest",
    "Note",
    "NoteMark",
    "PacsNode",
    "Patient",
    "Plan",
    "PlanChange",
    "PlanVersion",
    "PlanningPreference",
    "QuarantineDecision",
    "Quarantined",
    "Rendition",
    "ReportObject",
    "Series",
    "Site",
    "Study",
    "Team",
    "Upload",
    "UploadedFile",
    "User",
    "Volume",
]
