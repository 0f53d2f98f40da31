"""PURE. How each role looks: the same colours and widths as in ``static/css``.

Lengths are screen pixels, as in the style sheets; a picture multiplies them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.reports.shapes import Role

Colour = tuple[int, int, int]

NATIVE: Colour = (0x4A, 0xA3, 0xFF)
PLANNED: Colour = (0xFF, 0xD8, 0x4D)
WHITE: Colour = (0xFF, 0xFF, 0xFF)
NOTE: Colour = (0xFF, 0x7A, 0xC0)
WARNING: Colour = (0xFF, 0x5E, 0x3A)
TEXT: Colour = (0xF4, 0xF4, 0xF4)
SECONDARY: Colour = (0xA9, 0xB4, 0xBF)
PANEL: Colour = (0x16, 0x1B, 0x22)
SURROUND: Colour = (0x0B, 0x0E, 0x11)

# Below every stroke, so that it is seen on bone and on air.
CASING_ALPHA = 0.65
CASING_WIDER = 2.0
PLATE_ALPHA = 0.75
FILL_ALPHA = 0.10

CROSS_ARM, CROSS_GAP = 9.0, 2.5
PIN_RADIUS = 11.0
LABEL_SIZE, DETAIL_SIZE = 13.0, 11.0
SIDE_LETTER_SIZE, SIDE_LETTER_INSET = 28.0, 30.0


@dataclass(frozen=True, slots=True)
class Look:
    """Colour, width and dashes (lengths drawn and left out) of a stroke."""

    colour: Colour
    width: float
    dashes: tuple[float, ...] = ()


LOOKS: dict[Role, Look] = {
    Role.NATIVE: Look(NATIVE, 1.5, (6, 4)),
    Role.PLANNED: Look(PLANNED, 2.0),
    Role.IMPLANT: Look(WHITE, 2.0),
    Role.IMPLANT_AXIS: Look(WHITE, 1.0, (12, 3, 2, 3)),
    Role.IMPLANT_DETAIL: Look(WHITE, 1.0),
    Role.FRAGMENT: Look(PLANNED, 1.5, (2, 3)),
    Role.NOTE: Look(NOTE, 1.5),
    Role.MUST_READ: Look(WARNING, 2.5),
}
