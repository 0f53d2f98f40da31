"""Central projection of the scene onto the detector.

World millimetres: x to the right on the film, y down, z from the detector towards the
source, which stands at (0, 0, SID). A point (x, y, z) falls on the detector at
u = x * SID / (SID - z), v = y * SID / (SID - z).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.geometry.points import Point


@dataclass(frozen=True, slots=True)
class View:
    """Source, detector and matrix of one exposure.

    Attributes
    ----------
    sid_mm : float
        Distance from source to detector.
    pixel_mm : float
        Detector pixel pitch, the same in both directions.
    columns, rows : int
        Matrix.
    centre_px : Point
        Where the central ray meets the detector, continuous corner based pixels.
    """

    sid_mm: float
    pixel_mm: float
    columns: int
    rows: int
    centre_px: Point

    def project_px(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Image points of world points.

        Parameters
        ----------
        world : ndarray, shape (..., 3)
            Millimetres.

        Returns
        -------
        ndarray, shape (..., 2)
            Continuous pixels; the centre of the top left pixel is (0.5, 0.5).
        """
        world = np.asarray(world, dtype=float)
        scale = self.sid_mm / (self.sid_mm - world[..., 2:3]) / self.pixel_mm
        return world[..., :2] * scale + np.array(self.centre_px)

    def magnification(self, z_mm: float) -> float:
        """How much larger the shadow of a plane at this height is than the plane itself."""
        return self.sid_mm / (self.sid_mm - z_mm)

    def detector_mm(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Detector millimetres (u, v) from the central ray of image points."""
        return (np.asarray(px, dtype=float) - np.array(self.centre_px)) * self.pixel_mm

    def coarser(self, factor: int) -> View:
        """The same exposure on pixels that are `factor` times larger, covering no less."""
        return View(
            sid_mm=self.sid_mm,
            pixel_mm=self.pixel_mm * factor,
            columns=-(-self.columns // factor),
            rows=-(-self.rows // factor),
            centre_px=Point(self.centre_px.x / factor, self.centre_px.y / factor),
        )
