"""What a test of an archive says, in words for an administrator and for the PACS team.

The words for a check and a code are looked for first, then those for the check and its
outcome. Errors of the archive itself have their sentences in ``planning.words``.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said

TITLES = {
    "connection": said("Connection (C-ECHO, or a search over the web)"),
    "encryption": said("Encryption"),
    "studies": said("Search for studies"),
    "patients": said("Search for patients"),
    "series": said("List series"),
    "instances": said("List images"),
    "wildcards": said("Beginnings of names"),
    "accents": said("Accents and other scripts"),
    "fuzzy": said("Names that sound alike"),
    "relational": said("Relational searches"),
    "pages": said("Answers page by page"),
    "wado-study": said("Films by WADO-RS, a whole study"),
    "wado-series": said("Films by WADO-RS, a series"),
    "c-get": said("Films by C-GET"),
    "c-move": said("Films by C-MOVE, to our receiver"),
    "store": said("Sending reports back"),
    "commitment": said("Storage Commitment"),
    "worklist": said("Modality Worklist"),
}

OUTCOMES = {
    "works": said("works"),
    "partly": said("works, with a remark"),
    "fails": said("does not work"),
    "absent": said("not offered"),
    "untested": said("not tested"),
}

_NOTHING_REACHED_US = said(
    "Nothing reached our receiver ({cause}). Ask the PACS team to register it as this page says, "
    "and to let the archive connect to that address and port."
)

_SAID = {
    ("connection", "answered"): said("It knows us and answered in {seconds} seconds."),
    ("connection", "answered_web"): said("It knows us and answers searches."),
    ("connection", "no_echo"): said("It knows us, but does not answer C-ECHO. We do without it."),
    ("connection", "short_proposals"): said(
        "It knows us, but breaks off when many kinds of objects are proposed at once. C-GET "
        "proposes many: prefer C-MOVE or WADO-RS, and ask the PACS team about this limit."
    ),
    ("encryption", "encrypted"): said("The connection is encrypted ({version})."),
    ("encryption", "not_encrypted"): said(
        "The connection is not encrypted: names and films cross the network in clear. Ask the "
        "PACS team for TLS."
    ),
    ("studies", "works"): said("Studies are found by their date."),
    ("studies", "no_studies"): said(
        "It answers, but holds no study that we may see. The rest needs one: ask the PACS team "
        "to allow us to see studies, then test again."
    ),
    ("studies", "absent"): said(
        "It does not let us search (C-FIND, Study Root), so people's searches leave it out. "
        "Unless it is only for worklists, ask the PACS team to allow it."
    ),
    ("patients", "works"): said("Patients are found by their ID."),
    ("patients", "absent"): said("Patient Root is not offered. We do without it."),
    ("series", "works"): said("The series of a study are listed."),
    ("instances", "works"): said("The images of a series are listed, so missing ones are noticed."),
    ("wildcards", "works"): said("The first letters of a name find the person."),
    ("wildcards", "no_wildcards"): said(
        "Only whole names are found: * is not understood. We send names without it."
    ),
    ("wildcards", "name_not_found"): said(
        "A name that it had just sent was not found again, in capitals or as it is stored. "
        "Search by patient ID, and ask the PACS team about searches by name."
    ),
    ("wildcards", "names_ignored"): said(
        "It passes over the name that is asked for and sends everybody. We sort them out."
    ),
    ("wildcards", "keys_not_decoded"): said(
        "Plain letters are understood, percent-encoded ones are not. We send * in their place "
        "and sort out what comes."
    ),
    ("accents", "accents_folded"): said(
        "Names with accents are found ({character_set}), also when typed without them."
    ),
    ("accents", "accents_exact"): said(
        "Names with accents are found ({character_set}), but only when typed with them. Where "
        "nothing is found we ask again more widely."
    ),
    ("accents", "accents_found"): said("Names in other scripts are found ({character_set})."),
    ("accents", "accents_replaced"): said(
        "Names with accents are not found as they are written. We send * for those letters and "
        "sort out what comes."
    ),
    ("accents", "accents_refused"): said(
        "It refuses searches with letters outside ASCII. We send * for those letters."
    ),
    ("accents", "no_accents_seen"): said(
        "No recent study has a name with accents, so this could not be tried."
    ),
    ("fuzzy", "works"): said("It finds names that sound alike. We use it."),
    ("fuzzy", "absent"): said("It does not search by sound. We search by letters."),
    ("fuzzy", "names_ignored"): said("It passes over names, so this cannot be told."),
    ("fuzzy", "name_not_found"): said(
        "It agrees to search by sound, but does not find even the right name then. We do not "
        "use it."
    ),
    ("relational", "works"): said("It allows searches across levels."),
    ("relational", "absent"): said("It does not allow searches across levels. We do without."),
    ("pages", "works"): said("Long answers come page by page."),
    ("pages", "pages_short"): said("It answers with {count} studies at a time. We ask for more."),
    ("pages", "limit_ignored"): said(
        "It passes over the limit and sent {count} studies at once. Searches may be slow."
    ),
    ("pages", "offset_ignored"): said(
        "It sends the first page again and again. Only its studies can be shown: search narrowly."
    ),
    ("wado-series", "works"): said("A series came as one stream."),
    ("wado-study", "works"): said("A study came as one stream."),
    ("c-get", "works"): said("A film came over our own connection. Nothing has to be registered."),
    ("c-get", "absent"): said("C-GET is not offered. C-MOVE or WADO-RS brings the films."),
    ("c-move", "works"): said("The archive sent a film to our receiver."),
    ("c-move", "absent"): said("C-MOVE is not offered."),
    ("c-move", "no_receiver"): said("Our receiver is not set up."),
    ("c-move", "receiver_down"): said(
        "Our receiver does not answer at port {port} of this machine, so this could not be "
        "tried. Start it with manage.py receiver (manage.py up does), then test again."
    ),
    ("c-move", "archive_request_failed"): _NOTHING_REACHED_US,
    ("c-move", "nothing_came"): _NOTHING_REACHED_US,
    ("store", "classes_accepted"): said(
        "Reports and pictures are accepted ({count} kinds of objects in all). None was sent."
    ),
    ("store", "classes_missing"): said(
        "It does not accept: {classes}. Ask the PACS team to allow it, or these do not go back."
    ),
    ("store", "store_answers"): said("The service for storing answers (HTTP {status}). "
                                     "Nothing was sent."),
    ("store", "absent"): said(
        "It accepts neither our reports nor our pictures. Ask the PACS team to allow C-STORE "
        "(or STOW-RS) of Encapsulated PDF and Secondary Capture."
    ),
    ("commitment", "works"): said("It can be asked whether it keeps what we send."),
    ("commitment", "absent"): said("It cannot be asked whether it keeps what we send."),
    ("worklist", "steps_today"): said("It has a worklist; {count} steps are planned for today."),
    ("worklist", "absent"): said("It has no worklist. Often another system does: add that one."),
}  # fmt: skip

_FOR_ALL = {
    "works": said("It works."),
    "absent": said("It is not offered."),
    "fails": said("It did not work ({cause})."),
    "no_connection": said("There is no connection to try it over."),
    "ended_early": said("The test ended before this."),
    "no_example": said("No study was found that this could be tried with."),
    "not_found_again": said(
        "What it had just listed was not found when asked for by its identifier. Tell the PACS "
        "team."
    ),
    "another_object": said(
        "Another object came than was asked for. Tell the PACS team; imports compare what comes."
    ),
    "nothing_came": said("Nothing came ({cause})."),
}

_REMEDIES = {
    "archive_unreachable": said("Check host, port and firewall with the PACS team."),
    "archive_title_refused": said("Have our AE title registered, and check theirs."),
    "archive_tls_failed": said("Check certificates and their authority; plain is never tried."),
    "archive_not_authorised": said("Correct user name, password, token or client secret."),
    "archive_no_answer": said("Ask whether the archive is overloaded, or a firewall drops us."),
    "archive_destination_unknown": said("Have our receiver registered as this page says."),
}


def title(check: str) -> str:
    """Return the name of a check."""
    return _(TITLES.get(check, check))


def outcome_word(outcome: str) -> str:
    """Return how it came out, in a word."""
    return _(OUTCOMES.get(outcome, outcome))


def sentence_for(check: str, outcome: str, code: str) -> str | None:
    """Return the template of what to say; None for errors that have a sentence elsewhere."""
    if (check, code) in _SAID:
        return _SAID[check, code]
    if code in _FOR_ALL and code != outcome:
        return _(_FOR_ALL[code])
    if code.startswith("archive_") and (check, outcome) not in _SAID:
        return None
    return _SAID.get((check, outcome)) or _FOR_ALL.get(outcome)


def remedy(code: str) -> str:
    """Return what helps against an error of the archive; empty where its sentence says it."""
    return _(_REMEDIES[code]) if code in _REMEDIES else ""
