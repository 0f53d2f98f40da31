"""Sentences about finding the scale of a film: markers that are looked for, known objects."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "no_ball": said("No ball was found on this film. Click on its rim, or use another way."),
    "no_pixel_size": said(
        "The header names no pixel size, so the ball cannot be looked for. Click on its rim."
    ),
    "pixels_not_square": said(
        "The pixels of this film are not square, so the ball cannot be looked for. "
        "Click on its rim."
    ),
    "too_small": said(
        "The ball would be too few pixels wide to be looked for. Use a film of full size."
    ),
    "colour_has_no_density": said(
        "This is a colour picture; a ball can be looked for on a radiograph only."
    ),
    "detection_busy": said(
        "The computer is looking for other balls. Try again in a moment, or click on the rim."
    ),
}
