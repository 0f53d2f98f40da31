"""The forms of the pages: fields, labels and hints."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from planning.accounts.errors import AccountRefused
from planning.accounts.models import Role, Site
from planning.words import SENTENCES, sentence


def add_refusal(form: forms.Form, refused: AccountRefused, *, field: str | None = None) -> None:
    """Show a service's refusal beside `field`, or above the form."""
    form.add_error(field, sentence(refused.code, refused.params))


class SignInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _(SENTENCES["sign_in_refused"]),
        # A closed account must not be told from one that never was.
        "inactive": _(SENTENCES["sign_in_refused"]),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Password")


class PasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Password you have now")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 12 characters. A few words in a row are easy to remember and hard to guess."
        )
        self.fields["new_password2"].label = _("New password again")
        self.fields["new_password2"].help_text = ""


class PersonForm(forms.Form):
    """A new member of a site."""

    site = forms.ModelChoiceField(queryset=None, label=_("Site"), empty_label=None)
    display_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues know them: Dr Ada Weber")
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("For signing in: ada.weber"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites
        for name in ("display_name", "username"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class BallForm(forms.Form):
    """The diameter of a site's calibration ball."""

    ball_diameter_mm = forms.FloatField(
        label=_("Diameter of the calibration ball, mm"),
        required=False,
        min_value=5.0,
        max_value=100.0,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )

    def __init__(self, *args, site: Site, **kwargs):
        initial = {"ball_diameter_mm": site.ball_diameter_mm}
        super().__init__(*args, initial=initial, auto_id=f"{site.pk}-%s", **kwargs)
        self.site = site
