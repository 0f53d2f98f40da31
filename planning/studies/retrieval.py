"""What to ask an archive for: only what is not here, radiographs first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from planning.pacs import gateway
from planning.pacs.gateway import SearchEnd, StudyMatch, Wanted
from planning.pacs.models import PacsNode
from planning.studies.mapping import FILM_MODALITIES
from planning.studies.models import Instance


@dataclass(slots=True)
class Listing:
    """What an archive says a study holds.

    Attributes
    ----------
    match : StudyMatch
    series : list of SeriesMatch
        Radiographs first.
    sop_uids : dict
        Series UID to the set of instance UIDs in it.
    sop_classes : dict
        Series UID to the storage classes of its instances; empty where one is not told.
    """

    match: StudyMatch
    series: list = field(default_factory=list)
    sop_uids: dict[str, set[str]] = field(default_factory=dict)
    sop_classes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int | None:
        """Return how many instances there are, by list or by the archive's own count."""
        listed = sum(len(uids) for uids in self.sop_uids.values())
        return listed or self.match.instance_count


class StudyNotFound(Exception):
    """The archive no longer has the study."""


def listing(node: PacsNode, study_uid: str, *, cancelled: gateway.Stop) -> Listing:
    """Ask an archive what a study holds, down to the instances.

    Raises
    ------
    StudyNotFound
    ArchiveError
    """
    query = gateway.StudyQuery(study_uid=study_uid, limit=2)
    matches = list(_items(gateway.find_studies(node, query, cancelled=cancelled)))
    if not matches:
        raise StudyNotFound(study_uid)
    found = Listing(matches[0])
    series = list(_items(gateway.find_series(node, study_uid, cancelled=cancelled)))
    found.series = sorted(series, key=_films_first)
    for one in found.series:
        uid = one.series_uid
        instances = list(_items(gateway.find_instances(node, study_uid, uid, cancelled=cancelled)))
        found.sop_uids[uid] = {item.sop_instance_uid for item in instances}
        classes = {item.sop_class_uid for item in instances}
        found.sop_classes[uid] = tuple(sorted(classes)) if all(classes) else ()
    return found


def _items(found: Iterator) -> Iterator:
    return (item for item in found if not isinstance(item, SearchEnd))


def _films_first(series) -> tuple[bool, int]:
    return series.modality not in FILM_MODALITIES, series.number or 0


def missing(listed: Listing, *, site) -> dict[str, set[str]]:
    """Return the listed instances that are not here, by series, empty series left out."""
    here = set(
        Instance.objects.filter(
            site=site, series__study__study_instance_uid=listed.match.study_uid
        ).values_list("sop_instance_uid", flat=True)
    )
    gaps = {uid: sops - here for uid, sops in listed.sop_uids.items()}
    return {uid: sops for uid, sops in gaps.items() if sops}


def requests(listed: Listing, gaps: dict[str, set[str]]) -> list[Wanted]:
    """Return what to ask for, in order.

    Whole series are asked for as series, which archives answer far faster than lists of
    instances; single instances only where part of a series is already here.
    """
    study_uid = listed.match.study_uid
    wanted = []
    for series_uid in (one.series_uid for one in listed.series):
        sops = gaps.get(series_uid)
        if not sops:
            continue
        classes = listed.sop_classes.get(series_uid, ())
        if sops == listed.sop_uids[series_uid]:
            wanted.append(Wanted(study_uid, series_uids=(series_uid,), sop_classes=classes))
        else:
            some = ((series_uid, tuple(sorted(sops))),)
            wanted.append(Wanted(study_uid, sop_uids=some, sop_classes=classes))
    if not listed.sop_uids:
        wanted.append(Wanted(study_uid))
    return wanted
