"""Every sentence that the server says, by code. Services raise codes; people read these."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as sentence_for

from planning.wording import (
    calibrating,
    exchange,
    films,
    hip,
    library,
    measuring,
    notes,
    plans,
    reports,
    safekeeping,
    set_aside,
    volumes,
    work,
)

SENTENCES: dict[str, str] = {
    # Requests
    "bad_request": sentence_for("This request could not be understood. Go back and try again."),
    "forbidden": sentence_for("Your role does not allow this. Ask an administrator of your site."),
    "not_found": sentence_for("There is nothing here, or it belongs to another site."),
    "server_error": sentence_for(
        "Something went wrong on the server. Nothing you saved is lost. Try again, "
        "or tell your administrator the time."
    ),
    "form_expired": sentence_for("This page was open too long. Reload it and try again."),
    "not_signed_in": sentence_for("Sign in to go on."),
    "invalid": sentence_for("Some fields need another look."),
    "method_not_allowed": sentence_for("This address does not take that kind of request."),
    "too_many_requests": sentence_for("Too many requests. Wait a moment and try again."),
    # Archives
    "archive_unreachable": sentence_for(
        "{node} could not be reached. Films already here still open. Try again, "
        "or tell your PACS team: node {node}, step {step}."
    ),
    "archive_no_answer": sentence_for(
        "{node} did not answer within {seconds} seconds. Films already here still open. "
        "Try again, or tell your PACS team: node {node}, step {step}."
    ),
    "archive_connection_lost": sentence_for(
        "{node} closed the connection in the middle. Try again, "
        "or tell your PACS team: node {node}, step {step}."
    ),
    "archive_busy": sentence_for(
        "{node} is too busy right now. Try again in a minute. Node {node}, step {step}."
    ),
    "archive_resting": sentence_for(
        "{node} failed several times in a row and is left alone for {seconds} seconds. "
        "Films already here still open. Then try again, or tell your PACS team: node {node}."
    ),
    "archive_title_refused": sentence_for(
        "{node} refused us: it does not know our AE title, or we have its title wrong. "
        "Ask your PACS team to register us: node {node}, step {step}."
    ),
    "archive_not_authorised": sentence_for(
        "{node} refused our user name, password or token. "
        "Ask your administrator to correct the node's settings: node {node}, step {step}."
    ),
    "archive_service_not_offered": sentence_for(
        "{node} does not offer this service to us. "
        "Ask your PACS team to allow it: node {node}, step {step} ({cause})."
    ),
    "archive_destination_unknown": sentence_for(
        "{node} does not know where to send the films. Ask your PACS team to register our "
        "receiver's AE title, address and port: node {node}, step {step}."
    ),
    "archive_request_failed": sentence_for(
        "{node} answered with an error. Tell your PACS team: node {node}, step {step} ({cause})."
    ),
    "archive_bad_answer": sentence_for(
        "{node} answered something we cannot believe. "
        "Tell your PACS team: node {node}, step {step} ({cause})."
    ),
    "archive_tls_failed": sentence_for(
        "The encrypted connection to {node} failed. Check the certificates with your PACS team: "
        "node {node}, step {step} ({cause})."
    ),
    "archive_bad_query": sentence_for(
        "This search cannot be sent: {cause}. Type a name, an ID, an accession number or a "
        "birth date."
    ),
    "archive_configuration": sentence_for(
        "The settings of {node} are incomplete: {cause}. Ask your administrator to correct them."
    ),
    "archive_cancelled": sentence_for("Stopped at your request."),
    "archive_error": sentence_for("{node} failed at step {step} ({cause}). Try again."),
    # People, sites and sign-in
    "last_administrator": sentence_for(
        "{site} would be left without an administrator. Make somebody else administrator first."
    ),
    "own_account": sentence_for(
        "This is your own account. Ask another administrator, or use Change password."
    ),
    "password_change_needed": sentence_for(
        "Choose your own password first. The one you were given is for the first sign-in only."
    ),
    "password_unchanged": sentence_for("This is the password you have. Choose another one."),
    "person_of_another_site": sentence_for(
        "This person also works at a site that you do not manage. "
        "Ask an administrator of both sites."
    ),
    "role_unknown": sentence_for("Choose surgeon, radiologist or administrator."),
    "sign_in_refused": sentence_for(
        "This user name and password do not fit together. Check both and try again, "
        "or ask an administrator of your site for a new password."
    ),
    "team_gone": sentence_for("This team is no longer there. Choose another one."),
    "team_name_invalid": sentence_for("Give the team a name of at most {length} characters."),
    "team_name_taken": sentence_for("There is a team {name} already. Choose another name."),
    "team_of_another_site": sentence_for("This team belongs to another site. Choose one of here."),
    "username_invalid": sentence_for(
        "Use letters, digits and . _ - + @ for the user name, at most 150 characters."
    ),
    "username_taken": sentence_for("This user name is taken. Choose another one."),
    # Pages
    "database_unavailable": sentence_for(
        "The database does not answer. Nothing you saved is lost. Wait a minute and try again, "
        "or tell your administrator the time."
    ),
}


for stage in (
    calibrating,
    exchange,
    films,
    hip,
    library,
    measuring,
    notes,
    plans,
    reports,
    safekeeping,
    set_aside,
    volumes,
    work,
):
    SENTENCES |= stage.SENTENCES


class _Missing(defaultdict):
    def __missing__(self, key):
        return "?"


def sentence(code: str, params: dict | None = None) -> str:
    """Return the sentence for a code, in the reader's language.

    Parameters
    ----------
    code : str
        A key of :data:`SENTENCES`; an unknown one is named as it is.
    params : dict, optional
        Values for the placeholders.

    Returns
    -------
    str
        Plain text. It must be escaped like any other text where it is shown.
    """
    template = SENTENCES.get(code)
    if template is None:
        return _("Something is not right ({code}).").format(code=code)
    values = {k: _plain(k, v) for k, v in (params or {}).items()}
    return _(template).format_map(_Missing(None, values))


def _plain(name: str, value: object) -> object:
    if name == "cause" and isinstance(value, str) and value in work.CAUSES:
        return _(work.CAUSES[value])
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
