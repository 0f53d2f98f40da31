"""Presentation contexts: which storage classes we take, in which encodings.

An association has at most 128 contexts (PS3.8 7.1.1.13: odd IDs 1 to 255). Where a context
offers several transfer syntaxes the archive chooses one and may transcode; where it
offers one, we get the object as it is stored. So the classes that a study is known to
hold get one context per transfer syntax, and all other classes share what room is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pynetdicom.presentation import AllStoragePresentationContexts, PresentationContext

MAX_CONTEXTS = 128

EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
IMPLICIT_LITTLE = "1.2.840.10008.1.2"
UNCOMPRESSED = (EXPLICIT_LITTLE, IMPLICIT_LITTLE)

TRANSFER_SYNTAXES = (
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    "1.2.840.10008.1.2.4.70",  # JPEG Lossless SV1
    "1.2.840.10008.1.2.4.90",  # JPEG 2000 lossless
    "1.2.840.10008.1.2.4.80",  # JPEG-LS lossless
    "1.2.840.10008.1.2.5",  # RLE lossless
    "1.2.840.10008.1.2.4.57",  # JPEG Lossless
    "1.2.840.10008.1.2.4.201",  # HTJ2K lossless
    "1.2.840.10008.1.2.4.202",  # HTJ2K lossless RPCL
    "1.2.840.10008.1.2.4.50",  # JPEG Baseline
    "1.2.840.10008.1.2.4.51",  # JPEG Extended
    "1.2.840.10008.1.2.4.91",  # JPEG 2000
    "1.2.840.10008.1.2.4.81",  # JPEG-LS near-lossless
    "1.2.840.10008.1.2.4.203",  # HTJ2K
    "1.2.840.10008.1.2.2",  # Explicit VR Big Endian
    "1.2.840.10008.1.2.1.99",  # Deflated
    "1.2.840.10008.1.2.4.55",  # JPEG full progression, retired
    "1.2.840.10008.1.2.4.53",  # JPEG spectral selection, retired
    "1.2.840.10008.1.2.4.110",  # JPEG XL lossless
    "1.2.840.10008.1.2.4.111",  # JPEG XL JPEG recompression
    "1.2.840.10008.1.2.4.112",  # JPEG XL
    "1.2.840.10008.1.2.4.100",  # MPEG2 MP@ML
    "1.2.840.10008.1.2.4.101",  # MPEG2 MP@HL
    "1.2.840.10008.1.2.4.102",  # MPEG-4 4.1
    "1.2.840.10008.1.2.4.103",  # MPEG-4 4.1 BD
    "1.2.840.10008.1.2.4.104",  # MPEG-4 4.2 2D
    "1.2.840.10008.1.2.4.106",  # MPEG-4 4.2 stereo
    "1.2.840.10008.1.2.4.107",  # HEVC main
    "1.2.840.10008.1.2.4.108",  # HEVC main 10
)
"""Every encoding we keep, in order of preference; lossy ones after lossless ones."""

_SHARED = 15
"""How many syntaxes share one context: the request grows by 26 bytes for each."""

USUAL_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.1.1",  # Digital X-Ray, for presentation
    "1.2.840.10008.5.1.4.1.1.1",  # Computed Radiography
)
"""What an orthopaedic study holds when the archive does not say."""

OTHER_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.1.1.1",  # Digital X-Ray, for processing
    "1.2.840.10008.5.1.4.1.1.2",  # CT
    "1.2.840.10008.5.1.4.1.1.2.1",  # Enhanced CT
    "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.2",  # Multi-frame grayscale byte SC
    "1.2.840.10008.5.1.4.1.1.7.3",  # Multi-frame grayscale word SC
    "1.2.840.10008.5.1.4.1.1.7.4",  # Multi-frame true colour SC
    "1.2.840.10008.5.1.4.1.1.12.1",  # X-Ray Angiographic
    "1.2.840.10008.5.1.4.1.1.12.2",  # X-Ray Radiofluoroscopic
    "1.2.840.10008.5.1.4.1.1.4",  # MR
    "1.2.840.10008.5.1.4.1.1.4.1",  # Enhanced MR
    "1.2.840.10008.5.1.4.1.1.6.1",  # Ultrasound
    "1.2.840.10008.5.1.4.1.1.20",  # Nuclear Medicine
    "1.2.840.10008.5.1.4.1.1.11.1",  # Grayscale presentation state
    "1.2.840.10008.5.1.4.1.1.88.11",  # Basic Text SR
    "1.2.840.10008.5.1.4.1.1.88.22",  # Enhanced SR
    "1.2.840.10008.5.1.4.1.1.88.33",  # Comprehensive SR
    "1.2.840.10008.5.1.4.1.1.88.34",  # Comprehensive 3D SR
    "1.2.840.10008.5.1.4.1.1.88.59",  # Key Object Selection
    "1.2.840.10008.5.1.4.1.1.88.67",  # X-Ray Radiation Dose SR
    "1.2.840.10008.5.1.4.1.1.104.1",  # Encapsulated PDF
)


def every_storage_class() -> tuple[str, ...]:
    """Storage SOP classes of PS3.4 B.5, those of orthopaedic films first."""
    standard = (str(context.abstract_syntax) for context in AllStoragePresentationContexts)
    return tuple(dict.fromkeys((*USUAL_CLASSES, *OTHER_CLASSES, *standard)))


def retrieve_contexts(
    known_classes: Iterable[str], room: int = MAX_CONTEXTS - 1
) -> list[PresentationContext]:
    """Plan the storage contexts of a C-GET.

    Parameters
    ----------
    known_classes : iterable of str
        SOP classes of the study, most wanted first; empty when the archive did not say.
    room : int
        How many contexts may be used.

    Returns
    -------
    list of PresentationContext
        Each known class once per transfer syntax as far as there is room; then one
        context for each other class that such a study may hold.
    """
    told = tuple(dict.fromkeys(known_classes))[:room]
    known = told or USUAL_CLASSES
    # A quarter stays for classes nobody mentioned, unless the known ones alone need it.
    per_class = max(1, (room - room // 4) // len(known))
    contexts = [context for uid in known for context in _split(uid, per_class)]
    candidates = OTHER_CLASSES if told else every_storage_class()
    others = [uid for uid in candidates if uid not in known]
    rest = others[: max(0, room - len(contexts))]
    return contexts + [_context(uid, TRANSFER_SYNTAXES[:_SHARED]) for uid in rest]


def _split(uid: str, contexts: int) -> list[PresentationContext]:
    """Give one class so many contexts: one syntax each, the last one takes what is left."""
    alone = TRANSFER_SYNTAXES[: contexts - 1]
    rest = TRANSFER_SYNTAXES[contexts - 1 :]
    singles = [_context(uid, (syntax,)) for syntax in alone]
    return singles + ([_context(uid, rest)] if rest else [])


def _context(uid: str, syntaxes: Sequence[str]) -> PresentationContext:
    context = PresentationContext()
    context.abstract_syntax = uid
    context.transfer_syntax = list(syntaxes)
    return context


def service_context(uid: str) -> PresentationContext:
    """Context of a service whose messages are ours to encode (C-ECHO, C-FIND, C-GET, C-MOVE)."""
    return _context(uid, UNCOMPRESSED)


def storage_context(uid: str, transfer_syntax: str) -> PresentationContext:
    """Context for sending an object exactly as it is encoded."""
    return _context(uid, (transfer_syntax,))


def receiving_contexts() -> list[PresentationContext]:
    """Contexts of a storage SCP: every storage class, every encoding.

    As acceptor we choose where a peer offers several syntaxes, so compressed lossless
    ones come first: a peer that offers one beside an uncompressed one has it in store.
    """
    lossless = TRANSFER_SYNTAXES[2:9]
    order = (*lossless, *UNCOMPRESSED, *TRANSFER_SYNTAXES[9:])
    return [_context(uid, order) for uid in every_storage_class()]
