"""Every endpoint on one page."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from planning.api import (
    achieved,
    archive_tests,
    calibrations,
    definitions,
    events,
    films,
    jobs,
    library,
    markers,
    notes,
    people,
    pixels,
    plan_changes,
    plan_values,
    plans,
    procedures,
    proposals,
    quarantine,
    reports,
    schema,  # noqa: F401 - registers itself
    searches,
    signatures,
    studies,
    uploads,
    volumes,
    worklists,
)

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    # Who I am, where I am
    path("session", people.Session.as_view(), name="session"),
    path("sites/<uuid:site_id>", people.OneSite.as_view(), name="site-settings"),
    path("client-errors", people.ClientErrors.as_view(), name="client-errors"),
    # Archives
    path("nodes", people.Nodes.as_view(), name="node-list"),
    path("nodes/<uuid:node_id>/echo", people.Echo.as_view(), name="node-echo"),
    path("worklist", worklists.Worklist.as_view(), name="worklist"),
    path("nodes/<uuid:node_id>/test", archive_tests.ArchiveTest.as_view(), name="node-test-job"),
    path("searches", searches.Searches.as_view(), name="searches"),
    # Work
    path("imports", jobs.Imports.as_view(), name="imports"),
    path("jobs", jobs.Jobs.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", jobs.OneJob.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", jobs.CancelJob.as_view(), name="job-cancel"),
    path("jobs/<uuid:job_id>/retry", jobs.RetryJob.as_view(), name="job-retry"),
    path("events", events.events, name="events"),
    # Files that people bring, and what waits for a decision
    path("uploads", uploads.Uploads.as_view(), name="upload-list"),
    path("uploads/<uuid:upload_id>", uploads.OneUpload.as_view(), name="upload"),
    path(
        "uploads/<uuid:upload_id>/files/<int:number>",
        uploads.UploadFile.as_view(),
        name="upload-file",
    ),
    path("uploads/<uuid:upload_id>/finish", uploads.FinishUpload.as_view(), name="upload-finish"),
    path("set-aside", quarantine.SetAside.as_view(), name="quarantine-list"),
    path("set-aside/<uuid:row_id>", quarantine.OneSetAside.as_view(), name="quarantine-group"),
    path(
        "set-aside/<uuid:row_id>/decision",
        quarantine.Decisions.as_view(),
        name="quarantine-decision",
    ),
    path(
        "set-aside/<uuid:row_id>/picture",
        quarantine.SetAsidePicture.as_view(),
        name="quarantine-picture",
    ),
    path(
        "set-aside/decisions/<uuid:decision_id>/undo",
        quarantine.UndoDecision.as_view(),
        name="quarantine-undo",
    ),
    # Films
    path("studies", studies.Studies.as_view(), name="study-list"),
    path("studies/<uuid:study_id>", studies.OneStudy.as_view(), name="study"),
    path(
        "studies/<uuid:study_id>/others",
        studies.OtherStudies.as_view(),
        name="study-others",
    ),
    path(
        "studies/<uuid:study_id>/achieved",
        achieved.Achieved.as_view(),
        name="study-achieved",
    ),
    path("films/<uuid:film_id>", films.OneFilm.as_view(), name="film"),
    path("films/<uuid:film_id>/hanging", films.Hangings.as_view(), name="film-hanging"),
    path(
        "films/<uuid:film_id>/calibrations",
        calibrations.Calibrations.as_view(),
        name="film-calibrations",
    ),
    path("films/<uuid:film_id>/marker", markers.MarkerProposal.as_view(), name="film-marker"),
    path(
        "films/<uuid:film_id>/hip-reading",
        proposals.HipReading.as_view(),
        name="film-hip-reading",
    ),
    path("films/<uuid:film_id>/levels/<str:level>/<str:sha256>", pixels.level, name="film-level"),
    path("films/<uuid:film_id>/preview/<str:sha256>", pixels.preview, name="film-preview"),
    # Volumes
    path("series/<uuid:series_id>/volume", volumes.SeriesVolume.as_view(), name="series-volume"),
    path(
        "volumes/<uuid:volume_id>/planes/<str:plane>/<int:start>/<int:count>/<str:sha256>",
        volumes.planes,
        name="volume-planes",
    ),
    # Measurements
    path("definitions", definitions.Definitions.as_view(), name="definitions"),
    path(
        "definitions/<str:digest>",
        definitions.DefinitionsByDigest.as_view(),
        name="definitions-by-digest",
    ),
    # Implants
    path("library/families", library.Families.as_view(), name="library-families"),
    path(
        "library/families/<str:key>/<int:version>",
        library.OneFamily.as_view(),
        name="library-family",
    ),
    path(
        "library/families/<str:key>/<int:version>/standing",
        library.FamilyStanding.as_view(),
        name="library-standing",
    ),
    # Guided operations
    path("procedures", procedures.Procedures.as_view(), name="procedures"),
    # Plans
    path("plans", plans.Plans.as_view(), name="plan-list"),
    path("plans/<uuid:plan_id>", plans.OnePlan.as_view(), name="plan"),
    path("plans/<uuid:plan_id>/reopening", plans.Reopening.as_view(), name="plan-reopening"),
    path("plans/<uuid:plan_id>/changes", plan_changes.Changes.as_view(), name="plan-changes"),
    path(
        "plans/<uuid:plan_id>/set-aside",
        plan_changes.SettingAside.as_view(),
        name="plan-set-aside",
    ),
    path("plans/<uuid:plan_id>/history", plan_changes.History.as_view(), name="plan-history"),
    path(
        "plans/<uuid:plan_id>/history/<int:version>",
        plan_changes.EarlierDocument.as_view(),
        name="plan-document",
    ),
    path("plans/<uuid:plan_id>/readiness", signatures.WhatIsLeft.as_view(), name="plan-readiness"),
    path("plans/<uuid:plan_id>/results", signatures.Results.as_view(), name="plan-results"),
    path(
        "plans/<uuid:plan_id>/measurements.csv",
        plan_values.ValuesTable.as_view(),
        name="plan-values-table",
    ),
    path(
        "plans/<uuid:plan_id>/measurements.json",
        plan_values.ValuesData.as_view(),
        name="plan-values-data",
    ),
    path("plans/<uuid:plan_id>/signature", signatures.Signatures.as_view(), name="plan-signature"),
    path("plans/<uuid:plan_id>/signed", signatures.SignedVersions.as_view(), name="plan-signed"),
    path(
        "plans/<uuid:plan_id>/signed/<int:number>",
        signatures.OneSignedVersion.as_view(),
        name="plan-signed-version",
    ),
    # Reports
    path(
        "plans/<uuid:plan_id>/signed/<int:number>/report.pdf",
        reports.ReportPdf.as_view(),
        name="report-pdf",
    ),
    path(
        "plans/<uuid:plan_id>/signed/<int:number>/pictures/<int:picture>.png",
        reports.ReportPicture.as_view(),
        name="report-picture",
    ),
    path(
        "plans/<uuid:plan_id>/signed/<int:number>/objects",
        reports.ReportObjects.as_view(),
        name="report-objects",
    ),
    path(
        "plans/<uuid:plan_id>/signed/<int:number>/sending",
        reports.Sending.as_view(),
        name="report-sending",
    ),
    path("reports/<uuid:report_id>/retry", reports.RetryReport.as_view(), name="report-retry"),
    # Notes
    path("studies/<uuid:study_id>/notes", notes.StudyNotes.as_view(), name="study-notes"),
    path(
        "notes/<uuid:note_id>/acknowledgement",
        notes.Acknowledgement.as_view(),
        name="note-acknowledgement",
    ),
    path("notes/<uuid:note_id>/reading", notes.Reading.as_view(), name="note-reading"),
]
