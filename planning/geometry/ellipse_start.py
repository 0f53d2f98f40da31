"""The algebraic ellipse through scattered points: where the geometric fit starts.

Direct least squares (Fitzgibbon, Pilu and Fisher 1999) in the stable form of Halir and Flusser
(1998): among conics with 4ac - b^2 = 1, which are all ellipses, the one with the least squared
algebraic distances.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from planning.geometry.linear_systems import solve
from planning.geometry.points import Point
from planning.geometry.reasons import Degenerate, Reason

ROOT_STEPS = 100

Matrix = list[list[float]]


class EllipseShape(NamedTuple):
    """An ellipse without the seam that an angle has where the ellipse is a circle.

    ``mean_radius`` is (a + b) / 2; ``(stretch_x, stretch_y)`` is (a - b) / 2 times the cosine
    and sine of twice the long axis' direction.
    """

    centre_x: float
    centre_y: float
    mean_radius: float
    stretch_x: float
    stretch_y: float


def direct_ellipse(points: list[Point]) -> EllipseShape | Reason:
    """Fit an ellipse to normalised points without iteration over the points.

    Returns
    -------
    EllipseShape or Reason
        ``collinear_points`` where the points lie on one line, ``not_an_ellipse`` where no real
        ellipse comes close.
    """
    quadratic, mixed, linear = _scatter(points)
    to_linear = []
    for row in mixed:
        column = solve(linear, [-value for value in row])
        if isinstance(column, Reason):
            return Reason(Degenerate.COLLINEAR_POINTS)
        to_linear.append(column)
    # to_linear[i] is what coefficient i of the quadratic part contributes to (d, e, f).
    reduced = [
        [quadratic[i][j] + sum(mixed[i][k] * to_linear[j][k] for k in range(3)) for j in range(3)]
        for i in range(3)
    ]
    system = [
        [value / 2 for value in reduced[2]],
        [-value for value in reduced[1]],
        [value / 2 for value in reduced[0]],
    ]
    a, b, c = _eigenvector(system, _largest_eigenvalue(system))
    d, e, f = (a * to_linear[0][k] + b * to_linear[1][k] + c * to_linear[2][k] for k in range(3))
    return _shape_of_conic(a, b, c, d, e, f)


def _scatter(points: list[Point]) -> tuple[Matrix, Matrix, Matrix]:
    """Sum the products of (x^2, xy, y^2) and (x, y, 1) with themselves and each other."""
    quadratic, mixed, linear = (
        [[0.0] * 3 for _ in range(3)],
        [[0.0] * 3 for _ in range(3)],
        [[0.0] * 3 for _ in range(3)],
    )
    for x, y in points:
        second, first = (x * x, x * y, y * y), (x, y, 1.0)
        for i in range(3):
            for j in range(3):
                quadratic[i][j] += second[i] * second[j]
                mixed[i][j] += second[i] * first[j]
                linear[i][j] += first[i] * first[j]
    return quadratic, mixed, linear


def _largest_eigenvalue(m: Matrix) -> float:
    """Find the largest root of the characteristic cubic, all of whose roots are real.

    Newton's steps from the Laguerre-Samuelson bound fall onto the largest root from above.
    """
    trace = m[0][0] + m[1][1] + m[2][2]
    minors = (
        (m[0][0] * m[1][1] - m[0][1] * m[1][0])
        + (m[0][0] * m[2][2] - m[0][2] * m[2][0])
        + (m[1][1] * m[2][2] - m[1][2] * m[2][1])
    )
    determinant = (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
    root = trace / 3 + 2 / 3 * math.sqrt(max(0.0, trace * trace - 3 * minors))
    for _ in range(ROOT_STEPS):
        value = ((root - trace) * root + minors) * root - determinant
        slope = (3 * root - 2 * trace) * root + minors
        if not (value > 0 and slope > 0):
            break
        root -= value / slope
    return root


def _eigenvector(m: Matrix, eigenvalue: float) -> tuple[float, float, float]:
    """Return the longest cross product of two rows of ``m - eigenvalue``: its null direction."""
    rows = [[m[i][j] - (eigenvalue if i == j else 0.0) for j in range(3)] for i in range(3)]
    products = [_cross3(rows[i], rows[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    lengths = [p[0] * p[0] + p[1] * p[1] + p[2] * p[2] for p in products]
    return products[lengths.index(max(lengths))]


def _cross3(p: list[float], q: list[float]) -> tuple[float, float, float]:
    return (
        p[1] * q[2] - p[2] * q[1],
        p[2] * q[0] - p[0] * q[2],
        p[0] * q[1] - p[1] * q[0],
    )


def _shape_of_conic(
    a: float, b: float, c: float, d: float, e: float, f: float
) -> EllipseShape | Reason:
    """Turn a x^2 + b xy + c y^2 + d x + e y + f = 0 into centre and axes."""
    discriminant = 4 * a * c - b * b
    if not discriminant > 0:
        return Reason(Degenerate.NOT_AN_ELLIPSE)
    centre_x = (b * e - 2 * c * d) / discriminant
    centre_y = (b * d - 2 * a * e) / discriminant
    at_centre = f + (d * centre_x + e * centre_y) / 2
    half_sum, half_difference = (a + c) / 2, (a - c) / 2
    spread = math.sqrt(half_difference * half_difference + b * b / 4)
    if half_sum < 0:
        at_centre, half_sum = -at_centre, -half_sum
        half_difference, b = -half_difference, -b
    if not (at_centre < 0 and half_sum > spread):
        return Reason(Degenerate.NOT_AN_ELLIPSE)
    semi_major = math.sqrt(-at_centre / (half_sum - spread))
    semi_minor = math.sqrt(-at_centre / (half_sum + spread))
    half_gap = (semi_major - semi_minor) / 2
    # The curvature is largest across the long axis, hence the minus signs.
    cos2 = -half_difference / spread if spread > 0 else 1.0
    sin2 = -b / 2 / spread if spread > 0 else 0.0
    mean_radius = (semi_major + semi_minor) / 2
    return EllipseShape(centre_x, centre_y, mean_radius, half_gap * cos2, half_gap * sin2)
