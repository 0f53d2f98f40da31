"""Attenuation of tissues and metals at the energies of a radiographic spectrum.

Linear coefficients in 1/cm at 40, 50, 60, 70 and 80 keV (Elam tables with ICRU 44
compositions; soft tissue 1.05, adipose 0.95, cortical bone 1.92 g/cm³). Lead is from
the NIST XCOM tables, 11.35 g/cm³.
"""

from __future__ import annotations

import numpy as np

ENERGIES_KEV = np.array([40.0, 50.0, 60.0, 70.0, 80.0])

ATTENUATION_PER_CM = {
    "soft": np.array([0.282, 0.238, 0.215, 0.201, 0.191]),
    "fat": np.array([0.228, 0.202, 0.188, 0.178, 0.171]),
    "bone": np.array([1.278, 0.815, 0.604, 0.494, 0.428]),
    "steel": np.array([28.6, 15.4, 9.48, 6.43, 4.68]),
    "lead": np.array([163.0, 91.3, 57.0, 37.5, 27.5]),
    "plastic": np.array([0.214, 0.196, 0.185, 0.177, 0.171]),
}

# Detected share of each energy behind the patient at 75-80 kV: harder than the tube's
# spectrum because the soft end never leaves the body.
WEIGHTS = np.array([0.16, 0.32, 0.29, 0.16, 0.07])
