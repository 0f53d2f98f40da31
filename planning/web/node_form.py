"""The form of an archive: which fields each protocol needs."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from planning.pacs.models import PacsNode
from planning.pacs.nodes import is_character_set
from planning.pacs.secrets import LONGEST

NEEDED = {
    PacsNode.Protocol.DIMSE: ("host", "port", "ae_title"),
    PacsNode.Protocol.DICOMWEB: ("url",),
}
RETRIEVALS = {
    PacsNode.Protocol.DIMSE: tuple(PacsNode.Retrieval),
    PacsNode.Protocol.DICOMWEB: (PacsNode.Retrieval.BEST, PacsNode.Retrieval.WADO_RS),
}
SIGNED_IN_WITH = {
    PacsNode.Authentication.BASIC: ("username",),
    PacsNode.Authentication.BEARER: ("password",),
    PacsNode.Authentication.OAUTH2: ("username", "password", "token_url"),
}
BASICS = ("name", "identity_domain", "protocol", "retrieval")
DIMSE = ("host", "port", "ae_title", "calling_ae_title", "character_set", "asks_commitment")
DICOMWEB = ("url", "authentication", "username", "password", "token_url", "token_scope")
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

    token_url = forms.URLField(
        label=_("Address of the token service"),
        help_text=_("Client identifier and secret are the user name and password above."),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = PacsNode
        fields = (
            "name", "protocol", "retrieval", "host", "port", "ae_title", "calling_ae_title",
            "character_set", "asks_commitment", "url", "authentication", "username", "password",
            "token_url", "token_scope", "tls", "ca_file", "client_cert", "client_key", "position",
        )  # fmt: skip
        labels = {
            "protocol": _("Protocol"),
            "retrieval": _("How films are brought"),
            "host": _("Host name or address"),
            "port": _("Port"),
            "ae_title": _("Its AE title"),
            "calling_ae_title": _("Our AE title, if it must differ"),
            "character_set": _("Character set of its texts"),
            "asks_commitment": _("Ask it to confirm what we send (Storage Commitment)"),
            "authentication": _("How we sign in there"),
            "username": _("User name or client identifier"),
            "password": _("Password, token or client secret"),
            "token_scope": _("Scope, if the token service asks for one"),
            "tls": _("Encrypted (TLS)"),
            "ca_file": _("File with its certificate authority"),
            "client_cert": _("File with our certificate"),
            "client_key": _("File with our key"),
            "position": _("Place in the list"),
        }
        help_texts = {
            "name": _("As your colleagues call it: Main PACS"),
            "character_set": _(
                "ISO_IR 192 (Unicode) unless the PACS team says otherwise; a test finds out."
            ),
            "retrieval": _("A test finds the fastest way that works. Choose one to insist on it."),
        }
        widgets = {
            "password": forms.PasswordInput(
                attrs={"autocomplete": "new-password", "maxlength": LONGEST}
            ),
            "username": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["port"].required = False
        self.fields["position"].required = False
        self.fields["authentication"].required = False
        if not self.instance.retrieval:
            self.initial["retrieval"] = PacsNode.Retrieval.BEST
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
            self._need(data, name, _("This protocol needs it."))
        self._clean_retrieval(data, protocol)
        self._clean_authentication(data)
        return data

    def clean_character_set(self) -> str:
        """Take only what the bridge understands."""
        text = self.cleaned_data["character_set"]
        if not is_character_set(text):
            raise ValidationError(
                _("This is not a DICOM character set. For example ISO_IR 192, or ISO_IR 100.")
            )
        return text

    def _clean_retrieval(self, data: dict, protocol: str | None) -> None:
        chosen = data.get("retrieval")
        if chosen not in RETRIEVALS.get(protocol, PacsNode.Retrieval.values):
            self.add_error("retrieval", _("Choose one that belongs to the protocol."))
        elif chosen == PacsNode.Retrieval.WADO_RS:
            self._need(data, "url", _("WADO-RS needs the address of the DICOMweb service."))

    def _clean_authentication(self, data: dict) -> None:
        kinds = PacsNode.Authentication
        usual = kinds.BASIC if data.get("username") else kinds.NONE
        data["authentication"] = data.get("authentication") or usual
        for name in SIGNED_IN_WITH.get(data["authentication"], ()):
            if name != "password" or not self.instance.password:
                self._need(data, name, _("This way of signing in needs it."))

    def _need(self, data: dict, name: str, why: str) -> None:
        if not data.get(name) and name not in self.errors:
            self.add_error(name, ValidationError(why, code="needed"))

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields as the page shows them."""
        return {
            "basics": [self[name] for name in BASICS],
            "dimse": [self[name] for name in DIMSE],
            "dicomweb": [self[name] for name in DICOMWEB],
            "encryption": [self[name] for name in ENCRYPTION],
        }
