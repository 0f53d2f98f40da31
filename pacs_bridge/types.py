"""What crosses the border of the bridge: frozen values, no associations, no HTTP sessions.

UIDs are strings, dates are :class:`datetime.date`, names are kept in the form the
archive sent them (DICOM PN with ``=`` and ``^``), already decoded to Unicode.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path


class Protocol(StrEnum):
    """How an archive is reached."""

    DIMSE = "dimse"
    DICOMWEB = "dicomweb"
    FOLDER = "folder"


class Retrieval(StrEnum):
    """How films are brought in, in the words of the standard (PS3.4 Annex C, PS3.18)."""

    WADO_RS = "wado-rs"
    C_GET = "c-get"
    C_MOVE = "c-move"
    COPY = "copy"
    BEST = "best"
    """The first way that the node's test found to work; see :mod:`pacs_bridge.connect`."""


class Step(StrEnum):
    """The step of a remote operation; every error names one."""

    CONNECT = "connect"
    ASSOCIATE = "associate"
    ECHO = "echo"
    SEARCH = "search"
    RETRIEVE = "retrieve"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Limits in seconds, kept from outside the process that talks to the archive."""

    connect_s: float = 10.0
    echo_s: float = 15.0
    find_s: float = 60.0
    stall_s: float = 120.0
    retrieve_s: float = 1800.0
    store_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What a test of an archive has found out about it; see :mod:`pacs_bridge.checks`.

    Attributes
    ----------
    searches : bool
        Whether studies can be searched for; a worklist server may offer nothing but that.
    retrievals : tuple of Retrieval
        Ways that have brought a film, the fastest first.
    character_set : str
        Set in which keys with accents find their names; empty when that was not seen.
    wildcards : bool
        Whether ``SMI*`` finds SMITH.
    folds_accents : bool or None
        Whether ``MUL*`` finds MÜLLER; None when no such name was there to try.
    fuzzy_names, relational_queries : bool
        What the archive agreed to in extended negotiation (PS3.4 C.5.1.1).
    decodes_keys : bool or None
        QIDO-RS: whether percent-encoded keys, accents among them, find their names.
    any_transfer_syntax : bool
        WADO-RS: whether ``transfer-syntax=*`` is taken.
    page_matches : int
        QIDO-RS: matches that one answer holds at most; 0 when no such limit was seen.
    max_pdu_bytes : int
        Longest PDU that the archive takes; 0 is no limit, or not known.
    worklist, commitment : bool
        Whether Modality Worklist and Storage Commitment were accepted.
    storage_sop_classes : tuple of str
        Classes that it accepts for storage.
    """

    searches: bool = True
    retrievals: tuple[Retrieval, ...] = ()
    character_set: str = ""
    wildcards: bool = True
    folds_accents: bool | None = None
    fuzzy_names: bool = False
    relational_queries: bool = False
    decodes_keys: bool | None = None
    any_transfer_syntax: bool = True
    page_matches: int = 0
    max_pdu_bytes: int = 0
    worklist: bool = False
    commitment: bool = False
    storage_sop_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """Where an archive is and who we are towards it.

    Attributes
    ----------
    name : str
        Short name used in every message, for example ``MAIN``.
    protocol : Protocol
        How to reach it.
    host, port, ae_title, calling_ae_title
        DIMSE address and titles (PS3.8). Ignored for DICOMweb and folders.
    retrieval : Retrieval
        The way films are retrieved from this node.
    own_receive
        C-GET by our own upper layer; pynetdicom's otherwise.
    move_ae_title, move_spool
        For C-MOVE: the title registered at the archive for our receiver, and the
        folder where that receiver puts what it got.
    url
        DICOMweb service root, for example ``https://pacs.example/dicom-web``.
    folder
        For :attr:`Protocol.FOLDER`: a directory or a zip archive.
    character_set
        Specific Character Set used for query keys that are not ASCII.
    username, password, bearer_token
        DICOMweb authentication; never logged, hidden from ``repr``.
    token_url, token_scope
        OAuth 2.0 client credentials: ``username`` and ``password`` are the client's
        identifier and secret, and get a token there.
    ca_file, client_cert, client_key
        TLS material. ``tls`` turns TLS on for DIMSE; DICOMweb follows its URL.
    """

    name: str
    protocol: Protocol
    host: str = ""
    port: int = 0
    ae_title: str = ""
    calling_ae_title: str = "PLUMBLINE"
    retrieval: Retrieval = Retrieval.C_GET
    own_receive: bool = True
    move_ae_title: str = ""
    move_spool: Path | None = None
    url: str = ""
    folder: Path | None = None
    character_set: str = "ISO_IR 192"
    tls: bool = False
    ca_file: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    bearer_token: str = field(default="", repr=False)
    token_url: str = ""
    token_scope: str = ""
    profile: Profile | None = None
    deadlines: Deadlines = Deadlines()


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """What a person asked for. Empty fields are not sent as restrictions.

    ``family_name`` and ``given_name`` are plain words without wildcards; the bridge
    turns them into keys the archive understands (PS3.4 C.2.2.2) and filters again.
    """

    family_name: str = ""
    given_name: str = ""
    patient_id: str = ""
    accession_number: str = ""
    birth_date: date | None = None
    study_uid: str = ""
    date_from: date | None = None
    date_to: date | None = None
    modalities: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class StudyMatch:
    """One study as the archive describes it."""

    node: str
    study_uid: str
    patient_id: str
    issuer: str
    patient_name: str
    birth_date: date | None
    sex: str
    accession_number: str
    study_date: date | None
    study_time: time | None
    description: str
    modalities: tuple[str, ...]
    series_count: int | None
    instance_count: int | None


@dataclass(frozen=True, slots=True)
class SeriesMatch:
    """One series of a study."""

    study_uid: str
    series_uid: str
    modality: str
    description: str
    body_part: str
    laterality: str
    number: int | None
    instance_count: int | None


@dataclass(frozen=True, slots=True)
class InstanceMatch:
    """One instance of a series; asked for to learn what is missing."""

    study_uid: str
    series_uid: str
    sop_class_uid: str
    sop_instance_uid: str
    number: int | None


@dataclass(frozen=True, slots=True)
class SearchEnd:
    """The last item of every search: whether the archive had more than was asked for."""

    limit_reached: bool
    dropped: int = 0
    """Matches that were not asked for or could not be used, and were left out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to bring: a study, some of its series, or single instances of it.

    ``sop_uids`` maps a series UID to the instances wanted from it. ``sop_classes`` are those
    that will come, where they are known already; else the archive is asked for them.
    """

    study_uid: str
    series_uids: tuple[str, ...] = ()
    sop_uids: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sop_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A complete file on our disc, not yet looked into by anybody.

    ``path`` belongs to the receiver of this value, who makes it durable, moves or deletes it.
    It is a Part 10 file whose data set bytes are those that the archive sent.
    """

    path: Path
    size_bytes: int
    received_sha256: str
    origin: str = ""
    """Name of the member for folders and zips (``a.zip!/m.dcm``); empty from a PACS."""


@dataclass(frozen=True, slots=True)
class FetchEnd:
    """The last item of every retrieval: what the archive itself says about it."""

    completed: int
    failed: int = 0
    warnings: int = 0
    failed_sop_uids: tuple[str, ...] = ()
    status: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What the archive answered to one object that was sent."""

    sop_instance_uid: str
    stored: bool
    status: str
    reason: str = ""
    transient: bool = False


@dataclass(frozen=True, slots=True)
class EchoResult:
    """An answer to "are you there"."""

    node: str
    seconds: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an archive offers, learnt by asking it."""

    retrievals: tuple[Retrieval, ...]
    storage_sop_classes: tuple[str, ...] = ()
    fuzzy_names: bool = False
    notes: tuple[str, ...] = ()
