"""Sentences about imports and other work."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "import_listing": said("Asking the archive what the study holds."),
    "import_retrieving": said("Films are arriving."),
    "import_done": said("All films are here."),
    "import_incomplete": said(
        "{have} of {expected} images arrived. You can view what is here. Retry the missing images."
    ),
    "import_nothing_usable": said(
        "{node} sent nothing that could be used. Look at what was set aside, "
        "or tell your PACS team."
    ),
    "study_not_found": said("{node} no longer has this study. Search again."),
    "node_gone": said("This archive is no longer set up. Ask your administrator."),
    "node_disabled": said("{node} is switched off. Ask your administrator."),
    "search_empty": said(
        "Type a name, an ID, an accession number or a birth date like 1956-03-14."
    ),
    "job_broke": said("Something went wrong on the server. It will be tried again."),
    "job_kept_dying": said("This could not be finished after many tries. Tell your administrator."),
    "instance_gone": said("This film is no longer here."),
    "original_missing": said(
        "The original of this film is missing in the store. Tell your administrator."
    ),
}

# What the bridge names as a cause, in words that fit into a sentence.
CAUSES = {
    "empty": said("there is nothing to search for"),
    "only_wildcards": said("it has only * and ? in it"),
    "backslash": said("it has a backslash in it"),
    "control_character": said("it has an invisible character in it"),
    "too_long": said("it is longer than 64 characters"),
    "bad_study_uid": said("the study's identifier is not one"),
    "bad_modality": said("a kind of film is not one"),
    "dates_reversed": said("the first date is after the last one"),
    "bad_limit": said("the limit is not a number of results"),
}
