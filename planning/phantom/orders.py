"""Who is on a film and how it is stored: what the header needs besides the pixels."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

ISSUER = "PLUMBLINE-DEMO"
NAMESPACE = uuid.UUID("5c2c0f58-9c4a-4e0c-9a46-0d1f5a0c7b11")
KINDS = ("ap_pelvis", "long_leg")


def uid(*parts: object) -> str:
    """A UID that depends on the parts alone (UUID derived, DICOM PS3.5 B.2)."""
    return f"2.25.{uuid.uuid5(NAMESPACE, '/'.join(str(part) for part in parts)).int}"


@dataclass(frozen=True, slots=True)
class Person:
    """A fictitious patient.

    Attributes
    ----------
    patient_id : str
    name : str
        DICOM person name, groups separated by ``=``.
    sex : str
        ``M``, ``F`` or ``O``.
    birth_date : str
        YYYYMMDD.
    """

    patient_id: str
    name: str
    sex: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class Order:
    """One film of one patient.

    Attributes
    ----------
    person : Person
    kind : str
        One of `KINDS`.
    seed : int
    study : int
        Number of the study within the patient; films with the same number share it.
    date, time : str
        YYYYMMDD and HHMMSS.
    description : str
        Study description.
    ball : bool
        Whether a marker ball was placed.
    ball_offset_mm : float or None
        Height of the ball above the hips; None leaves it to the seed.
    earlier : bool
        The same patient some years ago: cartilage intact, placed differently.
    table_distance : bool
        The header states the distance to the table (0018,1111).
    inverted : bool
        Store as MONOCHROME1.
    mirrored : bool
        The film hangs mirrored (patient's left on the left of the film).
    bits : int
        Bits stored.
    instance : int
        Instance number within the series.
    """

    person: Person
    kind: str
    seed: int
    study: int = 1
    date: str = "20260302"
    time: str = "091500"
    description: str = "Pelvis AP"
    ball: bool = True
    ball_offset_mm: float | None = None
    earlier: bool = False
    table_distance: bool = False
    inverted: bool = False
    mirrored: bool = False
    bits: int = 12
    instance: int = 1

    @property
    def study_uid(self) -> str:
        """Study Instance UID."""
        return uid("study", self.person.patient_id, self.study)

    @property
    def series_uid(self) -> str:
        """Series Instance UID: one series per kind and study."""
        return uid("series", self.person.patient_id, self.study, self.kind)

    @property
    def accession(self) -> str:
        """Accession number."""
        return f"D{self.date[2:]}{self.study}{self.person.patient_id[-3:]}"


def plain_order(kind: str, seed: int) -> Order:
    """An order for a patient who is nothing but a seed."""
    sex = "MF"[seed % 2]
    person = Person(
        f"PHANTOM-{seed:05d}", f"DEMO^SEED {seed}", sex, f"{1940 + seed % 40}0{1 + seed % 9}15"
    )
    words = {"ap_pelvis": "Pelvis AP", "long_leg": "Long leg standing AP"}
    return Order(person, kind, seed, description=words[kind])
