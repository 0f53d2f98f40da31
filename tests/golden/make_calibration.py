"""Write calibration.json, from the geometry of real balls in 50 digits.

A ball's shadow is where the tangents from the source meet the detector; its short radius is
SID R / sqrt(SOD^2 - R^2). Noise alternates outwards and inwards, which leaves every fit where
the true shadow is, so that diameter, residual and error bar have closed forms.
"""

from __future__ import annotations

from decimal import Decimal

from exact import FOLDER, PI, as_json, cos, sin

D = Decimal
SID, SOD, RADIUS = D(1150), D(960), D("12.5")
PIXEL = D("0.14")
CENTRAL = [D(2100), D(1500)]
KNOWN = {"aspect": 1, "detector_mm": [PIXEL, PIXEL], "sid_mm": SID, "central_ray_px": CENTRAL}
NO_SID = {**KNOWN, "sid_mm": None}
NO_DETECTOR = {"aspect": 1, "detector_mm": None, "sid_mm": None, "central_ray_px": CENTRAL}
DEPTH = D("0.025") / D("1.96")
TOLERANCE = D("0.003")
CLICK_PX = D("0.3")


def true_magnification() -> Decimal:
    return SID / (SOD * SOD - RADIUS * RADIUS).sqrt()


def _norm(v: list[Decimal]) -> list[Decimal]:
    size = sum(x * x for x in v).sqrt()
    return [x / size for x in v]


def shadow_mm(off_x: str, off_y: str, count: int, start_deg: str = "0") -> list[list[Decimal]]:
    """Rim of the shadow of a ball off the central ray, mm on the detector from its foot."""
    centre = [D(off_x), D(off_y), SOD]
    reach = sum(x * x for x in centre).sqrt()
    axis = _norm(centre)
    one = _norm([1 - axis[0] * axis[0], -axis[0] * axis[1], -axis[0] * axis[2]])
    two = [axis[1] * one[2] - axis[2] * one[1], axis[2] * one[0] - axis[0] * one[2],
           axis[0] * one[1] - axis[1] * one[0]]  # fmt: skip
    sine = RADIUS / reach
    cosine = (1 - sine * sine).sqrt()
    rim = []
    for k in range(count):
        t = 2 * PI * k / count + D(start_deg) * PI / 180
        c, s = cos(t), sin(t)
        ray = [cosine * a + sine * (c * u + s * v) for a, u, v in zip(axis, one, two, strict=True)]
        rim.append([ray[0] * SID / ray[2], ray[1] * SID / ray[2]])
    return rim


def on_film(rim_mm: list, row_mm: Decimal = PIXEL, column_mm: Decimal = PIXEL) -> list:
    return [[CENTRAL[0] + x / column_mm, CENTRAL[1] + y / row_mm] for x, y in rim_mm]


def circle_px(radius_px: Decimal, count: int, noise_px: str = "0") -> list:
    """A round shadow about the central ray, points in turn outside and inside."""
    points = []
    for k in range(count):
        t = 2 * PI * k / count
        r = radius_px + D(noise_px) * (1 if k % 2 == 0 else -1)
        points.append([CENTRAL[0] + r * cos(t), CENTRAL[1] + r * sin(t)])
    return points


def total_sigma(fit: Decimal) -> Decimal:
    return (fit * fit + TOLERANCE * TOLERANCE + DEPTH * DEPTH).sqrt()


def ball(title: str, points: list, film: dict, expected: dict, tolerance: str, **more) -> dict:
    return {"title": title, "rim_points_px": points, "ball_diameter_mm": more.pop("mm", 25),
            "film": film, "expected": expected, "tolerance": D(tolerance), **more}  # fmt: skip


def physical_balls() -> list[dict]:
    m = true_magnification()
    uneven = {**KNOWN, "aspect": D("1.25"), "detector_mm": [D("0.175"), PIXEL]}
    wide = {"shape": "expected_ellipse", "magnification": m, "used": 8, "given": 8,
            "plausibility": "plausible", "row_mm": PIXEL / m, "column_mm": PIXEL / m}  # fmt: skip
    far, near = shadow_mm("-190", "60", 8), shadow_mm("100", "0", 3, "17")
    return [
        ball("on the central ray, eight points", on_film(shadow_mm("0", "0", 8)), KNOWN, wide,
             "1e-9"),
        ball("199 mm off the central ray, eight points", on_film(far), KNOWN, wide, "1e-5"),
        ball("three points, off the central ray", on_film(near), KNOWN,
             {"shape": "expected_ellipse", "magnification": m, "used": 3}, "1e-5"),
        ball("pixels higher than wide", on_film(far, row_mm=D("0.175")), uneven,
             {**wide, "row_mm": D("0.175") / m}, "1e-5"),
        ball("the points contradict the expected shape, and win", on_film(far),
             {**KNOWN, "central_ray_px": [D(700), D(2900)]},
             {"shape": "ellipse", "magnification": _narrowed(8)}, "1e-9"),
        ball("source distance unknown: shape from the points", on_film(far), NO_SID,
             {"shape": "ellipse", "magnification": _narrowed(8)}, "1e-9"),
        ball("detector spacing unknown: millimetres but no magnification", on_film(far),
             NO_DETECTOR,
             {"shape": "ellipse", "magnification": None, "plausibility": "no_detector_spacing",
              "may_be_saved": True, "column_mm": PIXEL / _narrowed(8)}, "1e-9"),
    ]  # fmt: skip


def _narrowed(count: int) -> Decimal:
    """M of the short diameter when the narrowing expected from clicks is taken off."""
    off_squared = D(190) ** 2 + D(60) ** 2
    near = SOD * SOD - RADIUS * RADIUS
    short = SID * RADIUS / near.sqrt() / PIXEL
    long = short * ((near + off_squared) / near).sqrt()
    half_gap = (((long - short) / 2) ** 2 - 4 * CLICK_PX * CLICK_PX / count).sqrt()
    return ((long + short) / 2 - half_gap) * PIXEL / RADIUS


def noisy_balls() -> list[dict]:
    radius = D(105)
    clicks = D("0.5") * (D(8) / 5).sqrt()
    sigma_8 = clicks / D(8).sqrt() / radius
    free = D("0.5") * (D(8) / 3).sqrt() * (D(3) / 8).sqrt() / radius
    doubt = (CLICK_PX * CLICK_PX * D(1) / 3 + (D("0.005") * radius) ** 2).sqrt() / radius
    m = 2 * radius * PIXEL / 25
    noisy = circle_px(radius, 8, "0.5")
    residual = {"residual_px": D("0.5"), "residual_mm": D("0.5") * PIXEL / m}
    return [
        ball("half a pixel of noise, shape known", noisy, KNOWN,
             {"shape": "expected_ellipse", "magnification": m, **residual,
              "relative_sigma": total_sigma(sigma_8)}, "1e-9"),
        ball("half a pixel of noise, shape from the points", noisy, NO_SID,
             {"shape": "ellipse", "magnification": m, **residual,
              "relative_sigma": total_sigma(free)}, "1e-9"),
        ball("three points cannot tell the shape: the doubt is in the error bar",
             circle_px(radius, 3), NO_SID,
             {"shape": "circle", "magnification": m, "residual_px": 0,
              "relative_sigma": total_sigma(doubt)}, "1e-9"),
        ball("a wider depth doubt for a standing pelvis", noisy, KNOWN,
             {"relative_sigma": (sigma_8 ** 2 + TOLERANCE ** 2 + (D("0.12") / D("1.96")) ** 2)
              .sqrt()}, "1e-9", depth_95=D("0.12")),
    ]  # fmt: skip


def doubtful_balls() -> list[dict]:
    def of(magnification: str) -> list:
        return circle_px(D(magnification) * 25 / PIXEL / 2, 12)

    def judged(magnification: str, plausibility: str, saved: bool, **more) -> dict:
        expected = {"magnification": D(magnification), "plausibility": plausibility,
                    "may_be_saved": saved}  # fmt: skip
        title = f"M {magnification} is {plausibility}, reason {more.get('reason')}"
        return ball(title, of(magnification), KNOWN, expected, "1e-9", **more)

    slipped = of("1.2")
    slipped[3] = [slipped[3][0] + 15, slipped[3][1] + 15]
    return [
        judged("1.119", "amber", True), judged("1.121", "plausible", True),
        judged("1.279", "plausible", True), judged("1.281", "amber", True),
        judged("1.051", "amber", True), judged("1.349", "amber", True),
        judged("1.38", "needs_reason", False),
        judged("1.38", "needs_reason", True, reason="very thick patient"),
        judged("1.38", "needs_reason", False, reason="   "),
        judged("1.03", "needs_reason", False), judged("0.95", "needs_reason", False),
        ball("one slip of the hand is left out", slipped, KNOWN,
             {"magnification": D("1.2"), "used": 11, "given": 12}, "1e-9"),
    ]  # fmt: skip


def refused_balls() -> list[dict]:
    good = circle_px(D(105), 8)
    half_wrong = [p if k % 2 else [p[0] + 9 * k, p[1] - 7 * k] for k, p in enumerate(good)]
    arc = circle_px(D(105), 24)[:6]
    many = circle_px(D(105), 101)
    tiny = circle_px(D(4), 8)
    cases = [
        ("two points", good[:2], 25, KNOWN, "too_few_points"),
        ("no diameter", good, 0, KNOWN, "ball_diameter_out_of_range"),
        ("a negative diameter", good, -25, KNOWN, "ball_diameter_out_of_range"),
        ("a diameter of 254", good, 254, KNOWN, "ball_diameter_out_of_range"),
        ("a hundred and one points", many, 25, KNOWN, "too_many_points"),
        ("clicks in one place", [good[0]] * 5, 25, KNOWN, "coincident_points"),
        ("points in line", [[0, 0], [40, 0], [80, 0], [120, 0]], 25, KNOWN, "collinear_points"),
        ("a sixth of the rim", arc, 25, KNOWN, "arc_too_short"),
        ("a ball of eight pixels", tiny, 25, KNOWN, "points_too_close"),
        ("points all over the place", half_wrong, 25, KNOWN, "points_disagree"),
        ("a negative spacing", good, 25, {**KNOWN, "detector_mm": [PIXEL, -PIXEL]},
         "invalid_film_geometry"),
        ("no pixel height", good, 25, {**KNOWN, "aspect": 0}, "invalid_film_geometry"),
    ]  # fmt: skip
    return [
        {"title": title, "rim_points_px": points, "ball_diameter_mm": mm, "film": film,
         "refused": code}
        for title, points, mm, film, code in cases
    ]  # fmt: skip


def lengths() -> list[dict]:
    def case(title: str, b: list, length_mm: int, film: dict, outcome: dict) -> dict:
        return {"title": title, "a_px": [100, 200], "b_px": b, "length_mm": length_mm,
                "film": film, **outcome}  # fmt: skip

    end = [D(100) + 600, D(200) + 800]
    width = D(120) / 1000
    spread = D("0.5") * D(2).sqrt() / 120
    ruler = {"column_mm": width, "row_mm": width, "magnification": PIXEL / width,
             "plausibility": "plausible", "relative_sigma": (spread ** 2 + DEPTH ** 2).sqrt(),
             "residual_px": None, "residual_mm": None}  # fmt: skip
    uneven = {**NO_DETECTOR, "aspect": 2}
    return [
        case("a ruler of 120 mm", end, 120, KNOWN, {"expected": ruler, "tolerance": D("1e-9")}),
        case("pixels twice as high as wide", [700, 600], 120, uneven,
             {"expected": {"column_mm": width, "row_mm": 2 * width, "magnification": None,
                           "plausibility": "no_detector_spacing"}, "tolerance": D("1e-9")}),
        case("nine pixels", [109, 200], 10, KNOWN, {"refused": "line_too_short"}),
        case("one place", [100, 200], 10, KNOWN, {"refused": "line_too_short"}),
        case("no length", end, 0, KNOWN, {"refused": "length_out_of_range"}),
        case("five metres", end, 5000, KNOWN, {"refused": "length_out_of_range"}),
    ]  # fmt: skip


def factors() -> list[dict]:
    def case(title: str, factor: str, film: dict, reason: str, outcome: dict) -> dict:
        return {"title": title, "factor": D(factor), "film": film, "reason": reason, **outcome}

    width = PIXEL / D("1.2")
    assumed = {"column_mm": width, "row_mm": width, "relative_sigma": D("0.02"),
               "magnification": D("1.2"), "plausibility": "plausible"}  # fmt: skip
    why = "house rule of this clinic"
    return [
        case("120 %", "1.2", KNOWN, why, {"expected": assumed, "tolerance": D("1e-9")}),
        case("140 % with a reason", "1.4", KNOWN, why,
             {"expected": {"plausibility": "needs_reason", "may_be_saved": True},
              "tolerance": D("1e-9")}),
        case("no detector spacing", "1.2", NO_DETECTOR, why, {"refused": "no_detector_spacing"}),
        case("no reason", "1.2", KNOWN, " ", {"refused": "reason_needed"}),
        case("below one", "0.95", KNOWN, why, {"refused": "magnification_out_of_range"}),
        case("entered in per cent", "120", KNOWN, why, {"refused": "magnification_out_of_range"}),
    ]  # fmt: skip


def files() -> dict[str, str]:
    balls = [*physical_balls(), *noisy_balls(), *doubtful_balls(), *refused_balls()]
    about = "Calibrations by a person, written by make_calibration.py."
    text = as_json(about, balls=balls, known_lengths=lengths(), magnifications=factors())
    return {"calibration.json": text}


if __name__ == "__main__":
    for name, written in files().items():
        (FOLDER / name).write_text(written, encoding="utf-8")
