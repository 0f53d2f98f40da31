"""Sentences about files that a person brings, and about what waits for a decision."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

UPLOADS = {
    "upload_empty": said("There was no file in what you dropped. Choose files or a folder."),
    "upload_too_many": said("These are more than {limit} files. Bring them in folder by folder."),
    "upload_file_too_large": said(
        "One of these files is larger than {limit_mb} MB. Unpack it, or ask your administrator to "
        "import it on the server."
    ),
    "upload_too_large": said(
        "This is more than {limit_gb} GB at once. Bring it in folder by folder."
    ),
    "upload_day_limit": said(
        "You have brought in {limit_gb} GB within a day, which is the limit. Go on tomorrow, or "
        "ask your administrator to import the rest on the server."
    ),
    "upload_no_room": said(
        "There is not enough room left on the server's disc for this. Nothing was sent. Tell your "
        "administrator."
    ),
    "upload_closed": said("These files are no longer being taken in. Begin again with them."),
    "upload_no_such_file": said("This file was not announced. Begin again with all files."),
    "upload_piece_too_large": said("This piece is larger than {limit_mb} MB."),
    "upload_longer_than_said": said("This file has grown while it was sent. Begin again with it."),
    "upload_offset": said("{received_bytes} bytes of this file are here; go on from there."),
    "file_empty": said("This file is empty."),
    "file_not_whole": said(
        "Only {received_bytes} of {size_bytes} bytes of this file arrived. Bring it in again."
    ),
    "picture_beside_films": said(
        "A picture among DICOM files, usually part of the disc's own viewer. If it is a "
        "photograph of a film, bring it in by itself."
    ),
    "picture_in_archive": said(
        "A picture in an archive. If it is a photograph of a film, unpack it and bring it in by "
        "itself."
    ),
    "photograph_format": said(
        "This picture is in a format that is not taken. Save it as JPEG or PNG and bring it in "
        "again."
    ),
    "photograph_unreadable": said("This picture is damaged. Take or save it again."),
    "photograph_too_large": said(
        "This picture has {columns} x {rows} pixels, more than can be taken. Save it smaller."
    ),
    "photograph_needs_patient": said(
        "Say whose film this photograph shows: --patient with the patient ID (and "
        "--identity-domain), or bring it in by the browser."
    ),
    "photograph_of_another": said(
        "This photograph is here already, as a film of another patient. Nothing was changed. Undo "
        "that decision first, if it was wrong."
    ),
    "patient_unknown": said(
        "No patient has this ID in this identity domain. Check both, or give --patient-name for "
        "somebody new."
    ),
}

WAITING = {
    "from_media": said(
        "Films from a disc or from files. Nobody but you can say whose they are here."
    ),
    "photograph": said("A photograph of a film. Say whose film it shows."),
    "unsolicited": said("This was sent to us without being asked for. Say whose it is."),
}

DECIDING = {
    "set_aside_changed": said(
        "This has changed since you looked: something more has arrived, or a colleague has "
        "decided. Nothing was done. Look again."
    ),
    "set_aside_not_takeable": said(
        "These files lack identifiers that nobody may invent. They can only stay set aside; ask "
        "for the films again."
    ),
    "set_aside_no_header": said("There is no other header to choose here."),
    "patient_of_another_site": said("This patient belongs to another site. Choose one of here."),
    "study_is_of_another": said(
        "This study is here already and belongs to another patient. One study cannot belong to "
        "two; choose that patient, or keep the files set aside."
    ),
    "nothing_ticked": said("Tick at least one photograph."),
    "patient_needed": said("Choose the patient first."),
    "patient_id_needed": said("Type the patient ID."),
    "patient_id_taken": said(
        "There is a patient with this ID from {issuer} already. Choose that patient in the list, "
        "or correct the ID."
    ),
    "patient_unusable": said(
        "An ID has at most 64 characters, neither ID nor name has a backslash, and nobody is born "
        "tomorrow. Correct the fields."
    ),
    "decision_undone": said("This decision has been undone already."),
    "decision_at_work": said("These films are just being taken in. Try again in a moment."),
    "film_in_use": said(
        "Somebody has worked on these films: a plan, a note, a calibration or a confirmed side "
        "depends on them. The decision stays."
    ),
    "header_replaced_since": said(
        "Yet another header of this patient has been taken since, so the old one cannot be put "
        "back. The decision stays. If a person decided on the later one, undo that first."
    ),
}

SENTENCES = UPLOADS | WAITING | DECIDING
