"""What is unsolved about a case, by code: a few words for a line, not a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

LABELS = {
    "case_must_read": said("Note to read before theatre"),
    "case_refused": said("PACS refused the report"),
    "case_not_sent": said("Not sent to PACS"),
    "case_side_conflict": said("Film shows the other side"),
    "case_side_missing": said("Side not set"),
    "case_arriving": said("Films are arriving"),
    "case_no_films": said("No film here yet"),
    "case_incomplete": said("Images are missing"),
    "case_no_scale": said("No scale on film"),
    "case_operation_missing": said("Operation not named"),
    "case_reopened": said("Reopened: sign again"),
    "case_nothing_planned": said("Nothing planned yet"),
    "case_no_date": said("No theatre date"),
    "case_not_signed": said("Not signed yet"),
}
