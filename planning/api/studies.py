"""Studies that are here, and the films in them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.permissions import needs
from planning.audit import services as audit
from planning.imaging import selectors as imaging
from planning.imaging.volume_selectors import may_open_as_volume
from planning.studies import mapping, selectors
from planning.studies.models import Instance, Series, Study
from planning.words import sentence

SHOWN_WITH_STUDY = ("patient__identity_domain", "site")


class StudyOutput(serializers.Serializer):
    """A study in a list."""

    id = serializers.UUIDField()
    study_instance_uid = serializers.CharField()
    patient = serializers.DictField()
    date = serializers.DateField(allow_null=True)
    description = serializers.CharField()
    accession_number = serializers.CharField()
    modalities = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=Study.State.choices)
    films = serializers.IntegerField()
    expected = serializers.IntegerField(allow_null=True)
    missing = serializers.ListField()
    imported_at = serializers.DateTimeField()
    first_film_id = serializers.UUIDField(allow_null=True)
    preview_url = serializers.CharField(allow_null=True)


class StudyDetailOutput(StudyOutput):
    """A study with its series and films."""

    series = serializers.ListField(child=serializers.DictField())


def patient_json(study: Study) -> dict:
    """Return the patient as the study's own files name them."""
    return selectors.demographics(study, on=study.study_date or timezone.localdate())


def study_rows(studies: list[Study]) -> list[dict]:
    """Return studies for a list."""
    return [_row(one.study, one.films, one.first) for one in selectors.listed(studies)]


def _row(study: Study, films: int, first: Instance | None) -> dict:
    return {
        "id": str(study.pk),
        "study_instance_uid": study.study_instance_uid,
        "patient": patient_json(study),
        "date": study.study_date.isoformat() if study.study_date else None,
        "description": study.description,
        "accession_number": study.accession_number,
        "modalities": sorted({series.modality for series in study.series.all()}),
        "state": study.state,
        "films": films,
        "expected": study.expected_instances,
        "missing": study.missing,
        "imported_at": study.imported_at.isoformat(),
        "first_film_id": str(first.pk) if first else None,
        "preview_url": imaging.preview_url(first) if first else None,
    }


def film_summary(film: Instance) -> dict:
    """Return a film for the strip."""
    state, reason = imaging.film_state(film)
    taken = mapping.film_date(film.header)
    return {
        "id": str(film.pk),
        "sop_instance_uid": film.sop_instance_uid,
        "number": film.number,
        "view": mapping.first(film.header, "ViewPosition"),
        "side": mapping.laterality(film.header),
        "date": taken.isoformat() if taken else None,
        "state": state,
        "preview_url": imaging.preview_url(film),
        "reason": reason and reason | {"sentence": sentence(reason["code"], reason["params"])},
    }


def study_json(study: Study, *, slices: bool = True) -> dict:
    """Return a study with its series and films; without ``slices`` no CT, MR and the like."""
    films = selectors.films_of(study, slices=slices)
    by_series: dict = {}
    for film in films:
        by_series.setdefault(film.series_id, []).append(film)
    return _row(study, len(films), films[0] if films else None) | {
        "series": [
            {
                "id": str(series.pk),
                "modality": series.modality,
                "description": series.description,
                "number": series.number,
                "films": [film_summary(film) for film in by_series.get(series.pk, [])],
                "volume_url": _volume_url(series, by_series.get(series.pk, [])),
            }
            for series in selectors.series_of(study)
        ]
    }


def _volume_url(series: Series, films: list[Instance]) -> str | None:
    """Return the page on which a series of slices is scrolled and cut, or None for films."""
    if not may_open_as_volume(series.modality, films):
        return None
    return reverse("volume", args=(series.study_id, series.pk))


class Studies(APIView):
    """The studies that are here."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=StudyOutput(many=True))
    def get(self, request: Request) -> Response:
        """List them, newest first."""
        rows = selectors.studies_for(request.user)[: selectors.LISTED_AT_MOST]
        return Response(study_rows(list(rows)))


class OneStudy(APIView):
    """One study."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=StudyDetailOutput)
    def get(self, request: Request, study_id: str) -> Response:
        """Return it with its series and films."""
        study = policy.get(request.user, Study, study_id, along=SHOWN_WITH_STUDY)
        audit.record_access(
            actor=request.user, study=study, address=request.META.get("REMOTE_ADDR")
        )
        return Response(study_json(study))


class OtherStudies(APIView):
    """What else is here of the same patient to compare with: earlier films, other views."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=StudyDetailOutput(many=True))
    def get(self, request: Request, study_id: str) -> Response:
        """List the studies with their films, newest first."""
        study = policy.get(request.user, Study, study_id)
        audit.record_access(
            actor=request.user, study=study, address=request.META.get("REMOTE_ADDR")
        )
        others = selectors.others_of_patient(request.user, study)[: selectors.OTHERS_AT_MOST]
        return Response([study_json(other, slices=False) for other in others])
