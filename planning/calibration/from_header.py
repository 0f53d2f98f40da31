"""The scale that a header gives, or the reason why it gives none.

``decide`` follows the decision table of :mod:`planning.calibration.header_rows`; nothing
is ever corrected by a magnification that nobody vouched for: where the header suggests
one (rows 7 and 8) it is an :class:`Offer` for a person to accept.

A CT localizer is left out of row 0 although its class is CT: it is a fan-beam projection
(PS3.3 C.8.2.1.1.1 tells AXIAL from LOCALIZER), magnified across the table and not along
it, and its Pixel Spacing holds near the isocentre only. It falls through to the row of
its elements, usually 10: shown in millimetres of unknown calibration, no templates. An
MR localizer is a slice and stays in row 0; a Secondary Capture of a CT is a picture.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.calibration.header_evidence import Evidence, Spacing, read
from planning.calibration.header_rows import ROWS, Row, correction
from planning.calibration.header_warnings import warnings_for
from planning.calibration.spacing_header import SpacingHeader
from planning.geometry.reasons import Reason
from planning.measuring.scale import Confidence, NoScale, Scale, Templating

_NEVER_TRUE = frozenset({"magnification_below_one", "placeholder_spacing"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A magnification that the header suggests; never applied without a person.

    Attributes
    ----------
    magnification : float
    spacing_mm : Spacing
        Detector spacing divided by it.
    warning : str
        Code of the warning to show with it.
    """

    magnification: float
    spacing_mm: Spacing
    warning: str = "distance_is_not_the_anatomy"


@dataclass(frozen=True, slots=True)
class HeaderScale:
    """What a header says about millimetres.

    Attributes
    ----------
    row : int
        Row of the decision table, 0 to 14.
    scale : Scale or NoScale
    reason : Reason
        Why this row.
    warnings : tuple of Reason
        Most serious first.
    offer : Offer or None
    acceptable : bool
        A person may confirm it (with an offer: the offered magnification). False at the
        detector or on the film, where only a marker or a factor helps, and where the values
        cannot be true.
    """

    row: int
    scale: Scale | NoScale
    reason: Reason
    warnings: tuple[Reason, ...] = ()
    offer: Offer | None = None
    acceptable: bool = False

    @property
    def spacing_mm(self) -> Spacing | None:
        """[row, column] in mm, or None."""
        if isinstance(self.scale, NoScale):
            return None
        return Spacing(self.scale.row_mm, self.scale.column_mm)

    @property
    def unit(self) -> str:
        """``mm`` or ``px``."""
        return "px" if isinstance(self.scale, NoScale) else "mm"

    @property
    def label(self) -> str:
        """The words beside every length."""
        return self.scale.label

    @property
    def confidence(self) -> Confidence:
        """How far to trust it."""
        return self.scale.confidence

    @property
    def templating(self) -> Templating:
        """Whether templates may be placed."""
        return self.scale.templating

    @property
    def magnification(self) -> float | None:
        """M that the spacing already contains; an offered one is in ``offer``."""
        return None if isinstance(self.scale, NoScale) else self.scale.magnification

    def to_json(self) -> dict[str, object]:
        """Give the decision as JSON values; ``reason`` is the code."""
        return {
            "row": self.row,
            "spacing_mm": list(self.spacing_mm) if self.spacing_mm else None,
            "unit": self.unit,
            "label": self.label,
            "confidence": self.confidence.value,
            "templating": self.templating.value,
            "magnification": self.magnification,
            "reason": self.reason.code,
        }


def decide(header: SpacingHeader) -> HeaderScale:
    """Decide what a millimetre is on an image from its header alone.

    Parameters
    ----------
    header : SpacingHeader
        Whatever stood in the file; malformed values count as absent.

    Returns
    -------
    HeaderScale
    """
    evidence = read(header)
    row = next(row for row in ROWS if row.applies(evidence))
    warnings = warnings_for(evidence, row)
    warned = {warning.code for warning in warnings}
    return HeaderScale(
        row=row.number,
        scale=_scale(evidence, row, warned),
        reason=_reason(evidence, row),
        warnings=warnings,
        offer=_offer(evidence, row),
        acceptable=row.acceptable and not warned & _NEVER_TRUE,
    )


def _scale(evidence: Evidence, row: Row, warned: set[str]) -> Scale | NoScale:
    spacing = row.spacing(evidence)
    if spacing is None or row.method is None:
        return NoScale(_reason(evidence, row).code, aspect=evidence.aspect or 1.0)
    confidence, templating, relative_sigma = row.confidence, row.templating, row.relative_sigma
    magnification = correction(evidence) if row.corrected else None
    if row.corrected and magnification is None and row.reason == "assumed_magnification":
        relative_sigma = None
    if evidence.field_varies and row.corrected:
        # A C-arm or stitched image is at best as good as an assumed magnification.
        relative_sigma = None
        if confidence is Confidence.HIGH:
            confidence, templating = Confidence.MEDIUM, Templating.ACKNOWLEDGE
    if "magnification_below_one" in warned:
        confidence, templating, relative_sigma = Confidence.CONTRADICTORY, Templating.NO, None
    return Scale(
        row_mm=spacing.row_mm,
        column_mm=spacing.column_mm,
        method=row.method,
        label=row.label(evidence),
        confidence=confidence,
        templating=templating,
        relative_sigma=relative_sigma,
        magnification=magnification,
        details={} if relative_sigma is not None else {"no_error_bar": row.reason},
    )


def _reason(evidence: Evidence, row: Row) -> Reason:
    if row.number == 14 and evidence.invalid:
        return Reason("invalid_spacing", {"elements": " ".join(evidence.invalid)})
    return Reason(row.reason)


def _offer(evidence: Evidence, row: Row) -> Offer | None:
    magnification = row.offers(evidence)
    if magnification is None or evidence.imager is None:
        return None
    row_mm, column_mm = evidence.imager
    return Offer(magnification, Spacing(row_mm / magnification, column_mm / magnification))
