"""Sentences about stacks of slices and the planes cut out of them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "volume_no_stack": said(
        "There are no two slices in this series that belong to one stack. Each image can be "
        "opened among the films."
    ),
    "volume_no_such_stack": said("This series has {stacks} stacks. Choose one of them."),
    "volume_too_large": said(
        "This stack of {slices} slices is larger than can be shown here ({limit} MB). "
        "Each slice can be opened among the films."
    ),
    # Why no other plane is cut
    "volume_no_positions": said(
        "The files do not say where their slices lie, so they are shown in the order of their "
        "numbers and no other planes are made."
    ),
    "volume_duplicates": said(
        "{count} slices lie where another one lies already, so other planes would be wrong and "
        "are not made. The slices can be scrolled."
    ),
    "volume_tilted": said(
        "The slices are sheared by {degrees}° (tilted gantry), so other planes would be crooked "
        "and are not made. The slices can be scrolled."
    ),
    "volume_shifted": said(
        "The slices are shifted against each other by up to {mm} mm, so other planes would be "
        "wrong and are not made. The slices can be scrolled."
    ),
    "volume_slices_missing": said(
        "At least {count} slices are missing (widest gap {mm} mm), so other planes would be "
        "too short and are not made. The slices can be scrolled. Import the study again to "
        "bring what is missing."
    ),
    "volume_uneven": said(
        "The slices are not evenly spaced ({least} to {most} mm), so other planes would be "
        "distorted and are not made. The slices can be scrolled."
    ),
    # What a reader should know
    "volume_gaps": said(
        "Slices are {thickness} mm thick and {step} mm apart: what lies between them was not "
        "imaged. Other planes bridge it."
    ),
    "volume_left_out": said(
        "{count} images of this series differ in size, direction, spacing or values and are not "
        "in this stack."
    ),
}
