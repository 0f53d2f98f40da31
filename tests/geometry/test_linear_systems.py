"""Small systems are solved, and singular ones said to be so."""

from __future__ import annotations

import pytest

from planning.geometry.least_squares import Linearized, minimise, normal_matrix, sum_of_squares
from planning.geometry.linear_systems import inverse_diagonal, invert_matrix, solve
from planning.geometry.reasons import Reason


def test_a_system_that_needs_its_rows_swapped():
    assert solve([[0, 2], [4, 1]], [6, 11]) == pytest.approx([2, 3])


def test_a_system_of_five():
    matrix = [[1 / (i + j + 1) + (i == j) for j in range(5)] for i in range(5)]
    wanted = [1.0, -2.0, 3.0, -4.0, 5.0]
    right = [sum(m * w for m, w in zip(row, wanted, strict=True)) for row in matrix]
    assert solve(matrix, right) == pytest.approx(wanted, rel=1e-12)


def test_equations_that_repeat_each_other_are_singular():
    assert solve([[1, 2], [2, 4]], [1, 2]).code == "singular"
    assert invert_matrix([[1, 2], [2, 4]]).code == "singular"
    assert inverse_diagonal([[0, 0], [0, 0]]).code == "singular"


def test_the_inverse_by_hand():
    assert invert_matrix([[4, 7], [2, 6]]) == [
        pytest.approx([0.6, -0.7]),
        pytest.approx([-0.2, 0.4]),
    ]
    assert inverse_diagonal([[4, 7], [2, 6]]) == pytest.approx([0.6, 0.4])


def test_sums_of_residuals_and_slopes():
    linearized = Linearized([3.0, -4.0], [[1.0, 2.0], [0.0, 1.0]])
    assert sum_of_squares(linearized) == 25
    assert normal_matrix(linearized) == [[1, 2], [2, 5]]


def test_a_curved_valley_is_followed_to_its_minimum():
    def rosenbrock(parameters):
        x, y = parameters
        return Linearized([10 * (y - x * x), 1 - x], [[-20 * x, 10.0], [-1.0, 0.0]])

    assert minimise(rosenbrock, [-1.2, 1.0]) == pytest.approx((1, 1), rel=1e-12)


def test_a_start_outside_the_model_is_its_reason():
    assert minimise(lambda _: Reason("not_an_ellipse"), [0.0]).code == "not_an_ellipse"


def test_a_fall_without_floor_does_not_converge():
    def endless(parameters):
        value = 1 / (1 + abs(parameters[0])) ** 0.1
        return Linearized([value], [[-0.1 * value / (1 + abs(parameters[0]))]])

    assert minimise(endless, [1.0]).code == "no_convergence"
