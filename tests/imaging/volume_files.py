"""Series of slices as files, brought in through the gate as any import brings them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from planning.accounts.models import IdentityDomain, Site
from planning.studies.arrival import Outcome, Source, receive
from planning.studies.models import Instance, Series
from tests.imaging.films import with_pixels, write

CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"


def source(site: Site | None = None) -> Source:
    """Where files come from that nobody's archive sent."""
    site = site or Site.objects.create(name="Here")
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name="files")
    return Source(site=site, identity_domain=domain)


def bring(paths: Iterable[Path], scratch: Path, site: Site | None = None) -> Series:
    """Import files of one series and return it."""
    where = source(site)
    for path in paths:
        incoming = scratch / "incoming.dcm"
        shutil.copyfile(path, incoming)
        arrival = receive(path=incoming, source=where)
        assert arrival.outcome == Outcome.IMPORTED, arrival
    return Instance.objects.get(pk=arrival.instance_id).series


def write_slices(
    folder: Path,
    volume: np.ndarray,
    *,
    directions: Sequence[float] = (1, 0, 0, 0, 1, 0),
    start: Sequence[float] = (-20.0, -30.0, 100.0),
    step: Sequence[float] = (0.0, 0.0, 2.0),
    number_of=lambda index: index + 1,
    like: Path | None = None,
    **attributes: object,
) -> list[Path]:
    """Write slices x rows x columns of int16 as CT files, ``step`` mm from one to the next.

    They belong to the series of the file ``like``, or to one of their own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = pydicom.dcmread(like) if like else {}
    shared = {
        keyword: known[keyword].value if like else generate_uid()
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")
    }
    paths = []
    for index, values in enumerate(volume):
        place = np.array(start, float) + index * np.array(step, float)
        given = {"Modality": "CT", "RescaleType": "HU"} | attributes
        dataset = with_pixels(
            values,
            **shared,
            SOPClassUID=CT,
            PatientName="Stack^Sam",
            PatientID="STACK-1",
            ImagePositionPatient=[f"{value:.6g}" for value in place],
            ImageOrientationPatient=[f"{value:.6g}" for value in directions],
            PixelSpacing=["0.8", "0.5"],
            SliceThickness="2",
            RescaleSlope="1",
            RescaleIntercept="0",
            InstanceNumber=number_of(index),
            **given,
        )
        paths.append(write(folder / f"{index:03}.dcm", dataset))
    return paths


def write_enhanced(path: Path, volume: np.ndarray, order: Sequence[int]) -> Path:
    """Write one enhanced object whose frames come in `order` of their place."""
    dataset = with_pixels(
        volume[list(order)].reshape(-1, volume.shape[2]),
        SOPClassUID=ENHANCED_CT,
        Modality="CT",
        PatientName="Stack^Sam",
        PatientID="STACK-1",
        FrameOfReferenceUID="1.2.3.4",
        Rows=volume.shape[1],
        NumberOfFrames=len(order),
    )
    dataset.SharedFunctionalGroupsSequence = [
        _group(
            PlaneOrientationSequence={"ImageOrientationPatient": [1, 0, 0, 0, 1, 0]},
            PixelMeasuresSequence={"PixelSpacing": ["0.8", "0.5"], "SliceThickness": "2"},
            PixelValueTransformationSequence={"RescaleSlope": "1", "RescaleIntercept": "0"},
        )
    ]
    dataset.PerFrameFunctionalGroupsSequence = [
        _group(PlanePositionSequence={"ImagePositionPatient": [-20.0, -30.0, 100.0 + 2 * at]})
        for at in order
    ]
    return write(path, dataset)


def _group(**sequences: dict) -> Dataset:
    group = Dataset()
    for sequence, elements in sequences.items():
        item = Dataset()
        for keyword, value in elements.items():
            setattr(item, keyword, value)
        setattr(group, sequence, [item])
    return group
