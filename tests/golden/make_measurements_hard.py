"""Films at the edges: corrections past their target, parallel lines, points in one place."""

from __future__ import annotations

from decimal import Decimal

import films
from exact import PI, cos, sin
from films import OBLONG, Film
from make_measurements import at

D = Decimal


def corrections() -> list[Film]:
    """Right legs whose load line has to be moved by a known angle about a hinge."""
    made = []
    for turn, angle, height in (("8", "8.0°", "8 mm"), ("-6", "6.0° past the target: {}", "6 mm")):
        for name, moved in (("as usual", films.upright), ("turned over", films.mirrored)):
            title = f"to be turned by {turn}, film {name}"
            opening = _correction(D(turn), hinge_is_lateral=True)
            closing = _correction(D(turn), hinge_is_lateral=False)
            made += [
                Film(title, "HTO_miniaci_opening_angle", opening, side="R", moved=moved).gives(
                    turn, "deg", angle.format("close instead")),
                Film(title, "HTO_miniaci_closing_angle", closing, side="R", moved=moved).gives(
                    turn, "deg", angle.format("open instead")),
            ]  # fmt: skip
            past = "" if D(turn) > 0 else " past the target: close instead"
            chord = 2 * 60 * sin(PI * D(turn) / 360)
            entry = {"medial_cortex": [at(opening["hinge"][0], 60, 0)]}
            made.append(Film(title, "HTO_opening_wedge_height", opening | entry, side="R",
                             moved=moved).gives(chord, "mm", height + past))  # fmt: skip
    return made


def _correction(turn: Decimal, *, hinge_is_lateral: bool) -> dict:
    """Lay out a leg, lateral to the left; the load line shall cross the plateau at 62.5 %."""
    hinge = (D(120), D(320)) if hinge_is_lateral else (D(180), D(320))
    ankle = at(hinge, 260, 80 if hinge_is_lateral else 95)
    hip, new_ankle = (D(170), D(20)), at(hinge, 260, (80 if hinge_is_lateral else 95) + turn)
    share = (D(300) - hip[1]) / (new_ankle[1] - hip[1])
    target = (hip[0] + share * (new_ankle[0] - hip[0]), D(300))
    return {
        "hip_centre": [hip], "ankle_centre": [ankle], "hinge": [hinge],
        "plateau_med": [(target[0] + 50, D(300))], "plateau_lat": [(target[0] - 30, D(300))],
    }  # fmt: skip


def load_lines() -> list[Film]:
    key, plateau = (
        "WBL_ratio",
        {"plateau_med": [(D(180), D(300))], "plateau_lat": [(D(100), D(300))]},
    )
    made = []
    for x, percent, text in (
        (184, -5, "5 % beyond the inner edge"), (180, 0, "0 %"), (140, 50, "50 %"),
    ):  # fmt: skip
        legs = {"hip_centre": [(D(x), D(20))], "ankle_centre": [(D(x), D(560))]}
        made.append(Film(f"a load line at {percent} %, upright", key, plateau | legs,
                         side="R").gives(percent, "percent", text))  # fmt: skip
    along = {"hip_centre": [(D(10), D(20))], "ankle_centre": [(D(300), D(20))]}
    made.append(Film("a load line along the plateau", key, plateau | along, side="R").refuses(
        "parallel_lines"))  # fmt: skip
    return made


def joint_spaces() -> list[Film]:
    made = []
    for key, role in (("min_joint_space_width_hip", "roof"), ("acromiohumeral_distance", "acr")):
        centre = (D(150), D(150))
        over = {role: [(D(x), D("120.5")) for x in (130, 150, 170)]}
        rim = {"head_centre": [at(centre, 24, degrees) for degrees in (10, 100, 190, 280)]}
        alone = {"head_centre": [centre]}
        made += [
            Film("a fitted head needs no radius", key, rim | over, side="R").gives(
                "5.5", "mm", "5.5 mm"),
            Film("a centre alone with its radius", key, alone | over, side="R",
                 params={"head_radius_mm": 30}).gives("-0.5", "mm", "0.5 mm overlap"),
            Film("a centre alone without a radius", key, alone | over, side="R").refuses(
                "missing_param"),
        ]  # fmt: skip
    return made


def degenerate() -> list[Film]:
    one, other, third = (D(100), D(100)), (D(100), D(160)), (D(100), D(220))
    bones = {"prox_a": [one], "prox_b": [other]}
    made = []
    for degrees in (100, 135, 180):
        broken = bones | {"dist_a": [third], "dist_b": [at(third, 60, 90 + degrees)]}
        made.append(Film(f"fragments {degrees} degrees apart, the upper upright",
                         "fracture_angulation", broken, scale=OBLONG).gives(
            degrees, "deg", f"{degrees}°"))  # fmt: skip
    in_line = bones | {"dist_a": [third], "dist_b": [(D(100), D(280))]}
    made += [
        Film("fragments in one line", "fracture_angulation", in_line).gives(0, "deg", "0°"),
        Film("fragments in one line", "fracture_translation", in_line).gives(0, "mm", "0 mm"),
        Film("a fragment without length", "fracture_angulation", bones | {
            "dist_a": [third], "dist_b": [third]}).refuses("coincident_points"),
        Film("plate and hips in one place", "pelvic_tilt", {
            "s1_post": [one], "s1_ant": [third], "head_centre_1": [other],
            "head_centre_2": [other]}, params={"anterior": "left"}).refuses("coincident_points"),
        Film("an upright pelvic line and roof", "tonnis_angle", {
            "teardrop_R": [one], "teardrop_L": [other], "sourcil_med": [(D(130), D(100))],
            "sourcil_lat": [(D(130), D(60))]}, side="R").gives(0, "deg", "0°"),
        Film("a roof on the pelvic line", "tonnis_angle", {
            "teardrop_R": [one], "teardrop_L": [third], "sourcil_med": [other],
            "sourcil_lat": [(D(100), D(130))]}, side="R").refuses("collinear_points"),
        Film("pole, pole and tubercle in line", "insall_salvati", {
            "patella_sup": [one], "patella_inf": [other], "tibial_tubercle": [third]}).gives(
            1, "ratio", "1.00"),
        Film("a patella without length", "insall_salvati", {
            "patella_sup": [one], "patella_inf": [one], "tibial_tubercle": [third]}).refuses(
            "coincident_points"),
        Film("a toe that points back, upright film", "hallux_valgus_angle", {
            "mt1_base": [third], "mt1_head": [other], "pp1_base": [other],
            "pp1_head": [at(other, 30, 90 + 60)]}, side="R", params={"hanging": "AP"}).gives(
            120, "deg", "120° valgus"),
    ]  # fmt: skip
    return made


def cobbs() -> list[Film]:
    """Curves as spines have them: both ends lean by half; ends are clicked in any order."""
    made = []
    for degrees in (0, 34, 90, 100, 150):
        for name, moved in (("upright", films.upright), ("on its side", films.quarter),
                            ("turned over", films.mirrored)):  # fmt: skip
            upper, lower = (D(150), D(200)), (D(160), D(350))
            half = D(degrees) / 2
            plates = {
                "upper_sup_a": [at(upper, 18, 180 + half)], "upper_sup_b": [at(upper, 18, half)],
                "lower_inf_a": [at(lower, 20, -half)], "lower_inf_b": [at(lower, 20, 180 - half)],
            }  # fmt: skip
            film = Film(f"a curve of {degrees}, film {name}", "cobb_angle", plates, moved=moved)
            made.append(film.gives(degrees, "deg", f"{degrees}°"))
    flat = {"upper_sup_a": [(D(1), D(1))], "upper_sup_b": [(D(1), D(1))],
            "lower_inf_a": [(D(1), D(50))], "lower_inf_b": [(D(20), D(50))]}  # fmt: skip
    same = flat | {"upper_sup_a": [(D(1), D(50))], "upper_sup_b": [(D(20), D(50))]}
    return [
        *made,
        Film("an endplate without length", "cobb_angle", flat).refuses("coincident_points"),
        Film("both endplates in one place", "cobb_angle", same).refuses("coincident_points"),
    ]


def mismatches() -> list[Film]:
    """Incidence and lordosis from the points of one lateral film, or entered, or one of each."""
    made = []
    for facing, moved in (("left", films.upright), ("right", films.mirrored)):
        hips, tilt, slope = (D(200), D(400)), D(12) * PI / 180, D(40)
        middle = (hips[0] + 100 * sin(tilt), hips[1] - 100 * cos(tilt))
        lumbar = at(middle, 160, 250)
        points = {
            "head_centre_1": [(hips[0] + 4, hips[1])], "head_centre_2": [(hips[0] - 4, hips[1])],
            "s1_post": [at(middle, 17, -slope)], "s1_ant": [at(middle, 17, 180 - slope)],
            "l1_sup_post": [at(lumbar, 18, 20)], "l1_sup_ant": [at(lumbar, 18, 200)],
        }  # fmt: skip
        film = Film(
            f"incidence 52, lordosis 60, facing {facing}", "PI_minus_LL", points, moved=moved
        )
        made.append(film.gives(-8, "deg", "lordosis 8° more"))
        bare = {role: points[role] for role in ("s1_post", "s1_ant", "l1_sup_post", "l1_sup_ant")}
        film = Film(f"incidence entered, lordosis 60, facing {facing}", "PI_minus_LL", bare,
                    moved=moved, params={"PI": 45})  # fmt: skip
        made.append(film.gives(-15, "deg", "lordosis 15° more"))
    typed = Film("both entered", "PI_minus_LL", {}, params={"PI": 52, "LL": 40})
    return [
        *made,
        typed.gives(12, "deg", "lordosis 12° too small", reason="entered_values"),
        Film("nothing known", "PI_minus_LL", {}).refuses("missing_param"),
    ]
