"""Write geometry_circles.json; see README.md beside this file.

Fits with a closed answer are built around it: noise that is balanced in every parameter leaves
the least-squares solution where it was. The others are solved here by Newton's method in 50
digits, and the gradient of the sum of squares is checked to vanish.
"""

from __future__ import annotations

from decimal import Decimal

from exact import PI, as_json, cos, sin

D = Decimal
SHARED_SOURCE = "femoral head example of the shared orthopaedic set"


def circle_cases() -> list[dict]:
    head = [["-114.95", "-23.04"], ["-80.25", "-35.67"], ["-73.84", "0.69"]]
    head_five = [
        ["80.27", "-33.72"], ["102.5", "-29.36"], ["110.46", "-16.14"],
        ["109.57", "-4.38"], ["99.25", "7.11"],
    ]  # fmt: skip
    other_five = [
        ["-93.01", "-31.57"], ["-69.99", "-27.07"], ["-61.76", "-13.38"],
        ["-62.68", "-1.21"], ["-73.35", "10.71"],
    ]  # fmt: skip
    ring = [[5, 0], [4, 3], [3, 4], [0, 5], [-3, 4], [-4, 3], [-5, 0], [-3, -4], [0, -5], [4, -3]]
    far = [[D(x) + 2000, D(y) + 7000] for x, y in ring]
    return [
        _fit("three points give their circumcircle", [[1, 0], [0, 1], [-1, 0]],
             {"circle": {"centre": [0, 0], "radius": 1}, "count": 3, "residual_rms": 0,
              "arc_deg": 180}),
        _fit("points on a circle far from the origin give it back", far,
             {"circle": {"centre": [2000, 7000], "radius": 5}, "residual_rms": 0}),
        _alternating(8), _alternating(12),
        _published("femoral_head_diameter#1", head, "-92.302", "-14.8", "48.2"),
        _published("femoral_head_diameter#2", head_five, "88.072", "-12.323", "45.26"),
        _published("femoral_head_diameter#5", other_five, "-84.938", "-9.417", "46.868"),
        _solved("five points of a femoral head, to the last digit", head_five),
        _solved("the same head on a mirrored film", [[-D(x), D(y)] for x, y in head_five]),
        _solved("the same head a quarter turned", [[-D(y), D(x)] for x, y in head_five]),
        _solved("a noisy quarter of a large circle", _arc("100.4", 90, 7, "0.8")),
        _solved("a ball of 106 px, ten clicks", _arc("106", 330, 10, "1.1")),
        _refused("two points", [[0, 0], [1, 0]], "too_few_points"),
        _refused("three points, two of them in one place", [[0, 0], [4, 0], [4, 0]],
                 "coincident_points"),
        _refused("many clicks in two places", [[0, 0], [4, 0], [0, 0], [4, 0], [4, 0]],
                 "coincident_points"),
        _refused("three points in line", [[0, 0], [4, 3], [8, 6]], "collinear_points"),
        _refused("four points in line", [[0, 0], [4, 3], [8, 6], [20, 15]], "collinear_points"),
        _refused("a vertical row of points", [[7, 0], [7, 3], [7, 6], [7, 15]], "collinear_points"),
        _refused("an arc of 10 degrees", _arc("200", 10, 5, "0"), "arc_too_short"),
        _refused("three points on 20 degrees", _arc("200", 20, 3, "0"), "arc_too_short"),
        *_circle_functions(),
    ]  # fmt: skip


def _fit(title: str, points: list, expected: dict) -> dict:
    args = [[[D(x), D(y)] for x, y in points]]
    return {"title": title, "function": "circle_fit.fit_circle", "args": args, "expected": expected}


def _refused(title: str, points: list, code: str) -> dict:
    return _fit(f"refused: {title}", points, {"reason": code})


def _alternating(count: int) -> dict:
    """Points in turn 0.5 outside and inside a circle: balanced in x, y and radius."""
    radius, off = D(100), D("0.5")
    points = []
    for k in range(count):
        t = 2 * PI * k / count
        r = radius + (off if k % 2 == 0 else -off)
        points.append([3000 + r * cos(t), 400 + r * sin(t)])
    dilution = {"centre_x": (D(2) / count).sqrt(), "centre_y": (D(2) / count).sqrt(),
                "radius": 1 / D(count).sqrt()}  # fmt: skip
    return _fit(
        f"{count} points in turn outside and inside: error bars from the Jacobian", points,
        {"circle": {"centre": [3000, 400], "radius": 100}, "residual_rms": off,
         "arc_deg": D(360) - D(360) / count, "dilution": dilution},
    )  # fmt: skip


def _published(key: str, points: list, x: str, y: str, diameter: str) -> dict:
    expected = {"circle": {"centre": [D(x), D(y)], "radius": D(diameter) / 2}}
    return {**_fit(f"{SHARED_SOURCE}: {key}", points, expected), "tolerance": D("0.02")}


def _solved(title: str, points: list) -> dict:
    exact = [[D(float(D(x))), D(float(D(y)))] for x, y in points]
    x, y, r, rms, dilution = _solve_circle(exact)
    return _fit(title, exact, {"circle": {"centre": [x, y], "radius": r}, "count": len(points),
                               "residual_rms": rms, "dilution": dilution})  # fmt: skip


def _arc(radius: str, arc_deg: int, count: int, noise: str) -> list:
    """Points on an arc, pushed out and in by a fixed irregular pattern."""
    pattern = ["1", "-0.4", "-0.9", "0.3", "0.7", "-1", "0.5", "-0.2", "0.8", "-0.6"]
    points = []
    for k in range(count):
        t = D(arc_deg) * k / (count - 1) * PI / 180 + D("0.3")
        r = D(radius) + D(noise) * D(pattern[k])
        points.append([512 + r * cos(t), 768 + r * sin(t)])
    return points


def _solve_circle(points: list) -> tuple:
    """Gauss-Newton in 50 digits from the centroid; asserts that the gradient vanishes."""
    n = len(points)
    x = sum(p[0] for p in points) / n
    y = sum(p[1] for p in points) / n
    r = sum(((p[0] - x) ** 2 + (p[1] - y) ** 2).sqrt() for p in points) / n
    for _ in range(400):
        rows, residuals = _circle_rows(points, x, y, r)
        step = _solve3(_normal(rows), _times(rows, residuals))
        x, y, r = x - step[0], y - step[1], r - step[2]
        if max(abs(s) for s in step) < D("1e-42"):
            break
    rows, residuals = _circle_rows(points, x, y, r)
    assert max(abs(g) for g in _times(rows, residuals)) < D("1e-38")
    rms = (sum(e * e for e in residuals) / n).sqrt()
    normal = _normal(rows)
    units = [[D(1), D(0), D(0)], [D(0), D(1), D(0)], [D(0), D(0), D(1)]]
    sigma = [_solve3(normal, unit)[k].sqrt() for k, unit in enumerate(units)]
    return x, y, r, rms, dict(zip(("centre_x", "centre_y", "radius"), sigma, strict=True))


def _circle_rows(points: list, x: D, y: D, r: D) -> tuple[list, list]:
    rows, residuals = [], []
    for px, py in points:
        d = ((px - x) ** 2 + (py - y) ** 2).sqrt()
        rows.append([(x - px) / d, (y - py) / d, D(-1)])
        residuals.append(d - r)
    return rows, residuals


def _normal(rows: list) -> list:
    return [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]


def _times(rows: list, residuals: list) -> list:
    return [sum(row[i] * e for row, e in zip(rows, residuals, strict=True)) for i in range(3)]


def _solve3(m: list, right: list) -> list:
    """Cramer's rule."""
    whole = _det(m)
    return [
        _det([[right[i] if j == k else m[i][j] for j in range(3)] for i in range(3)]) / whole
        for k in range(3)
    ]


def _det(m: list) -> D:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )


def _circle_functions() -> list[dict]:
    circle = {"circle": [[10, 20], 5]}

    def case(title: str, function: str, args: list, expected: object) -> dict:
        return {"title": title, "function": f"circles.{function}", "args": args,
                "expected": expected}  # fmt: skip

    return [
        case("circle through three points", "circumcircle", [[13, 24], [6, 23], [10, 15]],
             {"centre": [10, 20], "radius": 5}),
        case("no circle through a line", "circumcircle", [[0, 0], [1, 1], [3, 3]],
             {"reason": "collinear_points"}),
        case("no circle through what is a line but for rounding", "circumcircle",
             [[0, 0], [4, 3], [8, D("6.00000001")]], {"reason": "collinear_points"}),
        case("no circle through two points", "circumcircle", [[0, 0], [1, 1], [1, 1]],
             {"reason": "coincident_points"}),
        case("a line crosses in the order of its direction", "line_circle_intersections",
             [{"line": [[0, 23], [1, 23]]}, circle], [[6, 23], [14, 23]]),
        case("the other way round", "line_circle_intersections",
             [{"line": [[1, 23], [0, 23]]}, circle], [[14, 23], [6, 23]]),
        case("a vertical line through the centre", "line_circle_intersections",
             [{"line": [[10, 0], [10, 1]]}, circle], [[10, 15], [10, 25]]),
        case("a line that touches gives one point twice", "line_circle_intersections",
             [{"line": [[0, 25], [1, 25]]}, circle], [[10, 25], [10, 25]]),
        case("a line that misses", "line_circle_intersections",
             [{"line": [[0, 26], [1, 26]]}, circle], {"reason": "no_intersection"}),
        case("chord", "chord_length", [{"line": [[0, 23], [1, 23]]}, circle], 8),
        case("no chord", "chord_length", [{"line": [[0, 26], [1, 26]]}, circle],
             {"reason": "no_intersection"}),
        case("outside", "distance_outside_circle", [[18, 26], circle], 5),
        case("inside", "distance_outside_circle", [[10, 20], circle], -5),
        case("residuals keep their signs", "radial_residuals", [circle, [[18, 26], [13, 20]]],
             [5, -2]),
    ]  # fmt: skip


def files() -> dict[str, str]:
    """Return the text of each file."""
    about = "Circle fits and crossings, written by make_geometry_circles.py."
    return {"geometry_circles.json": as_json(about, cases=circle_cases())}
