"""How an archive understands names: wildcards, accents, other scripts. Tried, not assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pacs_bridge.charset import encodable, text_coding
from pacs_bridge.checks import Attempt, Outcome, Verdict
from pacs_bridge.errors import PermanentError
from pacs_bridge.example import NameTry, accent_try, beside, wildcard_try, without_accents

UNICODE = "ISO_IR 192"
ASCII = "ISO_IR 6"
"""Keys go out without accents, ``*`` in their place."""

_NOBODY = "ZQXJ*"
_REFUSED_KEY = "*Ü*"

AskForName = Callable[..., set[str]]
"""Key, what it stands beside, character set → UIDs of the studies found."""


@dataclass(frozen=True, slots=True)
class NameChecks:
    """Checks with the names of an example; each returns what was learnt for the profile.

    Parameters
    ----------
    character_set : str
        As the administrator set it.
    ask : callable
        Searches for a name.
    """

    character_set: str
    ask: AskForName

    def wildcards(self, trying: Attempt, row: Mapping[str, str]) -> dict[str, object]:
        """Try ``SMI*`` and a name that nobody has."""
        tried = _needed(wildcard_try(row))
        if tried.study_uid not in self.ask(tried.key, tried.beside):
            if tried.study_uid in self.ask(_as_stored(row), tried.beside):
                trying.say(Outcome.PARTLY, "no_wildcards")
            else:
                trying.say(Outcome.FAILS, "name_not_found")
            return {"wildcards": False}
        if tried.study_uid in self.ask(_NOBODY, tried.beside):
            trying.say(Outcome.PARTLY, "names_ignored")
        return {"wildcards": True}

    def accents(
        self, trying: Attempt, rows: Sequence[Mapping[str, str]], row: Mapping[str, str]
    ) -> dict[str, object]:
        """Find the set in which a name with accents is found, and whether it is without them."""
        tried = accent_try(rows)
        if tried is None:
            return self._only_not_refused(trying, row)
        for character_set in self._candidates(tried):
            if self._finds(tried, character_set):
                bare = without_accents(tried.key)
                folds = self._finds(NameTry(bare, tried.beside, tried.study_uid)) if bare else None
                code = {True: "accents_folded", False: "accents_exact", None: "accents_found"}
                trying.say(Outcome.WORKS, code[folds], character_set=character_set)
                return {"character_set": character_set, "folds_accents": folds}
        trying.say(Outcome.PARTLY, "accents_replaced")
        return {"character_set": ASCII, "folds_accents": False}

    def still_found(
        self, row: Mapping[str, str], search: Callable[..., list[dict[str, str]]]
    ) -> None:
        """Raise unless a search by sense finds the example by the start of its name."""
        tried = _needed(wildcard_try(row))
        keys = {"PatientName": tried.key, tried.beside[0]: tried.beside[1]}
        found = search("STUDY", keys, ("StudyInstanceUID",))
        if tried.study_uid not in [one.get("StudyInstanceUID") for one in found]:
            raise Verdict(Outcome.FAILS, "name_not_found")

    def _candidates(self, tried: NameTry) -> list[str]:
        spoken = (self.character_set, UNICODE, tried.character_set)
        return [
            one for one in dict.fromkeys(spoken) if one and encodable(tried.key, text_coding(one))
        ]

    def _finds(self, tried: NameTry, character_set: str = "") -> bool:
        try:
            return tried.study_uid in self.ask(tried.key, tried.beside, character_set)
        except PermanentError:
            return False

    def _only_not_refused(self, trying: Attempt, row: Mapping[str, str]) -> dict[str, object]:
        """No name with accents was seen: at least such a key must not break the search."""
        narrow = beside(row)
        if narrow is None:
            raise Verdict(Outcome.UNTESTED, "no_accents_seen")
        try:
            self.ask(_REFUSED_KEY, narrow, self.character_set)
        except PermanentError:
            trying.say(Outcome.PARTLY, "accents_refused")
            return {"character_set": ASCII, "folds_accents": False}
        trying.say(Outcome.UNTESTED, "no_accents_seen")
        return {}


def _as_stored(row: Mapping[str, str]) -> str:
    return row.get("PatientName", "").partition("=")[0]


def _needed(tried: NameTry | None) -> NameTry:
    if tried is None:
        raise Verdict(Outcome.UNTESTED, "no_example")
    return tried
