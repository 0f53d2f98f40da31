"""PURE. A neutral package of implant families: what every import gives and every export takes.

The tree is package > families > sizes > variants > views. Everything is real millimetres (not
those of a film or of a printed template) and directions.

A view has its frame: y runs **down** (distal), the origin is the family's anchor, and the same
anchor with the same y in every view. ``AP``: x runs **medially**, as in a right hip on a film
that hangs with the patient's right on the left of the screen. ``LAT``: x runs **anteriorly**.
The other side is a mirror image, made by the pose on the film and never stored.

Curves are those of :mod:`planning.library.curves`: ``Path`` of ``Line``, ``Arc`` and ``Cubic``;
the first path of a view is the closed silhouette with the role ``outline``.

Beside this tree: :mod:`planning.library.package_json` (to and from JSON, exact),
:mod:`planning.library.package_check` (``check_package`` raises ``PackageRefused``),
:mod:`planning.library.package_families` (``package_of(families)``: the built-in families as a
package; ``geometry_of(package, family, view)``: what the planner draws) and
``planning.library.services.take_package(package, by=user, site=site)``: whole or refused whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planning.geometry.points import Point
from planning.library.curves import Path

PACKAGE_SCHEMA = 1


class View(StrEnum):
    """From where an implant is drawn."""

    AP = "AP"
    LAT = "LAT"


class Kind(StrEnum):
    """Which part of a set it plays in a plan."""

    CUP = "cup"
    HEAD = "head"
    STEM = "stem"


class Component(StrEnum):
    """What it is (compare DICOM CID 7307)."""

    SHELL_WITH_LINER = "shell_with_liner"
    MONOBLOCK_CUP = "monoblock_cup"
    FEMORAL_HEAD = "femoral_head"
    BIPOLAR_HEAD = "bipolar_head"
    FEMORAL_STEM = "femoral_stem"


class Fixation(StrEnum):
    """How it holds in bone (compare DICOM CID 7310)."""

    CEMENTLESS = "cementless"
    CEMENTED = "cemented"
    NONE = "none"


class Status(StrEnum):
    """Whether its maker still stands behind it."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number, a file or a drawing comes from."""

    what: str
    origin: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that the package was read from.

    Attributes
    ----------
    name : str
        Its name without folders.
    sha256 : str
        64 hexadecimal digits.
    sop_instance_uid : str
        Of a DICOM object, else empty.
    """

    name: str
    sha256: str
    sop_instance_uid: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made it and from what."""

    made_by: str
    sources: tuple[Source, ...] = ()
    files: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One choice: its key in plans and its name for people."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Option:
    """What a surgeon chooses beside the size (``offset``, ``ccd``, ``liner``, ``increment``)."""

    key: str
    name: str
    default: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class Freedom:
    """One way in which it may move.

    Attributes
    ----------
    kind : str
        ``translate``, ``rotate`` or ``slide``.
    about : str
        The named point of a rotation, else empty.
    along : str
        The role of the path that a slide follows (``neck_axis``), else empty.
    range : pair of float, or None
        mm of a slide, degrees of a rotation; None is free.
    unit : str
        ``mm`` or ``deg``, empty without a range.
    note : str
    """

    kind: str
    about: str = ""
    along: str = ""
    range: tuple[float, float] | None = None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compatibility:
    """From which size on a choice exists: the smallest shell for a head.

    Attributes
    ----------
    when : mapping of str to str
        Options by key.
    dimension : str
        Of the size, by name.
    at_least : float
        In the unit that the name ends with.
    """

    when: Mapping[str, str]
    dimension: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Mating:
    """Where it meets another component or bone.

    Features with the same `name` are alternatives of which one is used (a Mating Feature Set of
    DICOM PS3.3 C.29.1.4): a stem has one ``taper`` feature for every neck length.

    Attributes
    ----------
    name : str
        ``taper`` and ``resection``, ``canal`` (stem) · ``taper``, ``liner`` (head) · ``head``,
        ``socket`` (cup).
    step : str
        Of alternatives which one, as the option's key (``"-4"``); else empty.
    point : Point
        mm in the view's frame.
    axis : Point
        A unit vector in space as the view shows it, so at most 1 long (a neck from the side is
        seen shorter): out of a cup, up a neck, down a canal, along a cut.
    fits : mapping
        What must agree with the other part: ``type`` (of a taper), ``diameter_mm``,
        ``increment_mm`` (of a head; of a stem that of the alternative).
    """

    name: str
    point: Point
    axis: Point
    step: str = ""
    fits: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackageView:
    """A drawing, in the frame of its view (see above).

    Attributes
    ----------
    view : View
    paths : tuple of Path
        The closed silhouette (role ``outline``) first, then what lies within or around it:
        ``shell``, ``liner``, ``mantle``, ``taper``, ``coating``, ``axis``, ``neck_axis``,
        ``resection``, ``detail``.
    axis : pair of Point
        From proximal to distal, or from deep to open.
    points : mapping of str to Point
        Every landmark by name, the same names as the family's `points`.
    mating : tuple of Mating
    """

    view: View
    paths: tuple[Path, ...]
    axis: tuple[Point, Point]
    points: Mapping[str, Point]
    mating: tuple[Mating, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageVariant:
    """One size with one choice of every option.

    Attributes
    ----------
    options : mapping of str to str
        A value for every option of the family.
    name : str
        For people, with its dimensions.
    part_number : str
        The maker's catalogue number, empty for generic shapes.
    dimensions : mapping of str to float
        What the choice adds to the size's; names end in their unit (``_mm``, ``_deg``).
    flags : tuple of str
        What a surgeon should know: ``skirted``.
    views : tuple of PackageView
        At most one for each view of the family, AP first.
    """

    options: Mapping[str, str]
    name: str
    views: tuple[PackageView, ...]
    part_number: str = ""
    dimensions: Mapping[str, float] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageSize:
    """One rung of the ladder, from small to large: `size` is its key in plans."""

    size: str
    name: str
    dimensions: Mapping[str, float]
    variants: tuple[PackageVariant, ...]


@dataclass(frozen=True, slots=True)
class PackageFamily:
    """One version of one family.

    Attributes
    ----------
    key : str
        Letters, digits, ``_``, ``.`` and ``-``, a letter first, at most 60: names the family
        within its site for ever. The same key with the next version replaces it for new plans.
    version : int
        From 1.
    maker_version : str
        The version as its maker writes it, else empty.
    kind, component, fixation : Kind, Component, Fixation
    name : str
        The product's name, or that of the generic shape.
    generic : bool
        Whether it is a shape of nobody's product.
    notice : str
        Said wherever it is named: ``generic shape, not a product`` for a generic one.
    options : tuple of Option
        At least one. A family without choices has one option with one value.
    points : mapping of str to str
        The meaning of every named point.
    anchor : str
        The named point at the origin, which size, option and calibration leave where it is:
        centre of a cup or head, crossing of neck cut and axis of a stem.
    default_size : str
    rotation_deg : float
        How a new one lies, clockwise on the screen on a right hip (a cup: 40).
    freedom : tuple of Freedom
    compatibility : tuple of Compatibility
    sizes : tuple of PackageSize
    materials : tuple of str
        Empty where unknown.
    status : Status
    status_reason : str
    effective_date : str
        ISO 8601, empty where unknown.
    """

    key: str
    version: int
    kind: Kind
    component: Component
    fixation: Fixation
    name: str
    generic: bool
    notice: str
    options: tuple[Option, ...]
    points: Mapping[str, str]
    anchor: str
    default_size: str
    rotation_deg: float
    freedom: tuple[Freedom, ...]
    sizes: tuple[PackageSize, ...]
    compatibility: tuple[Compatibility, ...] = ()
    materials: tuple[str, ...] = ()
    maker_version: str = ""
    status: Status = Status.CURRENT
    status_reason: str = ""
    effective_date: str = ""


@dataclass(frozen=True, slots=True)
class ImplantPackage:
    """Families that come together, are taken together or refused together.

    Attributes
    ----------
    manufacturer : str
        Never empty; ``Plumbline`` for the built-in families.
    name, version : str
        Of the package, as its maker writes them.
    licence : str
        Under which it may be used; never empty: an import without one is refused.
    provenance : Provenance
    families : tuple of PackageFamily
        At least one, no key and version twice.
    """

    manufacturer: str
    name: str
    version: str
    licence: str
    provenance: Provenance
    families: tuple[PackageFamily, ...]
