"""Non-linear least squares for fits with a few parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planning.geometry.linear_systems import solve
from planning.geometry.reasons import Degenerate, Reason

FIRST_DAMPING = 1e-3
MAX_STEPS = 200
# Parameters are of order 1 (fits normalise their points), so this is relative as well.
STEP_TOLERANCE = 1e-13
# Near the minimum the sum of squares changes by less than its own rounding. Steps that raise it
# by no more are taken, or the last digits of the parameters would never be reached.
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class Linearized:
    """Residuals at some parameters and their derivatives, one row per residual."""

    residuals: list[float]
    jacobian: list[list[float]]


Evaluate = Callable[[Sequence[float]], Linearized | Reason]


def minimise(evaluate: Evaluate, start: Sequence[float]) -> tuple[float, ...] | Reason:
    """Minimise a sum of squares by Levenberg-Marquardt steps (Marquardt 1963).

    Parameters
    ----------
    evaluate : callable
        Parameters to :class:`Linearized`, or a Reason outside the domain of the model.
    start : sequence of float
        Parameters to begin with, of order 1.

    Returns
    -------
    tuple of float, or Reason ``no_convergence``
    """
    parameters = tuple(start)
    here = evaluate(parameters)
    damping = FIRST_DAMPING
    for _ in range(MAX_STEPS):
        if isinstance(here, Reason):
            return here
        step = _damped_step(here, damping)
        if isinstance(step, Reason):
            damping *= 10
            continue
        candidate = tuple(p + s for p, s in zip(parameters, step, strict=True))
        there = evaluate(candidate)
        is_small = max(abs(value) for value in step) <= STEP_TOLERANCE
        if _is_better(there, here):
            parameters, here = candidate, there
            damping /= 10
        else:
            damping *= 10
        if is_small:
            return parameters
    return Reason(Degenerate.NO_CONVERGENCE)


def sum_of_squares(linearized: Linearized) -> float:
    """Return what is being minimised."""
    total = 0.0
    for residual in linearized.residuals:
        total += residual * residual
    return total


def normal_matrix(linearized: Linearized) -> list[list[float]]:
    """Return J^T J, the information of unit noise about the parameters."""
    size = len(linearized.jacobian[0])
    normal = [[0.0] * size for _ in range(size)]
    for row in linearized.jacobian:
        for i in range(size):
            for j in range(size):
                normal[i][j] += row[i] * row[j]
    return normal


def _damped_step(here: Linearized, damping: float) -> list[float] | Reason:
    normal = normal_matrix(here)
    for index in range(len(normal)):
        normal[index][index] *= 1 + damping
    return solve(normal, [-value for value in _gradient(here)])


def _is_better(there: Linearized | Reason, here: Linearized) -> bool:
    if isinstance(there, Reason):
        return False
    limit = sum_of_squares(here) * (1 + ROUNDING) + ROUNDING * ROUNDING
    return sum_of_squares(there) <= limit


def _gradient(linearized: Linearized) -> list[float]:
    """Return J^T r."""
    gradient = [0.0] * len(linearized.jacobian[0])
    for row, residual in zip(linearized.jacobian, linearized.residuals, strict=True):
        for index, value in enumerate(row):
            gradient[index] += value * residual
    return gradient
