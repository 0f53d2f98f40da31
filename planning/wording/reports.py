"""Sentences about reports on their way to an archive."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "report_making": said("The report is being made."),
    "report_sending": said("The report is being sent."),
    "report_refused": said("{node} said: “{said}”."),
    "report_confirming": said("The archive is being asked to confirm that it keeps the report."),
    "report_not_committed": said("{node} took it, but does not answer for keeping it: “{said}”."),
    "commitment_no_answer": said("{node} has not confirmed for a day that it keeps this."),
    "report_wrong_patient": said(
        "The file that was made does not name this patient and study, so nothing was sent. "
        "Tell your administrator."
    ),
    "report_other_patient_there": said(
        "{node} knows somebody else under this patient ID or this study, so nothing was sent. "
        "Save the PDF instead, or ask your PACS team."
    ),
    "report_film_gone": said(
        "A film of this plan is no longer here, so the report cannot be made. "
        "Import the study again, then press Send again."
    ),
    "report_version_gone": said("This signed version is no longer here."),
    "report_no_node": said(
        "These films came from no archive. Choose the archive to send the report to."
    ),
    "sending_stopped": said("Sending was stopped at your request."),
}
