"""Sentences about finding the scale of a film: markers that are looked for, known objects."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "no_canal": said(
        "The borders of the shaft are not seen clearly on this film ({agree} of {of} lines agree), "
        "so no size is proposed. Choose it on the film."
    ),
    "no_socket": said(
        "The socket is not seen clearly on this film ({agree} of {of} lines agree), so its bed is "
        "taken from the landmarks."
    ),
    "no_edge": said(
        "No clear edge was found here: {agree} of {of} lines agree. Place the point by hand."
    ),
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
    "head_diameter_out_of_range": said("An implant head is between {from} and {to} mm."),
    "depth_share_out_of_range": said(
        "The joint lies between the two markers: a share from 0 (behind) to 1 (in front)."
    ),
    "markers_in_wrong_order": said(
        "The marker in front must be magnified more than the one behind. Are they exchanged?"
    ),
    "markers_disagree": said(
        "The two markers differ more than any patient is thick. Check both sizes and rims."
    ),
    "sid_out_of_range": said("From source to detector it is between {from} and {to} mm."),
    "object_distance_out_of_range": said("From bone to detector it is between {from} and {to} mm."),
    "other_film_not_calibrated": said(
        "The other film has no calibrated scale with a known error. Calibrate it first."
    ),
    "other_film_of_other_patient": said("Choose another film of the same patient."),
    "standing_single_ball": said(
        "Standing film with a single ball: sizes can be wrong by 12 % or more. Use a known "
        "implant or two markers."
    ),
    "ball_on_table": said(
        "The ball probably lay on the table, further from the tube than the joint: sizes read "
        "too large."
    ),
    "distance_is_the_tables": said(
        "These distances are those in the header, which end at the table and not at the bone: "
        "sizes read too large. Add the height of the bone above the table."
    ),
    "detection_busy": said(
        "The computer is looking for other balls. Try again in a moment, or click on the rim."
    ),
}
