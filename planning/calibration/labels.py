"""The words beside every length, where they are put together; PURE.

They are part of a scale and stored with it: a signed length keeps the words under which it
was read. The words that never vary stand in the decision table itself.
"""

from __future__ import annotations

from planning.measuring.formatting import format_number


def magnification(factor: float | None) -> str:
    """``M=1.20``, or ``M unknown``."""
    return "M unknown" if factor is None else f"M={format_number(factor, 2)}"


def fiducial(description: str) -> str:
    """Say by which object a header was calibrated, as far as it says so."""
    return f"calibrated (fiducial): {description}" if description else "calibrated (fiducial)"


def assumed(factor: float | None) -> str:
    """Say which magnification a header assumed."""
    return f"mm, assumed magnification {magnification(factor)}"


def corrected(factor: float | None) -> str:
    """Say by how much a header was corrected, nobody knows how."""
    return f"mm, corrected, method unknown {magnification(factor)}"


def suggested(factor: float | None) -> str:
    """Say which magnification a header suggests without applying it."""
    return f"mm at detector plane; header suggests {magnification(factor)}"


def ball(diameter_mm: float) -> str:
    """Say which ball was marked."""
    return f"calibrated (user: {_plain(diameter_mm)} mm ball)"


def known_length(length_mm: float) -> str:
    """Say which line was marked."""
    return f"calibrated (user: {_plain(length_mm)} mm line)"


def implant_head(diameter_mm: float) -> str:
    """Say which implant was marked."""
    return f"calibrated (user: {_plain(diameter_mm)} mm implant head)"


def two_markers(share: float) -> str:
    """Say where between two markers the joint is taken to lie."""
    return f"calibrated (user: two markers, joint at {format_number(100 * share, 0)} %)"


def distances(sid_mm: float, object_mm: float) -> str:
    """Say which distances gave the magnification."""
    return f"mm, from distances {_plain(sid_mm)} and {_plain(object_mm)} mm"


def other_film(length_mm: float) -> str:
    """Say that an object measured on another film was marked."""
    return f"calibrated (user: object of {_plain(length_mm)} mm on another film)"


def entered(factor: float, by: str) -> str:
    """Say which magnification was entered, and who vouches for it if that is known."""
    who = f"entered by {by}" if by else "entered"
    return f"mm, assumed magnification {format_number(factor, 2)} ({who})"


def accepted(label: str, by: str) -> str:
    """Say who took the header's own scale."""
    return f"{label}, accepted by {by}"


def _plain(value: float) -> str:
    return repr(float(value)).removesuffix(".0")
