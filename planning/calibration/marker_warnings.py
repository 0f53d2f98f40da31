"""What a person should know before trusting a scale that was just found; PURE.

Sources: facts on orthopaedics, corrections 10 and 11, and facts on DICOM, section 1.3: the
header's source to patient distance ends at the table.
"""

from __future__ import annotations

from planning.calibration.film_view import FilmView, Region
from planning.measuring.scale import ScaleMethod

ON_TABLE_BELOW = 1.12
SAME_DISTANCE_MM = 15.0


def marker_warnings(
    method: str,
    magnification: float | None,
    view: FilmView,
    *,
    standing: bool = False,
    source_object_mm: float | None = None,
    header_sod_mm: float | None = None,
) -> tuple[str, ...]:
    """Name what may be wrong.

    Parameters
    ----------
    method : str
        A value of :class:`ScaleMethod`.
    magnification : float or None
    view : FilmView
    standing : bool
        What the person said, or the header where nobody said otherwise.
    source_object_mm : float or None
        Of a scale from distances.
    header_sod_mm : float or None
        Distance Source to Patient (0018,1111).

    Returns
    -------
    tuple of str
        ``standing_single_ball``, ``ball_on_table``, ``distance_is_the_tables``.
    """
    found = []
    is_ball = method == ScaleMethod.BALL
    if is_ball and standing:
        found.append("standing_single_ball")
    if (
        is_ball
        and not standing
        and view.region is Region.PELVIS
        and magnification is not None
        and magnification < ON_TABLE_BELOW
    ):
        found.append("ball_on_table")
    if (
        source_object_mm is not None
        and header_sod_mm is not None
        and abs(source_object_mm - header_sod_mm) < SAME_DISTANCE_MM
    ):
        found.append("distance_is_the_tables")
    return tuple(found)
