"""Implant objects as files, and files as implant objects: read only after the gate."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from pydicom import dcmread, dcmwrite  # noqa: TID251 - only what passed the gate
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from planning.library.exchange.dicom import objects
from planning.library.exchange.dicom.check import Finding, check
from planning.library.exchange.dicom.decode_sets import decode_assembly, decode_group
from planning.library.exchange.dicom.decode_template import decode_template
from planning.library.exchange.dicom.encode_sets import encode_assembly, encode_group
from planning.library.exchange.dicom.encode_template import encode_template
from planning.library.exchange.dicom.table import (
    ASSEMBLY_TEMPLATE,
    FILES,
    GENERIC_TEMPLATE,
    TEMPLATE_GROUP,
)
from planning.library.exchange.refusal import ExchangeRefused
from planning.pacs.gate import ImportRefused, inspect
from planning.pacs.gateway import IMPLEMENTATION

_DECODE = {
    GENERIC_TEMPLATE: decode_template,
    ASSEMBLY_TEMPLATE: decode_assembly,
    TEMPLATE_GROUP: decode_group,
}


def encode(made: objects.ImplantObject) -> Dataset:
    """Return the data set of a template, an assembly or a group."""
    if isinstance(made, objects.ImplantTemplate):
        return encode_template(made)
    if isinstance(made, objects.ImplantAssembly):
        return encode_assembly(made)
    return encode_group(made)


def part10(dataset: Dataset) -> bytes:
    """Return the file (PS3.10 7.1); the same object gives the same bytes."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID, meta.ImplementationVersionName = IMPLEMENTATION
    dataset.file_meta = meta
    out = io.BytesIO()
    dcmwrite(out, dataset, enforce_file_format=True)
    return out.getvalue()


def read_object(path: Path, *, file: str) -> objects.ImplantObject:
    """Read an implant object from a file of somebody else.

    Parameters
    ----------
    path : Path
    file : str
        Its name for people.

    Raises
    ------
    ExchangeRefused
        ``implant_gate`` with the gate's code, ``implant_class`` for another SOP class,
        ``implant_element`` for the first element that breaks the standard's table, or what the
        object's own reader says.
    """
    try:
        inspected = inspect(path)
    except ImportRefused as refusal:
        raise ExchangeRefused("implant_gate", file=file, gate=str(refusal.code)) from refusal
    named = inspected.tags.get("SOPClassUID", ("",))[0]
    if named not in FILES:
        raise ExchangeRefused("implant_class", file=file, sop_class=named or "-")
    try:
        dataset = dcmread(path, force=True)
        dataset.setdefault("SOPClassUID", named)
        return decode(dataset)
    except ExchangeRefused as refusal:
        raise refusal.of(file) from None


def decode(dataset: Dataset) -> objects.ImplantObject:
    """Return what an object says, once it is as the standard's table demands.

    Raises
    ------
    ExchangeRefused
        See :func:`read_object`.
    """
    with warnings.catch_warnings():
        # Text that its character set cannot hold, a UID with letters: pydicom only warns.
        warnings.simplefilter("error")
        try:
            wrong = check(dataset)
            if not wrong:
                return _DECODE[str(dataset.SOPClassUID)](dataset)
        except (Warning, ValueError, TypeError, NotImplementedError, OverflowError) as error:
            # A value that its own VR cannot hold shows only when it is asked for.
            problem = str(error)[:120] or type(error).__name__
            raise ExchangeRefused("implant_element", where="value", problem=problem) from error
    raise _refusal(wrong)


def _refusal(wrong: list[Finding]) -> ExchangeRefused:
    first = wrong[0]
    problem = f"{first.problem} {first.detail}".strip()
    return ExchangeRefused("implant_element", where=first.where, problem=problem, count=len(wrong))
