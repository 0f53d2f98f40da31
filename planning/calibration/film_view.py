"""Which part of the body a film shows, whether the patient stood, and what M that allows; PURE.

Magnifications: facts on orthopaedics, correction 10 (supine pelvis) and section 1.1 (others).
The words that tell a standing film are those of free text; a person may always say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Plausibility(StrEnum):
    """What a magnification looks like for its view."""

    PLAUSIBLE = "plausible"
    AMBER = "amber"
    NEEDS_REASON = "needs_reason"
    NO_DETECTOR_SPACING = "no_detector_spacing"


@dataclass(frozen=True, slots=True)
class PlausibleRange:
    """Magnifications of a view: usual, still possible with a warning, beyond that a reason."""

    least: float
    usual_from: float
    usual_to: float
    most: float

    def judge(self, magnification: float | None) -> Plausibility:
        """Say what a magnification looks like; None where the film has no detector spacing."""
        if magnification is None:
            return Plausibility.NO_DETECTOR_SPACING
        if self.usual_from <= magnification <= self.usual_to:
            return Plausibility.PLAUSIBLE
        if self.least <= magnification <= self.most:
            return Plausibility.AMBER
        return Plausibility.NEEDS_REASON


class Region(StrEnum):
    """What a film shows, as far as magnification goes."""

    PELVIS = "pelvis"
    KNEE = "knee"
    LONG_LEG = "long_leg"
    SPINE = "spine"
    LIMB = "limb"


SUPINE_AP_PELVIS = PlausibleRange(1.05, 1.12, 1.28, 1.35)
EXPECTED = {
    Region.PELVIS: SUPINE_AP_PELVIS,
    Region.KNEE: PlausibleRange(1.0, 1.05, 1.15, 1.25),
    Region.LONG_LEG: PlausibleRange(1.0, 1.03, 1.25, 1.5),
    Region.SPINE: PlausibleRange(1.0, 1.08, 1.35, 1.5),
    Region.LIMB: PlausibleRange(1.0, 1.0, 1.15, 1.25),
}

LONG_FILM_MM = 700.0
_BODY_PARTS = (
    (Region.LONG_LEG, r"LEG|EXTREM"),
    (Region.PELVIS, r"PELVIS|HIP|COXA|ACETAB"),
    (Region.KNEE, r"KNEE|PATELLA"),
    (Region.SPINE, r"SPINE|LSPINE|TSPINE|CSPINE|SACRUM|COCCYX"),
    (
        Region.LIMB,
        r"FOOT|TOE|CALCAN|ANKLE|HAND|FINGER|THUMB|WRIST|FOREARM|ELBOW|TIBIA|FIBULA",
    ),
)
# English, German, French, Spanish, Portuguese and Italian. To take a lying film for a standing
# one only widens the uncertainty; the other way round a scale looks better than it is.
_STANDING = re.compile(
    r"\b("
    r"standing|stand(?!\W(alone|by)\b)|erect|upright|weight[- ]?bearing|wb|"
    r"stehen|stehend\w*|\w*(stand|steh)(aufnahme|bild)\w*|belastung(s(aufnahme|bild)\w*)?|"
    r"debout|en charge|bipedestaci\w+|(en|em|con|com) carga|em p[eé]|"
    # With a side behind it, this is the foot.
    r"de pi[eé](?! (der|izq))|"
    r"in piedi|(in|con|sotto) carico|orth?ost[aá]\w+"
    r")\b",
    re.IGNORECASE,
)
_LYING = re.compile(
    r"\b((non|not|nicht|ohne|without)[- ](weight|wb|standing|stehend|belastung)|"
    r"nwb|supine|lying|liegend|couch)",
    re.IGNORECASE,
)
_DESCRIPTIONS = (
    "SeriesDescription",
    "StudyDescription",
    "ProtocolName",
    "AcquisitionDeviceProcessingDescription",
)


@dataclass(frozen=True, slots=True)
class FilmView:
    """What a film shows.

    Attributes
    ----------
    region : Region
        The pelvis where nothing says otherwise: its range is the narrowest of the large joints.
    standing : bool
        A description says so.
    """

    region: Region = Region.PELVIS
    standing: bool = False

    @property
    def expected(self) -> PlausibleRange:
        """Magnifications that the view allows."""
        return EXPECTED[self.region]


def view_of(tags: Mapping[str, Iterable[str] | str | None], height_mm: float | None) -> FilmView:
    """Read the view from a header.

    Parameters
    ----------
    tags : mapping
        Keyword to its values.
    height_mm : float or None
        Of the image at the detector; a very high one shows a whole leg.

    Returns
    -------
    FilmView
    """
    part = _text(tags, ("BodyPartExamined",)).upper()
    region = Region.PELVIS
    for candidate, pattern in _BODY_PARTS:
        if re.search(pattern, part):
            region = candidate
            break
    is_high = height_mm is not None and height_mm > LONG_FILM_MM
    if is_high and region is not Region.SPINE:
        region = Region.LONG_LEG
    elif region is Region.LONG_LEG and height_mm is not None:
        region = Region.LIMB
    # An underscore parts words for people, yet is a letter of a word for \b.
    said = _text(tags, _DESCRIPTIONS).replace("_", " ")
    return FilmView(region, bool(_STANDING.search(said)) and not _LYING.search(said))


def _text(tags: Mapping[str, Iterable[str] | str | None], keywords: Iterable[str]) -> str:
    words: list[str] = []
    for keyword in keywords:
        given = tags.get(keyword) or ()
        words += [given] if isinstance(given, str) else [str(value) for value in given]
    return " ".join(words)
