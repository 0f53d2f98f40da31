"""Sentences about backups, restoring and checking; an administrator reads them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

SENTENCES = {
    "backup_exists": said("{path} is there already and was left alone. Name a new folder."),
    "backup_not_one": said(
        "{folder} holds no manifest.json: it is not a backup, or it was never finished."
    ),
    "backup_manifest_damaged": said(
        "The backup's manifest is not as it was written. Nothing was restored. "
        "Take another copy of this backup, or an older one."
    ),
    "backup_damaged": said(
        "{count} files of the backup are missing or not as they were written, the first one "
        "{first}. Nothing was restored. Take another copy of this backup, or an older one."
    ),
    "backup_newer": said(
        "This backup comes from a later version ({software}). Install that version and "
        "restore there."
    ),
    "backup_other_database": said(
        "This backup holds a {vendor} database. Set DATABASE_URL to one of that kind."
    ),
    "restore_not_empty": said(
        "{path} is in use: a backup is only restored where nothing is yet. "
        "Set PLUMBLINE_HOME, and DATABASE_URL if you use it, to an empty place."
    ),
    "disc_full": said("There is no room left at {folder}. Nothing was changed. Free some space."),
    "disc_failed": said("{folder} could not be used ({cause}). Nothing was changed."),
    "database_missing": said("There is no database at {path}, so there is nothing to back up."),
    "database_damaged": said(
        "The database {path} is damaged. No backup was made. Restore the newest backup."
    ),
    "database_tool_missing": said(
        "The program {tool} is not installed. Install PostgreSQL's client programs."
    ),
    "database_tool_failed": said("The program {tool} failed: {cause}. Nothing was changed."),
    "original_missing": said("The file {sha256} is missing."),
    "original_damaged": said("The file {sha256} is not what was stored."),
    "original_without_row": said("The file {sha256} belongs to no row of the database."),
    "restored_other_key": said(
        "The secret key here is another one than the backup's: set PLUMBLINE_SECRET_KEY to "
        "that one, or the audit trail cannot be verified."
    ),
    "audit_whole": said("The audit trail is whole."),
    "audit_broken": said(
        "Event {number} was changed or removed, or the secret key is another one."
    ),
    "audit_cut": said(
        "The given head is not in the chain: the end of the trail was cut off, or replaced."
    ),
    "migrations_pending": said(
        "The database does not fit this version yet. Run manage.py migrate first "
        "(manage.py up does it by itself)."
    ),
}
