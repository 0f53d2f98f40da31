"""Sentences about notes."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "note_empty": said("This note is empty. Write what the surgical team should know."),
    "note_too_long": said(
        "This note has {length} characters; {allowed} fit. Shorten it, or write two notes."
    ),
    "note_film_of_another_study": said(
        "This film belongs to another study. Open that study and write the note there."
    ),
    "note_pin_without_film": said("A pin needs a film. Pin the note to a film, or leave it out."),
    "note_pin_outside_film": said("The pin lies outside the film. Place it again."),
    "note_reply_to_another_study": said(
        "The note that you answer belongs to another study. Answer it there."
    ),
    "note_sent_differently": said(
        "This note was sent before with other words, and those are kept. "
        "Send what you have now as a new note."
    ),
}
