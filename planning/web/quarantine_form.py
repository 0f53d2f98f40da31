"""What a person types while deciding about set-aside files."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from planning.studies import names
from planning.studies.quarantine import NewPatient
from planning.studies.quarantine_reading import Group

SEXES = [("", _("not recorded")), ("F", _("F")), ("M", _("M")), ("O", _("O"))]


class DecisionForm(forms.Form):
    """Whom to look for, who is new, and what a photograph shows."""

    text = forms.CharField(label=_("Name, ID or birth date"), max_length=100, required=False)
    patient_id = forms.CharField(label=_("Patient ID"), max_length=64, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=64, required=False)
    given_name = forms.CharField(label=_("Given names"), max_length=64, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    film_date = forms.DateField(
        label=_("Day the film was taken"),
        required=False,
        help_text=_("Leave it empty if nobody knows."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    description = forms.CharField(
        label=_("What it shows"),
        max_length=64,
        required=False,
        help_text=_("For example: Pelvis AP"),
    )

    def __init__(self, data: QueryDict | None, *, group: Group):
        said = group.said
        family, _caret, given = names.readable(said.name).partition(", ")
        super().__init__(
            data,
            initial={
                "patient_id": said.patient_id,
                "family_name": family,
                "given_name": given,
                "birth_date": said.birth_date,
                "sex": said.sex if said.sex in ("F", "M", "O") else "",
            },
        )
        self.group = group
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def new_patient(self) -> NewPatient:
        """Return who is new: as the files say, letter by letter, where nothing was changed."""
        typed = self.cleaned_data
        name = f"{typed['family_name'].strip()}^{typed['given_name'].strip()}".rstrip("^")
        is_as_said = not {"family_name", "given_name"} & set(self.changed_data)
        return NewPatient(
            patient_id=typed["patient_id"],
            name=self.group.said.name if is_as_said else name,
            birth_date=typed["birth_date"],
            sex=typed["sex"],
        )

    def details(self) -> dict:
        """Return what was typed about photographs."""
        day = self.cleaned_data["film_date"]
        return {
            "date": day.strftime("%Y%m%d") if day else "",
            "description": self.cleaned_data["description"].strip(),
        }


def chosen_rows(data: QueryDict) -> tuple[UUID, ...]:
    """Return the files that were ticked; none where the page offers no ticks."""
    try:
        return tuple(UUID(value) for value in data.getlist("row"))
    except ValueError:
        return ()
