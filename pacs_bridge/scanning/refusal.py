"""PURE. The one way a file fails at the gate."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a file was refused; the sentence for people is chosen elsewhere."""

    NOT_DICOM = "not_dicom"
    DICOMDIR = "dicomdir"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    EMPTY_DATASET = "empty_dataset"
    UNREADABLE = "unreadable"
    UNSUPPORTED_TRANSFER_SYNTAX = "unsupported_transfer_syntax"
    TRANSFER_SYNTAX_MISMATCH = "transfer_syntax_mismatch"
    FILE_TOO_LARGE = "file_too_large"
    INFLATES_TOO_MUCH = "inflates_too_much"
    TOO_MANY_ELEMENTS = "too_many_elements"
    TOO_DEEP = "too_deep"
    TEXT_TOO_LONG = "text_too_long"
    BAD_UID = "bad_uid"
    IMAGE_TOO_LARGE = "image_too_large"
    BAD_IMAGE_DESCRIPTION = "bad_image_description"
    PIXELS_MISSING = "pixels_missing"
    PIXELS_DO_NOT_FIT = "pixels_do_not_fit"


class ImportRefused(Exception):
    """A file does not pass the gate. Nothing else ever comes out of it.

    Parameters
    ----------
    code : Code
        Why.
    params : str or int
        Technical values for the sentence; never patient data.
    """

    def __init__(self, code: Code, **params: str | int):
        self.code = code
        self.params = params
        super().__init__(code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else str(self.code)
