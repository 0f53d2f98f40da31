"""PURE. What the implant objects say, as values: PS3.3 C.29 without its encoding.

Coordinates of drawings are millimetres of the paper, x to the right and y up from its lower left
corner, as the standard has them; :mod:`planning.library.exchange.drawings` turns them into
millimetres of the implant about its anchor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning.library.exchange.dicom.hpgl import Plot

Pair = tuple[float, float]
Four = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Code:
    """A coded concept (PS3.3 8.8)."""

    value: str
    scheme: str
    meaning: str

    def is_same(self, other: Code) -> bool:
        """Whether both name the same concept, whatever their meanings say."""
        return (self.value, self.scheme) == (other.value, other.scheme)


@dataclass(frozen=True, slots=True)
class Drawing:
    """An item of the HPGL Document Sequence.

    Attributes
    ----------
    number : int
    label : str
    view : Code
        CID 7302.
    modifiers : tuple of Code
        CID 7303.
    scaling : float
        Real mm for a mm of paper.
    plot : Plot
    contour_pen : int
    pens : mapping of int to (label, description)
    rotation_point : pair of float
        mm of paper.
    bounds : four floats
        Least x, least y, greatest x, greatest y; mm of paper.
    """

    number: int
    label: str
    view: Code
    scaling: float
    plot: Plot
    contour_pen: int
    pens: Mapping[int, tuple[str, str]]
    rotation_point: Pair
    bounds: Four
    modifiers: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class FeaturePlace:
    """Where a mating feature lies on a drawing: its point, its x axis and its y axis."""

    drawing: int
    point: Pair
    axes: Four


@dataclass(frozen=True, slots=True)
class FreedomPlace:
    """A degree of freedom on a drawing; the axis is (x, y, z), z towards the viewer."""

    drawing: int
    axis: tuple[float, float, float]
    range: Pair


@dataclass(frozen=True, slots=True)
class DegreeOfFreedom:
    """``TRANSLATION`` along an axis in mm, or ``ROTATION`` about it in degrees."""

    type: str
    places: tuple[FreedomPlace, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """A mating feature; the same number means the same role in other sizes."""

    number: int
    places: tuple[FeaturePlace, ...]
    freedoms: tuple[DegreeOfFreedom, ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """Alternatives, of which one is used."""

    number: int
    label: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A planning landmark.

    Attributes
    ----------
    number : int
    kind : str
        ``point``, ``line`` or ``plane``.
    description : str
    codes : tuple of Code
        CID 7305 or 7306.
    places : mapping of int to tuple of float
        By drawing: x, y of a point; two points of a line, or of where a plane cuts the paper.
    """

    number: int
    kind: str
    description: str
    codes: tuple[Code, ...]
    places: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a maker says of a template: a recall, an end of sale."""

    issued: str
    summary: str


@dataclass(frozen=True, slots=True)
class ImplantTemplate:
    """A Generic Implant Template: one implant of one size (PS3.3 A.61).

    Attributes
    ----------
    uid, frame_uid : str
    manufacturer, name, part_number, size, version : str
    effective : str
        DICOM DT.
    derived : bool
        Implant Type DERIVED, else ORIGINAL.
    anatomy, materials, coatings, types : tuple of Code
    fixation : Code
    tolerance_mm : float or None
    notifications : tuple of Notice
        Recalls and the like; any of them makes it unfit for new plans.
    information : tuple of Notice
        What else its maker says of it.
    disapproved_in : tuple of Code
        Countries.
    drawings : tuple of Drawing
    sets : tuple of FeatureSet
    landmarks : tuple of Landmark
    replaces : str
        UID of the template that it replaces, else empty.
    originals : tuple of (str, str)
        Of a derived one: UID of the original and of that from which it was derived.
    has_model : bool
        Whether there are surfaces beside the drawings; they are not read.
    extra : str
        What Plumbline adds in a private element of its own: JSON, or empty.
    """

    uid: str
    frame_uid: str
    manufacturer: str
    name: str
    part_number: str
    size: str
    version: str
    effective: str
    anatomy: tuple[Code, ...]
    materials: tuple[Code, ...]
    types: tuple[Code, ...]
    fixation: Code
    drawings: tuple[Drawing, ...]
    sets: tuple[FeatureSet, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    coatings: tuple[Code, ...] = ()
    tolerance_mm: float | None = None
    notifications: tuple[Notice, ...] = ()
    information: tuple[Notice, ...] = ()
    disapproved_in: tuple[Code, ...] = ()
    replaces: str = ""
    derived: bool = False
    originals: tuple[str, ...] = ()
    has_model: bool = False
    extra: str = ""


@dataclass(frozen=True, slots=True)
class AssemblyComponent:
    """A template within an assembly."""

    number: int
    template_uid: str


@dataclass(frozen=True, slots=True)
class ComponentType:
    """A role of an assembly and what may play it."""

    type: Code
    exclusive: bool
    mandatory: bool
    components: tuple[AssemblyComponent, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """Two components and the mating features that meet: (component, set, feature) twice."""

    first: tuple[int, int, int]
    second: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ImplantAssembly:
    """An Implant Assembly Template: what goes together (PS3.3 A.62)."""

    uid: str
    name: str
    issuer: str
    version: str
    effective: str
    anatomy: tuple[Code, ...]
    procedures: tuple[Code, ...]
    types: tuple[ComponentType, ...]
    connections: tuple[Connection, ...] = ()
    technique: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A template of a group and where each of its drawings matches those of the others."""

    number: int
    template_uid: str
    places: tuple[FeaturePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """In what the members differ, and the rank of each member by its number."""

    name: str
    ranks: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ImplantGroup:
    """An Implant Template Group: the ladder of sizes (PS3.3 A.63)."""

    uid: str
    name: str
    issuer: str
    version: str
    effective: str
    members: tuple[GroupMember, ...]
    dimensions: tuple[Dimension, ...]
    description: str = ""
    anatomy: tuple[Code, ...] = ()
    replaces: str = ""
    extra: str = ""


ImplantObject = ImplantTemplate | ImplantAssembly | ImplantGroup
