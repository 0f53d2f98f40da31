"""PURE. The fixed words of a report. Dates are ISO, the decimal sign is a point."""

from __future__ import annotations

DISCLAIMER = "Research and education. Not a medical device. Not for clinical use."
NOT_CALIBRATED = "NOT CALIBRATED"
NOT_ON_THE_FILM = "not on the film"
USUAL = " (usual value, not entered)"
UNKNOWN = "unknown"
TITLE = "Preoperative plan"
PRODUCT = "Plumbline"

# A letter is misread: sides are words.
SIDES = {"R": "RIGHT", "L": "LEFT", "B": "BOTH SIDES"}
VIEW_SIDES = {"R": "right", "L": "left", "B": "both sides"}
MEANINGS = {"planned": "Planned by me", "approved": "Checked and approved by me"}
RESULTS = "Measurements"
RESULT_COLUMNS = ("Measurement", "On the film", "Planned", "How measured")
RESULTS_EXPLAINED = (
    "± is the 95 % interval of measurement error (marker, depth, clicks). "
    "It does not cover rotation, tilt or contracture."
)
NO_RESULTS = "Nothing was measured."
IMPLANTS = "Implant templates"
IMPLANT_COLUMNS = ("Template", "Side", "Size", "")
NO_IMPLANTS = "No template was placed."
NOTES = "Notes to read before theatre"
ACKNOWLEDGED = "acknowledged by"
FILMS = "Films"
SIGNATURE = "Signature"

SHEET = "For the theatre"
AT_HAND = "also at hand"
WAS = "was"
GOES_ON = "(whole text on the next pages)"
SHEET_LINES = (
    "Approach", "Kit", "Graft", "Changed in theatre",
    "Cup to open", "Liner to open", "Stem to open", "Head to open",
)  # fmt: skip
