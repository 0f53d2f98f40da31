"""Photographs on the command line: whoever types names the patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planning.accounts.models import IdentityDomain, Site
from planning.studies import identity as who
from planning.studies import quarantine
from planning.studies.arrival import Arrival, Outcome
from planning.studies.models import Instance, Patient, Quarantined
from planning.studies.photographs import TakePicture, receive_photograph
from planning.studies.quarantine import NewPatient, QuarantineRefused


@dataclass(slots=True)
class Owner:
    """Whose films photographs show.

    Attributes
    ----------
    patient : Patient
    details : dict
        ``date`` and ``description`` of the film.
    """

    patient: Patient
    details: dict


def owner_of(
    *,
    site: Site,
    identity_domain: str,
    patient: NewPatient,
    film_date: date | None = None,
    description: str = "",
) -> Owner:
    """Return the patient who is named by ID, made if a name comes with it.

    Raises
    ------
    QuarantineRefused
        ``patient_unknown`` without a name; ``patient_id_taken`` if name, birth date or sex are
        another person's; ``patient_unusable``.
    """
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name=identity_domain)
    patient_id = patient.patient_id.strip()
    known = Patient.objects.filter(identity_domain=domain, patient_id=patient_id).first()
    if known is None and not patient.name:
        raise QuarantineRefused("patient_unknown")
    if known is None:
        known = quarantine.make_patient(actor=None, domain=domain, new=patient)
    elif who.differences(known, patient):
        raise QuarantineRefused("patient_id_taken", issuer=domain.name)
    day = film_date.strftime("%Y%m%d") if film_date else ""
    return Owner(known, {"date": day, "description": description})


def take_for(owner: Owner, path: Path, name: str, *, take_picture: TakePicture) -> Arrival:
    """Take in a photograph as a film of the patient who was named.

    The film appears when the job ``take`` that this asks for has run.
    """
    site = owner.patient.identity_domain.site
    arrival = receive_photograph(path=path, take_picture=take_picture, origin=name, site=site)
    if arrival.outcome is Outcome.DUPLICATE and not _is_of(owner, arrival):
        return Arrival(Outcome.REFUSED, "photograph_of_another")
    waits = Quarantined.objects.filter(pk=arrival.quarantined_id or None, decision=None)
    if arrival.outcome is Outcome.QUARANTINED and waits.exists():
        quarantine.take(
            actor=None,
            rows=[waits.get().pk],
            patient=owner.patient,
            details=owner.details,
        )
    return arrival


def _is_of(owner: Owner, arrival: Arrival) -> bool:
    films = Instance.objects.filter(series__study__patient=owner.patient)
    return films.filter(pk=arrival.instance_id).exists()
