"""Sentences about plans: saving, what is left before signing, signing."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SAVING = {
    "plan_changed": said(
        "{author} saved version {version} while you worked on version {yours}. Nothing is lost. "
        "Compare the two and choose."
    ),
    "plan_invalid": said(
        "These changes do not fit the plan and were not saved. Undo the last step and try again."
    ),
    "plan_signed": said("This plan is signed. Reopen it to make a new version."),
    "plan_archived": said("This plan is put away. Take it out of the archive to go on."),
    "plan_of_surgeons": said("Only surgeons of this site change plans. You can view everything."),
    "newer_schema": said(
        "A newer version of Plumbline wrote this plan. You can view it; "
        "ask your administrator to update."
    ),
    "not_a_plan_document": said("This plan cannot be read. Tell your administrator."),
    "change_set_used": said("This change was saved before with other content. Reload the page."),
    "plan_id_used": said("This plan belongs to another case. Reload the page and begin again."),
    "unknown_version": said("This plan never had version {version}. Reload the page."),
    "team_of_another_site": said("This team is not one of this site. Choose another one."),
    "owner_may_not_plan": said("This person may not plan at this site. Choose a surgeon of it."),
}

LEFT_TO_DO = {
    "must_read_open": said(
        "{author} left a note to read before theatre: '{line}'. Open it and acknowledge before "
        "signing."
    ),
    "side_unknown": said("The side is not known. Choose right, left or both."),
    "operation_missing": said("The operation is not named. Type what is planned."),
    "no_view": said("No film is part of this plan yet. Place a landmark or an implant on one."),
    "film_gone": said("A film of this plan is no longer here. Bring it in again from the PACS."),
    "film_differs": said(
        "A film of this plan is not the one that was planned on. Tell your administrator."
    ),
    "newer_calibration": said(
        "{author} calibrated this film after you. Take the newer calibration; "
        "if the older one was right, calibrate again with your reason."
    ),
    "view_not_calibrated": said(
        "This film has no scale, so millimetres and templates are off. Press C to use the ball, "
        "a known length or an entered factor."
    ),
    "view_scale_unconfirmed": said(
        "The scale of this film comes from its header ({label}). Accept it with your reason, "
        "or press C to calibrate."
    ),
    "view_hanging_unknown": said(
        "Which side is which on this film is not recorded. Look for the lead marker, then "
        "confirm where the patient's right is."
    ),
    "side_conflict": said(
        "The film says {film_side}; this plan is on the {plan_side}. Signing stays off until "
        "one of them is corrected."
    ),
    "implant_side_conflict": said(
        "{implant} lies as for the {side} side; this plan is on the {plan_side}. Mirror the "
        "implant or correct the plan's side."
    ),
    "implant_not_placed": said("{implant} lies outside the film. Place it or take it out."),
    "implant_withdrawn": said("{implant} is withdrawn. Choose another implant."),
    "femur_not_reduced": said(
        "The {side} femur is not reduced: its leg length and offset would be signed as they were "
        "on the film. Press X to reduce it."
    ),
    "reduced_without_implants": said(
        "The {side} femur was reduced, and its stem or cup is gone. Place it again, or press X to "
        "let the femur go."
    ),
    "lengths_as_filmed": said(
        "The {side} femur is not reduced: leg length and offset are printed as they were on the "
        "film, whatever the implants would change."
    ),
    "variant_not_chosen": said(
        "There are several plans and none is chosen: plan {variant} is what is signed."
    ),
    "landmark_unconfirmed": said(
        "Nobody has confirmed a landmark that was found automatically ({landmark}). "
        "Look at it and confirm."
    ),
    "result_without_value": said("{measurement} has no value. {reason}"),
    "film_in_question": said(
        "A film of this plan came again with another content and was set aside. "
        "Have someone check it."
    ),
}

# Why a measurement has no value.
NO_VALUE = {
    "missing_landmark": said("A landmark is missing ({name}). Place it."),
    "too_many_points": said("There are too many points for one landmark. Take some out."),
    "no_scale": said("This film has no scale. Press C to calibrate."),
    "calibrated_film": said("This is measured on the detector, not on a calibrated film."),
    "hanging_unknown": said("Confirm first where the patient's right is on this film."),
    "bad_param": said("A value that was entered cannot be ({name}). Enter another one."),
    "missing_param": said("A value that it needs has not been entered: {name}."),
    "neck_is_cut": said("The neck is cut in this plan, so it is only read as filmed."),
    "out_of_range": said("The points lie where this measurement has no meaning."),
    "unknown_definition": said("This measurement is not known here. Ask for an update."),
}

NAMING = {
    "unknown_film": said("This film is not one of this patient's films here."),
    "other_pixels_in_view": said("The film has other pixels than the ones planned on. Reload."),
    "unknown_calibration": said("This calibration is not one of this film. Reload the page."),
    "unknown_role": said("A landmark plays a part that {definition} does not have."),
}

SIGNING = {
    "plan_not_ready": said("Not ready to sign. Do what is listed, then sign again."),
    "plan_not_as_seen": said(
        "What you would sign is no longer what you were shown: the case, a value or a note has "
        "changed. Nothing was signed. Look at it again, then sign."
    ),
    "password_wrong": said("This is not your password. Nothing was signed. Try again."),
    "password_locked": said(
        "Too many wrong passwords. Nothing was signed. Wait 15 minutes, then try again."
    ),
}

SENTENCES = SAVING | LEFT_TO_DO | NO_VALUE | NAMING | SIGNING
