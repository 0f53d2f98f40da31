"""Hips, legs and spines with known angles and lengths, hung in every way."""

from __future__ import annotations

from decimal import Decimal

import films
from exact import PI, cos, sin
from films import BALL, OBLONG, Film
from make_measurements import at

D = Decimal
HUNG = [
    ("as usual", films.upright, "AP"),
    ("turned over", films.mirrored, "PA"),
    ("on oblong pixels", films.upright, "AP"),
]


def pelvis(right_mm: int, left_mm: int, tilt: int) -> dict:
    """Lay out teardrops and trochanters, the right ones on the left, on a tilted pelvis."""
    right, left = at((D(200), D(200)), 38, 180 + tilt), at((D(200), D(200)), 38, tilt)
    troch_right = at(at(right, right_mm, 90 + tilt), 50, 180 + tilt)
    troch_left = at(at(left, left_mm, 90 + tilt), 48, tilt)
    return {
        "teardrop_R": [right], "teardrop_L": [left],
        "lesser_troch_R": [troch_right], "lesser_troch_L": [troch_left],
    }  # fmt: skip


def hips() -> list[Film]:
    key, made = "LLD_lesser_trochanter", []
    for name, moved in (
        ("as usual", films.upright),
        ("turned over", films.mirrored),
        ("upside down", films.upside_down),
        ("on its side", films.quarter),
    ):
        film = Film(f"a right leg 8 mm short, film {name}", key, pelvis(38, 46, 5), moved=moved)
        made.append(film.gives(-8, "mm", "right 8 mm short", short="R 8 mm short"))
    for side, text in (("R", "right 8 mm short"), ("L", "left 8 mm long")):
        film = Film(f"the same told for {side}", key, pelvis(38, 46, 5), side=side)
        made.append(film.gives(-8, "mm", text))
    made += [
        Film("the right longer", key, pelvis(50, 45, -3)).gives(5, "mm", "right 5 mm long"),
        Film("equal legs", key, pelvis(45, 45, -3)).gives(0, "mm", "equal", short="equal"),
        Film("teardrops in one place", key, pelvis(45, 45, 0) | {
            "teardrop_L": pelvis(45, 45, 0)["teardrop_R"]}).refuses("coincident_points"),
    ]  # fmt: skip
    return made + offsets() + cups()


def offsets() -> list[Film]:
    key, made = "femoral_offset", []
    for tilt in (0, 7, 100):
        # The foot of the perpendicular lies 20 mm above the first point of the axis.
        foot = (D(150), D(200))
        axis = {"shaft_prox": [at(foot, 20, 90 + tilt)], "shaft_dist": [at(foot, 120, 90 + tilt)]}
        centre = at(foot, D("43.4"), tilt)
        rim = [at(centre, 24, degrees) for degrees in (10, 100, 190, 280)]
        alone = Film(f"a shaft turned by {tilt}, centre placed", key,
                     axis | {"head_centre": [centre]}, side="L")  # fmt: skip
        made.append(alone.gives("43.4", "mm", "43 mm"))
        fitted = Film(f"a shaft turned by {tilt}, centre fitted", key,
                      axis | {"head_centre": rim}, side="L", scale=OBLONG)  # fmt: skip
        made.append(fitted.gives("43.4", "mm", "43 mm"))
    twice = {"shaft_prox": [(D(1), D(1))], "shaft_dist": [(D(1), D(1))],
             "head_centre": [(D(5), D(5))]}  # fmt: skip
    return [*made, Film("a shaft without length", key, twice).refuses("coincident_points")]


def cups() -> list[Film]:
    key, made = "cup_inclination", []
    for tilt in (0, 4, 90, 180):
        teardrops = {
            "teardrop_R": [at((D(200), D(200)), 38, 180 + tilt)],
            "teardrop_L": [at((D(200), D(200)), 38, tilt)],
        }
        for degrees, read in ((42, 42), (90, 90), (138, 42)):
            rim = {
                "rim_lat": [at((D(120), D(190)), 26, tilt + degrees + 180)],
                "rim_med": [at((D(120), D(190)), 26, tilt + degrees)],
            }
            film = Film(f"a cup at {degrees}, pelvis turned by {tilt}", key, teardrops | rim,
                        side="R")  # fmt: skip
            made.append(film.gives(read, "deg", f"{read}°"))
    return made


def leg(valgus: object, joint: object, plateau: object, lean: object) -> dict:
    """Lay out a right leg: knee angle, outer femoral and inner tibial angle, in degrees.

    Distal is down and lateral to the left before the leg leans.
    """
    hip = (D(150), D(30))
    down = 90 + D(lean)
    knee = at(hip, 300, down)
    upper_knee, lower_knee = knee, at(knee, 5, down)
    # Towards lateral, which is left of down, a direction turns clockwise.
    shin = down + D(valgus)
    ankle = at(lower_knee, 260, shin)
    outwards = down + 180 - D(joint)
    inwards = shin - D(plateau)
    return {
        "hip_centre": [hip], "femur_knee_centre": [upper_knee],
        "tibia_knee_centre": [lower_knee], "ankle_centre": [ankle],
        "fem_cond_lat": [at(upper_knee, 30, outwards)],
        "fem_cond_med": [at(upper_knee, 30, outwards + 180)],
        "plateau_lat": [at(lower_knee, 35, inwards + 180)],
        "plateau_med": [at(lower_knee, 35, inwards)],
    }  # fmt: skip


LEGS = {
    "mTFA_HKA_deviation": ("hip_centre", "femur_knee_centre", "tibia_knee_centre", "ankle_centre"),
    "mLDFA": ("hip_centre", "femur_knee_centre", "fem_cond_lat", "fem_cond_med"),
    "MPTA": ("ankle_centre", "tibia_knee_centre", "plateau_lat", "plateau_med"),
}
LEGS["HKA_medial_angle"] = LEGS["mTFA_HKA_deviation"]
LEGS["CPAK_type"] = tuple(leg(0, 88, 88, 0))


def legs() -> list[Film]:
    made = []
    bowed = leg("-7.04", "88.6", "84.2", 3)
    knocked = leg("2.5", "95.4", "98", -6)
    for bones, side, deviation, text, hka, femur, tibia in (
        (bowed, "R", "-7.04", "7.0° varus", "173.0°", "88.6", "84.2"),
        (knocked, "R", "2.5", "2.5° valgus", "182.5°", "95.4", "98"),
    ):
        for name, moved, hanging in HUNG:
            scale = OBLONG if name == "on oblong pixels" else BALL
            hung = {"moved": moved, "side": side, "scale": scale, "params": {"hanging": hanging}}

            def film(key: str, bones=bones, hung=hung, name=name, text=text) -> Film:
                chosen = {role: bones[role] for role in LEGS[key]}
                return Film(f"{key} of a leg at {text}, film {name}", key, chosen, **hung)

            made += [
                film("mTFA_HKA_deviation").gives(deviation, "deg", text, tolerance=1e-7),
                film("HKA_medial_angle").gives(180 + D(deviation), "deg", hka),
                film("mLDFA").gives(femur, "deg", _whole(femur)),
                film("MPTA").gives(tibia, "deg", _whole(tibia)),
            ]
    return made + _left_legs() + _phenotypes()


def _whole(degrees: str) -> str:
    return f"{int((D(degrees) + D('0.5')) // 1)}°"


def _left_legs() -> list[Film]:
    key = "mTFA_HKA_deviation"
    bowed = {role: leg(-7, 88, 84, 3)[role] for role in LEGS[key]}
    straight = {role: leg("0.04", 88, 88, 0)[role] for role in LEGS[key]}
    return [
        # A right leg turned over is a left leg of a film that hangs as usual.
        Film("a left leg in varus", key, bowed, side="L", moved=films.mirrored,
             params={"hanging": "AP"}).gives(-7, "deg", "7.0° varus"),
        Film("upside down, the right on the right", key, bowed, side="R",
             moved=films.upside_down, params={"hanging": "PA"}).gives(-7, "deg", "7.0° varus"),
        Film("hardly any valgus", key, straight, side="R",
             params={"hanging": "AP"}).gives("0.04", "deg", "neutral"),
        Film("nobody said how it hangs", key, bowed, side="R").refuses("hanging_unknown"),
        Film("nobody said which side", key, bowed, params={"hanging": "AP"}).refuses(
            "side_unknown"),
        Film("knee and hip in one place", key, bowed | {"femur_knee_centre": bowed["hip_centre"]},
             side="R", params={"hanging": "AP"}).refuses("coincident_points"),
    ]  # fmt: skip


def _phenotypes() -> list[Film]:
    """Rows by the sum of both angles, columns by their difference."""
    names = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    made = []
    for index, name in enumerate(names):
        total, difference = (170, 180, 190)[index // 3], (-6, 0, 6)[index % 3]
        femur, tibia = D(total - difference) / 2, D(total + difference) / 2
        film = Film(f"type {name}", "CPAK_type", leg(0, femur, tibia, 2), side="R")
        words = f"type {name}: {('varus', 'neutral', 'valgus')[index % 3]}, joint line "
        words += ("apex distal", "neutral", "apex proximal")[index // 3]
        made.append(film.gives(index + 1, "class", words, reason="class_without_error",
                               short=name))  # fmt: skip
    return made


def spines() -> list[Film]:
    made = []
    for degrees, read in ((34, 34), (0, 0), (90, 90)):
        middle = (D(150), D(200))
        plates = {
            "upper_sup_a": [at(middle, 18, 190)], "upper_sup_b": [at(middle, 18, 10)],
            "lower_inf_a": [at((D(150), D(350)), 20, 190 - degrees)],
            "lower_inf_b": [at((D(150), D(350)), 20, 10 - degrees)],
        }  # fmt: skip
        film = Film(f"endplates {degrees} degrees apart", "cobb_angle", plates)
        made.append(film.gives(read, "deg", f"{read}°"))
    for tilt, slope in ((13, 39), (-5, 41), (30, 65)):
        for facing, moved in (("left", films.upright), ("right", films.mirrored)):
            made += _pelvis_from_the_side(D(tilt), D(slope), facing, moved)
    flat = {"s1_post": [(D(1), D(1))], "s1_ant": [(D(1), D(1))],
            "head_centre_1": [(D(50), D(60))], "head_centre_2": [(D(52), D(61))]}  # fmt: skip
    made.append(
        Film("a sacrum without length", "sacral_slope", flat, params={"anterior": "left"})
        .refuses("coincident_points")
    )  # fmt: skip
    return [*made, *_balances()]


def _pelvis_from_the_side(tilt: Decimal, slope: Decimal, facing: str, moved) -> list[Film]:
    """A patient who faces left: hips in front of the sacrum by the tilt, sloping plate."""
    hips = (D(200), D(400))
    turn = tilt * PI / 180
    middle = (hips[0] + 100 * sin(turn), hips[1] - 100 * cos(turn))
    points = {
        "head_centre_1": [(hips[0] + 4, hips[1] - 3)],
        "head_centre_2": [(hips[0] - 4, hips[1] + 3)],
        "s1_post": [at(middle, 17, -slope)], "s1_ant": [at(middle, 17, 180 - slope)],
    }  # fmt: skip
    told = {"params": {"anterior": facing}, "moved": moved}
    name = f"tilt {tilt}, slope {slope}, facing {facing}"
    forwards = "" if tilt >= 0 else " forwards"
    return [
        Film(f"{name}: tilt", "pelvic_tilt", points, **told).gives(
            tilt, "deg", f"{abs(tilt)}°{forwards}"),
        Film(f"{name}: slope", "sacral_slope", points, **told).gives(slope, "deg", f"{slope}°"),
        Film(f"{name}: incidence", "pelvic_incidence", points, **told).gives(
            tilt + slope, "deg", f"{tilt + slope}°"),
    ]  # fmt: skip


def _balances() -> list[Film]:
    points = {"c7_centre": [(D(138), D(100))], "s1_mid": [(D(150), D(500))]}
    key = "coronal_balance_C7_CSVL"
    return [
        Film("C7 left of the sacrum on the film, AP", key, points, params={"hanging": "AP"}).gives(
            12, "mm", "12 mm to the right"),
        Film("the same film from behind", key, points, params={"hanging": "PA"}).gives(
            -12, "mm", "12 mm to the left"),
        Film("nobody said how it hangs", key, points).refuses("hanging_unknown"),
        Film("a head wholly covered", "reimers_migration_percentage", {
            "triradiate_R": [(D(100), D(200))], "triradiate_L": [(D(148), D(200))],
            "acetabular_edge": [(D(70), D(180))], "head_lat": [(D(72), D(205))],
            "head_med": [(D(92), D(205))]}, side="R").gives(-10, "percent", "0 %"),
    ]  # fmt: skip
