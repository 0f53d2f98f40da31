"""Sentences about measurements: why there is no value, and why there is no error bar."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

NO_VALUE = {
    "anterior_unknown": said(
        "Say on the card where the front of the patient is on this film: left or right."
    ),
    "grade_not_given": said("Nobody has given a grade yet. Choose it on the card."),
    "parallel_lines": said("Two lines of this measurement are parallel. Check their points."),
    "no_intersection": said("Two lines of this measurement do not meet. Check their points."),
    "no_convergence": said("No shape fits the points. Check them."),
}

ENTERING = {
    "unknown_param": said("A value was entered that this measurement does not take."),
    "param_not_a_choice": said("{name}: choose one of what is offered."),
    "param_out_of_range": said("{name}: enter a number within its limits."),
}

NO_ERROR_BAR = {
    "not_calibrated": said("No error can be given before the film is calibrated."),
    "scale_error_unknown": said(
        "The header does not say how good its scale is, so no error can be given."
    ),
    "entered_values": said("Computed from entered values, whose error is not known."),
    "class_without_error": said("A class has no error bar. Look at the angles it comes from."),
    "at_a_limit": said("At the limit of its range, so no error can be given."),
}

SENTENCES = NO_VALUE | ENTERING | NO_ERROR_BAR
