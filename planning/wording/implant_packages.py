"""Sentences about the library that only the server says: packages, standing, preferences."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

VIEWS = {
    "unknown_view": said(
        "{family} has not been drawn from this side. Choose another implant, or plan on a film "
        "from the front."
    ),
}

TAKING = {
    "package_unsound": said(
        "This package is not taken, because something in it is wrong ({where}: {what}). "
        "Nothing of it is in the library. Ask its maker for a corrected one."
    ),
    "package_without_licence": said(
        "The package {package} does not say under which licence it may be used. "
        "Enter the licence, then bring it in again."
    ),
    "package_without_manufacturer": said(
        "The package {package} does not say who made it. Enter the maker, then bring it in again."
    ),
    "package_too_large": said(
        "{family} is too large a drawing for the library. Ask its maker for a simpler one."
    ),
    "package_version_taken": said(
        "{family}, version {version}, is in the library already and looks different there. "
        "Plans trust what they used: give the new drawing a new version."
    ),
}

STANDING = {
    "unknown_standing": said("Choose withdrawn, recalled or current."),
    "standing_unchanged": said("It is {standing} already."),
    "reason_needed": said(
        "Say why, in {shortest} to {longest} characters: who meets the mark on a plan reads it."
    ),
}

PREFERENCES = {
    "unknown_preference": said("There is no such preference ({key})."),
    "angle_out_of_range": said("Enter an angle between {low} and {high} degrees."),
}

SENTENCES = VIEWS | TAKING | STANDING | PREFERENCES
