"""The form of an archive: which fields each protocol needs."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from planning.pacs.models import PacsNode

NEEDED = {
    PacsNode.Protocol.DIMSE: ("host", "port", "ae_title"),
    PacsNode.Protocol.DICOMWEB: ("url",),
}
RETRIEVALS = {
    PacsNode.Protocol.DIMSE: (PacsNode.Retrieval.C_GET, PacsNode.Retrieval.C_MOVE),
    PacsNode.Protocol.DICOMWEB: (PacsNode.Retrieval.WADO_RS,),
}
BASICS = ("name", "identity_domain", "protocol", "retrieval")
DIMSE = ("host", "port", "ae_title", "calling_ae_title", "character_set")
DICOMWEB = ("url", "username", "password")
ENCRYPTION = ("tls", "ca_file", "client_cert", "client_key")


class NodeForm(forms.ModelForm):
    """An archive's settings. The stored password is never sent to the browser."""

    identity_domain = forms.CharField(
        label=_("Who gives out its patient IDs"),
        max_length=80,
        help_text=_(
            "Archives with the same entry share their patients: the same ID means the same person."
        ),
        widget=forms.TextInput(attrs={"list": "identity-domains", "autocomplete": "off"}),
    )

    url = forms.URLField(
        label=_("Address of the DICOMweb service"),
        help_text=_("For example https://pacs.example.org/dicom-web"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = PacsNode
        fields = (
            "name", "protocol", "retrieval", "host", "port", "ae_title", "calling_ae_title",
            "character_set", "url", "username", "password", "tls", "ca_file", "client_cert",
            "client_key", "position",
        )  # fmt: skip
        labels = {
            "protocol": _("Protocol"),
            "retrieval": _("How films are brought"),
            "host": _("Host name or address"),
            "port": _("Port"),
            "ae_title": _("Its AE title"),
            "calling_ae_title": _("Our AE title, if it must differ"),
            "character_set": _("Character set of its texts"),
            "username": _("User name"),
            "password": _("Password"),
            "tls": _("Encrypted (TLS)"),
            "ca_file": _("File with its certificate authority"),
            "client_cert": _("File with our certificate"),
            "client_key": _("File with our key"),
            "position": _("Place in the list"),
        }
        help_texts = {
            "name": _("As your colleagues call it: Main PACS"),
            "character_set": _("ISO_IR 192 (Unicode) unless the PACS team says otherwise."),
        }
        widgets = {
            "password": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            "username": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["port"].required = False
        self.fields["position"].required = False
        if self.instance.pk and self.instance.identity_domain_id:
            self.initial["identity_domain"] = self.instance.identity_domain.name
        if self.instance.password:
            self.fields["password"].help_text = _("Leave empty to keep the one that is stored.")

    def clean(self) -> dict:
        """Ask for what the chosen protocol needs."""
        data = super().clean()
        for empty in ("port", "position"):
            data[empty] = data.get(empty) or 0
        protocol = data.get("protocol")
        for name in NEEDED.get(protocol, ()):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("This protocol needs it."), code="needed"))
        if data.get("retrieval") not in RETRIEVALS.get(protocol, PacsNode.Retrieval.values):
            self.add_error("retrieval", _("Choose one that belongs to the protocol."))
        return data

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields as the page shows them."""
        return {
            "basics": [self[name] for name in BASICS],
            "dimse": [self[name] for name in DIMSE],
            "dicomweb": [self[name] for name in DICOMWEB],
            "encryption": [self[name] for name in ENCRYPTION],
        }
