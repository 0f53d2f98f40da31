"""What the pages about set-aside files show: people side by side, groups, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.accounts import policy
from planning.accounts.models import User
from planning.pacs.models import PacsNode
from planning.studies import mapping, names
from planning.studies.mapping import Identity
from planning.studies.models import Instance, Patient, QuarantineDecision
from planning.studies.quarantine_reading import Candidate, Group
from planning.studies.upload_models import Upload
from planning.words import sentence

SHOWN_PICTURES = 6
_FIELDS = {
    "PatientName": "name",
    "PatientBirthDate": "born",
    "PatientSex": "sex",
    "PatientID": "id",
    "IssuerOfPatientID": "issuer",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact about a person, and whether it contradicts the files."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the table that puts them side by side."""

    who: str
    name: Cell
    born: Cell
    sex: Cell
    id: Cell
    issuer: Cell
    here: str = ""
    patient: UUID | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as pages show it."""

    group: Group
    reason: str
    person: PersonRow
    came_from: str
    files: str


def _text(name: str) -> str:
    ideographic = names.ideographic(name)
    shown = names.readable(name)
    return f"{shown} {ideographic}" if ideographic and ideographic != shown else shown


def person_row(who: str, identity: Identity, differs: tuple[str, ...] = (), **more) -> PersonRow:
    """Return a row of who somebody is; `differs` names the DICOM elements that contradict."""
    unlike = {_FIELDS[each] for each in differs}
    values = {
        "name": _text(identity.name),
        "born": identity.birth_date.isoformat() if identity.birth_date else "",
        "sex": identity.sex,
        "id": identity.patient_id,
        "issuer": identity.issuer,
    }
    cells = {key: Cell(value, key in unlike) for key, value in values.items()}
    spoken = ", ".join(value for value in (values["name"], values["born"], values["id"]) if value)
    return PersonRow(who=who, **cells, spoken=spoken, **more)


def identity_of(patient: Patient) -> Identity:
    """Return a patient in the form in which files say who they belong to."""
    return Identity(
        patient_id=patient.patient_id,
        issuer=patient.identity_domain.name,
        name=patient.name,
        birth_date=patient.birth_date,
        sex=patient.sex,
        study_uid="",
        series_uid="",
        sop_instance_uid="",
    )


def side_by_side(group: Group, film: Instance | None) -> list[PersonRow]:
    """Return whom the files name, whom one asked for, and what the film here says."""
    rows = [person_row(_("The files say"), group.said)]
    if group.asked:
        asked = Identity(
            patient_id=group.asked.get("patient_id", ""),
            issuer=group.asked.get("issuer", ""),
            name=group.asked.get("name", ""),
            birth_date=mapping.day(group.asked.get("birth_date") or ""),
            sex=group.asked.get("sex", ""),
            study_uid="",
            series_uid="",
            sop_instance_uid="",
        )
        rows.append(person_row(_("You asked for"), asked, _unlike(asked, group.said)))
    if film is not None:
        here = mapping.identity(film.header)
        rows.append(person_row(_("The film here says"), here, _unlike(here, group.said)))
    return rows


def _unlike(one: Identity, other: Identity) -> tuple[str, ...]:
    pairs = zip(_FIELDS, _in_order(one), _in_order(other), strict=True)
    return tuple(keyword for keyword, mine, theirs in pairs if mine and theirs and mine != theirs)


def _in_order(identity: Identity) -> tuple:
    return (
        names.readable(identity.name), identity.birth_date, identity.sex, identity.patient_id,
        identity.issuer,
    )  # fmt: skip


def candidate_row(candidate: Candidate) -> PersonRow:
    """Return a patient known here, with what contradicts the files."""
    reasons = {
        "study_here": _("Has this study here"),
        "same_id": _("Has this ID"),
        "same_person": _("Same name and birth date"),
        "found": _("Found"),
    }
    return person_row(
        reasons[candidate.reason],
        identity_of(candidate.patient),
        candidate.differs,
        here=_studies(candidate.studies, candidate.newest),
        patient=candidate.patient.pk,
    )


def _studies(count: int, newest: date | None) -> str:
    if not count:
        return _("no films here")
    said = ngettext("%(count)d study", "%(count)d studies", count) % {"count": count}
    return f"{said}, {newest.isoformat()}" if newest else said


def cards(user: User, groups: list[Group]) -> list[GroupCard]:
    """Return groups with where they came from, in two queries for all."""
    nodes = policy.visible_to(user, PacsNode).in_bulk({each.node_id for each in groups} - {None})
    brought = policy.visible_to(user, Upload).select_related("created_by")
    uploads = brought.in_bulk({each.upload_id for each in groups} - {None})
    return [_card(group, nodes, uploads) for group in groups]


def _card(group: Group, nodes: dict, uploads: dict) -> GroupCard:
    if group.upload_id in uploads:
        person = uploads[group.upload_id].created_by
        came_from = _("brought by %(person)s") % {"person": person}
    elif group.node_id in nodes:
        came_from = _("from %(archive)s") % {"archive": nodes[group.node_id]}
    elif group.params.get("sender"):
        came_from = _("sent by %(sender)s") % {"sender": group.params["sender"]}
    else:
        came_from = _("from files on the server")
    count = len(group.rows)
    return GroupCard(
        group=group,
        reason=sentence(group.code, group.params),
        person=person_row("", group.said),
        came_from=came_from,
        files=ngettext("%(count)d image", "%(count)d images", count) % {"count": count},
    )


def decision_words(decision: QuarantineDecision) -> str:
    """Return a decision in a few words."""
    count = decision.files
    files = ngettext("%(count)d image", "%(count)d images", count) % {"count": count}
    patient = decision.patient
    whose = f"{_text(patient.name)}, {patient.patient_id}" if patient else ""
    if decision.kind == QuarantineDecision.Kind.TAKEN:
        return _("%(files)s taken as films of %(patient)s") % {
            "files": files,
            "patient": whose or _("a patient who is no longer here"),
        }
    if decision.kind == QuarantineDecision.Kind.NEW_HEADER:
        return _("New header used for %(files)s of %(patient)s") % {
            "files": files,
            "patient": whose,
        }
    return _("%(files)s stay set aside") % {"files": files}
