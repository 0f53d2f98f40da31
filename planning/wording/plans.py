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

SENTENCES = SAVING
