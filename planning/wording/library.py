"""Sentences about implants: the library, placing them, and what does not fit together."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

from planning.wording import implant_packages

SCALE = {
    "scale_not_of_patient": said(
        "This film's millimetres are not those of the patient ({label}), so templates are off. "
        "Press C to calibrate."
    ),
    "scale_to_confirm": said(
        "The scale comes from the film's header ({label}). Confirm it before templates are "
        "placed, or press C to calibrate."
    ),
    "scale_to_acknowledge": said(
        "The scale from the film's header can be wrong ({label}). Acknowledge it before templates "
        "are placed, or press C to calibrate."
    ),
}

LIBRARY = {
    "unknown_family": said(
        "The implant family {family}, version {version}, is not in the library. Choose another one."
    ),
    "family_not_current": said(
        "{family} is {status} and may not be used any more. Choose another implant."
    ),
    "unknown_size": said("{family} has no size {size}. Choose one of the ladder."),
    "unknown_option": said("{family} does not come with this choice of {option}."),
    "not_in_this_size": said(
        "Of this size ({size}) there is none with {options}. Choose another option first."
    ),
    "unknown_point": said("This implant has no point named {point}."),
    "no_larger_size": said("This is the largest size of {family}."),
    "no_smaller_size": said("This is the smallest size of {family}."),
}

PLACING = {
    "unknown_implant": said("This implant is not in the plan any more. Choose another one."),
    "unknown_variant": said("This plan has no such variant. Place an implant first."),
    "head_does_not_fit_liner": said(
        "The head is {head_mm} mm, the liner is made for {liner_mm} mm. Change one of them."
    ),
    "head_does_not_fit_taper": said(
        "This head is not made for the stem's taper. Choose another head."
    ),
}

SENTENCES = SCALE | LIBRARY | PLACING | implant_packages.SENTENCES
