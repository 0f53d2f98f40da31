"""What to ask an archive for: only what is not here, radiographs first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count

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
        Series UID to the set of instance UIDs in it. A series of which nothing is here, and
        of which the archive tells the number, is not listed: that number is enough as long
        as so many come.
    sop_classes : dict
        Series UID to the storage classes of its instances; empty where one is not told.
    """

    match: StudyMatch
    series: list = field(default_factory=list)
    sop_uids: dict[str, set[str]] = field(default_factory=dict)
    sop_classes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int | None:
        """Return how many instances there are, by lists or by the archive's own counts."""
        return sum(map(self.count_of, self.series)) or self.match.instance_count

    def count_of(self, series) -> int:
        """Return how many instances a series has."""
        listed = self.sop_uids.get(series.series_uid)
        return series.instance_count or 0 if listed is None else len(listed)


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not here of a series: so many instances, which ones if that is known."""

    count: int
    sop_uids: frozenset[str] | None = None


class StudyNotFound(Exception):
    """The archive no longer has the study."""


def listing(node: PacsNode, study_uid: str, *, site, cancelled: gateway.Stop) -> Listing:
    """Ask an archive what a study holds, down to the instances where that is needed.

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
    here = _here_by_series(found, site)
    for one in found.series:
        if one.instance_count is None or here[one.series_uid]:
            _list_series(found, node, one.series_uid, cancelled)
    return found


def list_what_lacks(listed: Listing, node: PacsNode, *, site, cancelled: gateway.Stop) -> None:
    """List the series of which fewer came than their number says, so that gaps have names.

    Raises
    ------
    ArchiveError
    """
    for uid, gap in missing(listed, site=site).items():
        if gap.sop_uids is None:
            _list_series(listed, node, uid, cancelled)


def _list_series(found: Listing, node: PacsNode, uid: str, cancelled: gateway.Stop) -> None:
    study_uid = found.match.study_uid
    instances = list(_items(gateway.find_instances(node, study_uid, uid, cancelled=cancelled)))
    found.sop_uids[uid] = {item.sop_instance_uid for item in instances}
    classes = {item.sop_class_uid for item in instances}
    found.sop_classes[uid] = tuple(sorted(classes)) if all(classes) else ()


def _items(found: Iterator) -> Iterator:
    return (item for item in found if not isinstance(item, SearchEnd))


def _films_first(series) -> tuple[bool, int]:
    return series.modality not in FILM_MODALITIES, series.number or 0


def _here(listed: Listing, site):
    return Instance.objects.filter(
        site=site, series__study__study_instance_uid=listed.match.study_uid
    )


def _here_by_series(listed: Listing, site) -> Counter:
    series = _here(listed, site).order_by().values_list("series__series_instance_uid")
    return Counter(dict(series.annotate(Count("pk"))))


def missing(listed: Listing, *, site) -> dict[str, Gap]:
    """Return what the archive has and what is not here, by series, whole series left out."""
    here: set[str] = set()
    if listed.sop_uids:
        here.update(_here(listed, site).values_list("sop_instance_uid", flat=True))
    counts = _here_by_series(listed, site)
    gaps = {}
    for one in listed.series:
        uid = one.series_uid
        if uid in listed.sop_uids:
            lacking = frozenset(listed.sop_uids[uid] - here)
            gaps[uid] = Gap(len(lacking), lacking)
        else:
            gaps[uid] = Gap(max(0, listed.count_of(one) - counts[uid]))
    return {uid: gap for uid, gap in gaps.items() if gap.count}


def requests(listed: Listing, gaps: dict[str, Gap]) -> list[Wanted]:
    """Return what to ask for, in order.

    Whole series are asked for as series, which archives answer far faster than lists of
    instances; single instances only where part of a series is already here.
    """
    study_uid = listed.match.study_uid
    wanted = []
    for series_uid in (one.series_uid for one in listed.series):
        gap = gaps.get(series_uid)
        if gap is None:
            continue
        classes = listed.sop_classes.get(series_uid, ())
        if gap.sop_uids is None or gap.sop_uids == listed.sop_uids[series_uid]:
            wanted.append(Wanted(study_uid, series_uids=(series_uid,), sop_classes=classes))
        else:
            some = ((series_uid, tuple(sorted(gap.sop_uids))),)
            wanted.append(Wanted(study_uid, sop_uids=some, sop_classes=classes))
    if not listed.series:
        wanted.append(Wanted(study_uid))
    return wanted
