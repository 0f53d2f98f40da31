"""Sentences about planned hips: the guide, cutting, reducing, what cannot be proposed."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "second_procedure": said("This plan has a guide already. Change its kind of case instead."),
    "no_procedure": said("Say first what kind of case this is."),
    "last_variant": said("This is the only plan. Begin another one before you take it away."),
    "already_cut": said("The {side} femur is cut free on this film already."),
    "unknown_body": said("This piece of bone is not in the plan any more."),
    "no_stem_in_bone": said("This femur holds no stem. Place the stem in it first."),
    "no_cup": said("There is no cup on this side. Place it first, then X reduces."),
    "no_stem": said("There is no stem on this side. Place it first."),
    "no_head": said("There is no head on this stem. Choose one from the ladder."),
    "no_length_aim": said("Nothing is proposed. Type the leg length change that you want."),
    "no_candidates": said("No head of this size fits this stem. Choose another head or liner."),
    "no_size_fits": said(
        "Even the smallest size is too large ({level}). Choose another family, or place it by hand."
    ),
    "canal_not_read": said(
        "The walls of the canal could not be read on this film. Choose the stem by hand."
    ),
    "sides_contradict": said(
        "Points and sides contradict each other: this film may lie upside down, or the patient's"
        " right is on its other side. Put that right before implants are placed."
    ),
    "not_the_same_kind": said("{family} is another kind of implant. Choose one of the same kind."),
}
