"""What a search is made of."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

READINGS = [
    ("", _("as shown")),
    ("name", _("Name")),
    ("patient_id", _("Patient ID")),
    ("accession", _("Accession number")),
    ("birth_date", _("Birth date")),
]
PERIODS = [
    ("1", _("Last month")),
    ("12", _("Last 12 months")),
    ("60", _("Last 5 years")),
    ("any", _("Any date")),
    ("range", _("From … to …")),
]
MODALITIES = [(code, code) for code in ("DX", "CR", "CT", "MR", "RF")]
DEFAULTS = {"text": "", "reading": "", "period": "12", "modalities": ["DX", "CR"], "nodes": []}


class SearchForm(forms.Form):
    """Text, reading and filters; everything is optional and has a default."""

    text = forms.CharField(
        label=_("Patient or film"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "spellcheck": "false",
                "data-search-entry": "",
            }
        ),
    )
    reading = forms.ChoiceField(label=_("Not that? Search it as"), choices=READINGS, required=False)
    period = forms.ChoiceField(label=_("Study date"), choices=PERIODS, required=False)
    date_from = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    date_to = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    modalities = forms.MultipleChoiceField(
        label=_("Kind of film"),
        choices=MODALITIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nodes = forms.MultipleChoiceField(
        label=_("Archives"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, nodes, **kwargs):
        super().__init__(*args, **kwargs)
        names = {str(node.pk): node.name for node in nodes}
        self.fields["nodes"].choices = list(names.items())
        # Archives that were asked last time may be out of use by now.
        asked = [node for node in self.initial.get("nodes", []) if node in names]
        self.initial["nodes"] = asked or list(names)

    def remembered(self) -> dict:
        """Return the search as plain values for the session; filters not sent stay as usual."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        if self.data.get("filters") == "1":
            # With the filters shown, a box without a tick was taken away on purpose.
            sent |= {name: self.cleaned_data[name] for name in ("modalities", "nodes")}
        return {name: _plain(value) for name, value in sent.items()}


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
