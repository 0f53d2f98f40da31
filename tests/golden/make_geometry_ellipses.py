"""Write geometry_ellipses.json; see README.md beside this file.

Every fit has a closed answer: points on the ellipse, or pairs inside and outside along its
normals, which pull on every parameter alike. Outlines of balls are built from the rays that
touch them, not from the formula of the shadow.
"""

from __future__ import annotations

from decimal import Decimal

from exact import PI, as_json, atan, cos, sin

D = Decimal


def ellipse_cases() -> list[dict]:
    tilted = _tilted_ring(D(0))
    noisy = _tilted_ring(D("0.25"))
    ellipse = {"centre": [500, 300], "semi_major": 50, "semi_minor": 25,
               "angle_rad": atan(D(3) / 4)}  # fmt: skip
    mirrored = {**ellipse, "centre": [-500, 300], "angle_rad": -atan(D(3) / 4)}
    turned = {**ellipse, "centre": [-300, 500], "angle_rad": atan(D(3) / 4) - PI / 2}
    return [
        _ellipse_fit("points on a tilted ellipse give it back", tilted,
                     {"ellipse": ellipse, "residual_rms": 0, "count": 12}),
        _ellipse_fit("pairs inside and outside along the normals leave it in place", noisy,
                     {"ellipse": ellipse, "residual_rms": D("0.25"), "count": 24}),
        _ellipse_fit("on a mirrored film the long axis leans the other way",
                     [[-x, y] for x, y in noisy], {"ellipse": mirrored}),
        _ellipse_fit("a quarter turned, the long axis passes the vertical",
                     [[-y, x] for x, y in noisy], {"ellipse": turned}),
        _ellipse_fit("a circle has no direction",
                     [[5, 0], [3, 4], [-3, 4], [-5, 0], [-4, -3], [0, -5]],
                     {"ellipse": {"centre": [0, 0], "semi_major": 5, "semi_minor": 5,
                                  "angle_rad": 0}}),
        _sphere_outline("a ball 180 mm off the central ray", "12.7", "180", "0", "980", "1150"),
        _sphere_outline("a ball off in both directions", "15", "-140", "105", "950", "1100"),
        _ellipse_refused("four points", tilted[:4], "too_few_points"),
        _ellipse_refused("points in line", [[k, 2 * k] for k in range(7)], "collinear_points"),
        _ellipse_refused("five clicks in three places",
                         [[0, 0], [1, 0], [0, 1], [0, 0], [1, 0]], "coincident_points"),
        _ellipse_refused("less than half of the rim", _part_of_ring(), "arc_too_short"),
        *_ellipse_functions(),
    ]  # fmt: skip


def _ellipse_fit(title: str, points: list, expected: dict) -> dict:
    return {"title": title, "function": "ellipse_fit.fit_ellipse", "args": [points],
            "expected": expected}  # fmt: skip


def _ellipse_refused(title: str, points: list, code: str) -> dict:
    return _ellipse_fit(f"refused: {title}", points, {"reason": code})


def _tilted_ring(off: Decimal) -> list:
    """Twelve rim points of a 50 x 25 ellipse turned by atan(3/4), or pairs at +-off from them.

    Both points of a pair have the same nearest rim point, so their pulls cancel.
    """
    a, b, c, s = D(50), D(25), D("0.8"), D("0.6")
    angles = [(1, 0), (4, 3), (3, 4), (0, 1), (-3, 4), (-4, 3)]
    angles += [(-x, -y) for x, y in angles]
    points = []
    for x, y in angles:
        size = (D(x) ** 2 + D(y) ** 2).sqrt()
        cos_t, sin_t = D(x) / size, D(y) / size
        norm = ((b * cos_t) ** 2 + (a * sin_t) ** 2).sqrt()
        for sign in (1, -1) if off else (0,):
            u = a * cos_t + sign * off * b * cos_t / norm
            v = b * sin_t + sign * off * a * sin_t / norm
            points.append([500 + u * c - v * s, 300 + u * s + v * c])
    return points


def _part_of_ring() -> list:
    return [[50 * cos(D(k) / 4), 25 * sin(D(k) / 4)] for k in range(9)]


def _sphere_outline(title: str, r: str, x: str, y: str, sod: str, sid: str) -> dict:
    """Project the circle in which the rays from the source touch a ball.

    Its plane is perpendicular to the line from source to centre, at the fraction 1 - (R/D)^2 of
    that line; its radius is R sqrt(1 - (R/D)^2).
    """
    radius, centre, sid_mm = D(r), [D(x), D(y), D(sod)], D(sid)
    reach_squared = sum(v * v for v in centre)
    keep = 1 - radius * radius / reach_squared
    rim = radius * keep.sqrt()
    across = [-centre[2], D(0), centre[0]]
    size = sum(v * v for v in across).sqrt()
    across = [v / size for v in across]
    reach = reach_squared.sqrt()
    up = [
        (centre[1] * across[2] - centre[2] * across[1]) / reach,
        (centre[2] * across[0] - centre[0] * across[2]) / reach,
        (centre[0] * across[1] - centre[1] * across[0]) / reach,
    ]
    points = []
    for k in range(10):
        t = 2 * PI * k / 10
        p = [keep * centre[i] + rim * (cos(t) * across[i] + sin(t) * up[i]) for i in range(3)]
        points.append([p[0] * sid_mm / p[2], p[1] * sid_mm / p[2]])
    depth_squared = D(sod) ** 2 - radius * radius
    minor = sid_mm * radius / depth_squared.sqrt()
    offset_squared = D(x) ** 2 + D(y) ** 2
    expected = {
        "semi_minor": minor,
        "semi_major": minor * (1 + offset_squared / depth_squared).sqrt(),
        "angle_rad": atan(D(y) / D(x)),
    }
    return _ellipse_fit(title, points, {"ellipse": expected})


def _ellipse_functions() -> list[dict]:
    ellipse = {"ellipse": [[10, 20], 5, 3, 0]}

    def case(title: str, function: str, args: list, expected: object) -> dict:
        return {"title": title, "function": f"ellipses.{function}", "args": args,
                "expected": expected}  # fmt: skip

    inside = -(D(2160).sqrt() / 16)
    return [
        case("rim point at a quarter", "point_on_ellipse", [ellipse, PI / 2], [10, 23]),
        case("rim point of a turned ellipse", "point_on_ellipse",
             [{"ellipse": [[0, 0], 5, 3, PI / 2]}, D(0)], [0, 5]),
        case("beyond the long end", "distance_outside_ellipse", [[17, 20], ellipse], 2),
        case("beyond the short end", "distance_outside_ellipse", [[10, 16], ellipse], 1),
        case("inside, on the long axis near its end", "distance_outside_ellipse",
             [[D("14.5"), 20], ellipse], D("-0.5")),
        case("inside, on the long axis within the evolute", "distance_outside_ellipse",
             [[11, 20], ellipse], inside),
        case("at the centre", "distance_outside_ellipse", [[10, 20], ellipse], -3),
        case("inside, on the short axis", "distance_outside_ellipse", [[10, 21], ellipse], -2),
        case("on the rim", "distance_outside_ellipse", [[13, D("22.4")], ellipse], 0),
        case("outside along a normal", "distance_outside_ellipse",
             [[13 + D(9) / 5, D("22.4") + 4], ellipse], (D(81) / 25 + 16).sqrt()),
    ]  # fmt: skip


def files() -> dict[str, str]:
    """Return the text of each file."""
    about = "Ellipse fits and distances, written by make_geometry_ellipses.py."
    return {"geometry_ellipses.json": as_json(about, cases=ellipse_cases())}
