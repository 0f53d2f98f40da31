"""A test of an archive as its page shows it: what works, what does not, whom to tell what."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said

from planning.pacs import testing
from planning.pacs.models import NodeTest, PacsNode
from planning.wording import archive_tests
from planning.words import sentence

GROUPS = (
    ("fails", said("What does not work")),
    ("works", said("What works")),
    ("absent", said("What the archive does not offer")),
    ("untested", said("What could not be tested")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One check in words; ``seen`` is what a PACS team understands: the step and the cause."""

    check: str
    title: str
    outcome: str
    word: str
    sentence: str
    remedy: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the PACS team has to enter about us.

    Attributes
    ----------
    calling, receiver : str
        AE titles: who asks, and where films are sent.
    address : str
        Of this machine as the archive saw it; empty when no test has told.
    port : int
    only_here : bool
        Whether the receiver listens on this machine alone, so that no archive reaches it.
    """

    calling: str
    receiver: str
    address: str
    port: int
    only_here: bool


def lines(test: NodeTest) -> list[Line]:
    """Return every check of a test in words."""
    return [_line(test.node.name, result) for result in test.results]


def _line(node: str, result: dict) -> Line:
    check, outcome, code = result["check"], result["outcome"], result["code"]
    values = {"node": node, **result["params"]}
    template = archive_tests.sentence_for(check, outcome, code)
    text = sentence(code, values) if template is None else _filled(template, values)
    return Line(
        check=check,
        title=archive_tests.title(check),
        outcome=outcome,
        word=archive_tests.outcome_word(outcome),
        sentence=text,
        remedy=archive_tests.remedy(code) if outcome == "fails" else "",
        seen=_seen(values) if outcome == "fails" else "",
    )


def _seen(values: dict[str, str]) -> str:
    step, cause = values.get("step", ""), values.get("cause", "")
    return _("Step {step}: {cause}").format(step=step, cause=cause) if step and cause else cause


def _filled(template: str, values: dict[str, str]) -> str:
    text = _(template)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def grouped(test: NodeTest) -> list[tuple[str, str, list[Line]]]:
    """Return the lines by what they mean to the reader, the worst first."""
    found = lines(test)
    return [
        (kind, _(heading), of_kind)
        for kind, heading in GROUPS
        if (of_kind := [line for line in found if _group(line.outcome) == kind])
    ]


def _group(outcome: str) -> str:
    return "works" if outcome == "partly" else outcome


def changed(test: NodeTest, before: NodeTest | None) -> list[dict[str, str]]:
    """Return what came out differently than the time before."""
    return [
        {
            "title": archive_tests.title(check),
            "before": archive_tests.outcome_word(was),
            "now": archive_tests.outcome_word(now),
        }
        for check, was, now in testing.changes(test, before)
    ]


def registration(node: PacsNode, test: NodeTest | None) -> Registration:
    """Return what to register at the archive."""
    address = test.surroundings.get("our_address", "") if test else ""
    return Registration(
        calling=node.calling_ae_title or settings.RECEIVER_AE_TITLE,
        receiver=settings.RECEIVER_AE_TITLE,
        address=address,
        port=settings.RECEIVER_PORT,
        only_here=_is_loopback(settings.RECEIVER_HOST) and not _is_loopback(node.host),
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def letter(node: PacsNode, test: NodeTest | None) -> str:
    """Return the sentences to send to the PACS team."""
    ours = registration(node, test)
    if node.protocol == PacsNode.Protocol.DICOMWEB:
        return _(
            "Please let our planning workstation use the DICOMweb service at {url}: QIDO-RS to "
            "search, WADO-RS to retrieve, STOW-RS to store Encapsulated PDF and Secondary "
            "Capture."
        ).format(url=node.url)
    return _(
        "Please register the DICOM node {calling} at {address} and allow it C-ECHO, C-FIND "
        "(Study Root), C-GET, C-MOVE and C-STORE (Encapsulated PDF, Secondary Capture) at "
        "{title} ({host}, port {archive_port}). For C-MOVE please register {receiver} at "
        "{address}, port {port}, as a destination, and let the archive connect to it."
    ).format(
        calling=ours.calling,
        address=ours.address or _("(our address)"),
        title=node.ae_title,
        host=node.host,
        archive_port=node.port,
        receiver=ours.receiver,
        port=ours.port,
    )


def used(node: PacsNode) -> list[tuple[str, str]]:
    """Return the profile that searches and imports use, as pairs of a name and a value."""
    profile = node.profile
    if not profile:
        return []
    ways = {str(way): label for way, label in PacsNode.Retrieval.choices}
    pairs = [
        (_("Films come by"), ", ".join(ways[w] for w in profile["retrievals"]) or _("nothing"))
    ]
    if profile["character_set"]:
        pairs.append((_("Names are sent in"), profile["character_set"]))
    pairs.append((_("Beginnings of names"), _yes(profile["wildcards"])))
    pairs.append((_("Names that sound alike"), _yes(profile["fuzzy_names"])))
    if profile["page_matches"]:
        pairs.append((_("Studies in one answer"), str(profile["page_matches"])))
    if profile["max_pdu_bytes"]:
        pairs.append((_("Longest PDU"), _("{n} bytes").format(n=profile["max_pdu_bytes"])))
    if profile["storage_sop_classes"]:
        count = len(profile["storage_sop_classes"])
        pairs.append((_("Kinds of objects accepted"), str(count)))
    return pairs


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
