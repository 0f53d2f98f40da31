"""Files of a modality worklist: one scheduled step each, in the form that servers read."""

from __future__ import annotations

from pathlib import Path

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

DAY = "20261122"
STEPS = (
    # Name, ID, day, modality, room, character set
    ("SMITH^JOHN", "P100", DAY, "DX", "ROOM1", "ISO_IR 100"),
    ("MÜLLER^ANNA", "P200", DAY, "DX", "ROOM2", "ISO_IR 100"),
    ("YAMADA^TARO=山田^太郎", "P300", DAY, "CT", "CT1", "ISO_IR 192"),
    ("JONES^MARY", "P400", "20261123", "DX", "ROOM1", "ISO_IR 100"),
)


def write(folder: Path) -> Path:
    """Write every step below ``folder/RIS``, with the lock file that DCMTK wants."""
    below = folder / "RIS"
    below.mkdir(parents=True)
    (below / "lockfile").touch()
    for number, step in enumerate(STEPS, start=1):
        _scheduled(number, *step).save_as(below / f"step{number}.wl", enforce_file_format=True)
    return folder


def _scheduled(
    number: int, name: str, patient: str, day: str, modality: str, room: str, character_set: str
) -> Dataset:
    whole, step = Dataset(), Dataset()
    whole.file_meta = FileMetaDataset()
    whole.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    whole.file_meta.MediaStorageSOPClassUID = "1.2.276.0.7230010.3.1.0.1"
    whole.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.10.88.7.{number}"
    whole.SpecificCharacterSet = character_set
    whole.AccessionNumber = f"A{number}"
    whole.ReferringPhysicianName = "WEBER^ADA"
    whole.PatientName = name
    whole.PatientID = patient
    whole.PatientBirthDate = "19500517"
    whole.PatientSex = "O"
    whole.StudyInstanceUID = f"1.2.826.0.1.3680043.10.88.8.{number}"
    whole.RequestedProcedureDescription = "Pelvis and hip"
    whole.RequestedProcedureID = f"R{number}"
    step.Modality = modality
    step.ScheduledStationAETitle = room
    step.ScheduledProcedureStepStartDate = day
    step.ScheduledProcedureStepStartTime = "093000"
    step.ScheduledPerformingPhysicianName = ""
    step.ScheduledProcedureStepDescription = "Pelvis AP"
    step.ScheduledProcedureStepID = f"S{number}"
    whole.ScheduledProcedureStepSequence = [step]
    return whole
