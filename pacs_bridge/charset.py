"""Text as archives send it: the character sets that DICOM names, and no others.

A file chooses its own decoder through Specific Character Set (0008,0005). Only the
defined terms of PS3.3 C.12.1.1.2 are followed here; whatever else stands there (a Python
codec such as ``utf_7`` would be obeyed by a careless reader) counts as the default
repertoire and is flagged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DEFAULT_CODEC = "latin_1"
"""The default repertoire is ISO IR 6; Latin-1 contains it and rescues undeclared accents."""

_SINGLE_BYTE = {
    "6": DEFAULT_CODEC,
    "13": "shift_jis",
    "100": "latin_1",
    "101": "iso8859_2",
    "109": "iso8859_3",
    "110": "iso8859_4",
    "126": "iso8859_7",
    "127": "iso8859_6",
    "138": "iso8859_8",
    "144": "iso8859_5",
    "148": "iso8859_9",
    "166": "tis_620",
    "203": "iso8859_15",
}
_MULTI_BYTE = {"58": "gb2312", "87": "iso2022_jp", "149": "euc_kr", "159": "iso2022_jp_2"}

STAND_ALONE = {"ISO_IR 192": "utf_8", "GB18030": "gb18030", "GBK": "gbk"}
"""Sets that may not be mixed with others (PS3.3 Table C.12-5)."""

DEFINED_TERMS = {
    "": DEFAULT_CODEC,
    **{f"ISO_IR {number}": codec for number, codec in _SINGLE_BYTE.items()},
    **{f"ISO 2022 IR {number}": codec for number, codec in _SINGLE_BYTE.items()},
    **{f"ISO 2022 IR {number}": codec for number, codec in _MULTI_BYTE.items()},
    **STAND_ALONE,
}
"""Defined term → Python codec: the whole allow-list."""

_ESC = b"\x1b"
# Escape sequences of PS3.3 Tables C.12-3 and C.12-4.
_G1_ESCAPES = {
    b")I": "shift_jis",
    b"-A": "latin_1",
    b"-B": "iso8859_2",
    b"-C": "iso8859_3",
    b"-D": "iso8859_4",
    b"-F": "iso8859_7",
    b"-G": "iso8859_6",
    b"-H": "iso8859_8",
    b"-L": "iso8859_5",
    b"-M": "iso8859_9",
    b"-T": "tis_620",
    b"-b": "iso8859_15",
    b"(B": DEFAULT_CODEC,
    b"(J": "shift_jis",
    b"$)A": "gb2312",
    b"$)C": "euc_kr",
}
# Two-byte sets in G0: a caret inside is half a character, not a delimiter.
_G0_ESCAPES = {b"$B": "iso2022_jp", b"$(D": "iso2022_jp_2"}

_FRAGMENT = re.compile(rb"\x1b?[^\x1b]+|\x1b")
_TEXT_RESETS = re.compile(rb"[\\\r\n\f\t]")
_NAME_RESETS = re.compile(rb"[\\^=\r\n\f\t]")
_KEPT_CONTROLS = "\n\t"
_TO_SPACES = str.maketrans("\n\t", "  ")
_DIRECTION_CONTROLS = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0xFEFF}
_LINE_BREAKS = re.compile("\r\n|[\r\f\u2028\u2029]")

_SPELLINGS = (
    (re.compile(r"ISO[ _-]?2022[ _-]?IR[ _-]?(\d{1,3})"), r"ISO 2022 IR \1"),
    (re.compile(r"ISO[ _-]?IR[ _-]?(\d{1,3})"), r"ISO_IR \1"),
    (re.compile(r"UTF[ _-]?8"), "ISO_IR 192"),
    (re.compile(r"ISO 2022 (?:GBK|58)"), "GBK"),
)


@dataclass(frozen=True, slots=True)
class TextCoding:
    """How the text of one data set is decoded.

    Attributes
    ----------
    terms : tuple of str
        Defined terms that are followed, in order; the first one is the initial state.
    known : bool
        False when a value was not a defined term and was replaced by the default.
    """

    terms: tuple[str, ...] = ("",)
    known: bool = True

    @property
    def codecs(self) -> tuple[str, ...]:
        """Python codec of every term."""
        return tuple(DEFINED_TERMS[term] for term in self.terms)

    @property
    def stand_alone(self) -> bool:
        """Whether escape sequences have no meaning here."""
        return self.terms[0] in STAND_ALONE


DEFAULT_CODING = TextCoding()


class NameGroups(NamedTuple):
    """The component groups of a Person Name (PS3.5 6.2.1.2)."""

    alphabetic: str = ""
    ideographic: str = ""
    phonetic: str = ""


def text_coding(values: str | Sequence[str] | None) -> TextCoding:
    r"""Read Specific Character Set.

    Parameters
    ----------
    values : str or sequence of str or None
        The element's values; one string may hold several, separated by ``\``.

    Returns
    -------
    TextCoding
        With ``known=False`` when something was not a defined term.
    """
    if not values:
        return DEFAULT_CODING
    parts = values.split("\\") if isinstance(values, str) else list(values)
    terms = [_defined_term(part) for part in parts[:16]]
    known = all(term is not None for term in terms)
    followed = [term if term is not None else "" for term in terms]
    if followed[0] in STAND_ALONE:
        followed = followed[:1]
    else:
        # A set that may not be mixed is ignored where it was mixed in.
        followed = [term for term in followed if term not in STAND_ALONE]
    return TextCoding(tuple(followed), known)


def decode_text(
    value: bytes, coding: TextCoding, *, person_name: bool = False, multiline: bool = False
) -> str:
    r"""Decode the bytes of LO, SH, ST, LT, UC, UT or PN, all values together.

    Bytes that cannot be decoded become U+FFFD; see :func:`clean` for the rest. Split the
    result at ``\`` for the single values: a backslash byte may be half a character before
    decoding.

    Parameters
    ----------
    value : bytes
        As stored, with padding.
    coding : TextCoding
        Of the data set (or the item) that holds the element.
    person_name : bool
        In names ``^`` and ``=`` also return to the initial set (PS3.5 6.1.2.5.3).
    multiline : bool
        For ST, LT and UT, which may have line breaks.
    """
    initial = DEFINED_TERMS[coding.terms[0]]
    if coding == DEFAULT_CODING and _is_utf_8(value):
        initial = "utf_8"
    if _ESC not in value or coding.stand_alone:
        return clean(_decode(value, initial), multiline=multiline)
    resets = _NAME_RESETS if person_name else _TEXT_RESETS
    fragments = _FRAGMENT.findall(value)
    text = "".join(_decode_fragment(part, initial, resets) for part in fragments)
    return clean(text, multiline=multiline)


def _is_utf_8(value: bytes) -> bool:
    """Whether undeclared text is Unicode all the same, as some archives and modalities send it.

    Latin letters of a one-byte set hardly ever come in pairs that are valid UTF-8.
    """
    if value.isascii():
        return False
    try:
        value.decode("utf_8")
    except UnicodeDecodeError:
        return False
    return True


def clean(text: str, *, multiline: bool = False) -> str:
    """Remove what has no place in text: controls, direction overrides, padding.

    Line breaks and tabs stay (as ``\\n`` and ``\\t``) in multiline text and are spaces
    otherwise.
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    text = _LINE_BREAKS.sub("\n", text)
    if not multiline:
        text = text.translate(_TO_SPACES)
    kept = (letter for letter in text if _belongs_in_text(letter))
    return "".join(kept).strip(" \n\t")


def _belongs_in_text(letter: str) -> bool:
    if letter in _KEPT_CONTROLS:
        return True
    return (
        unicodedata.category(letter) not in ("Cc", "Cs") and ord(letter) not in _DIRECTION_CONTROLS
    )


def name_groups(name: str) -> NameGroups:
    """Split a decoded Person Name into alphabetic, ideographic and phonetic."""
    groups = [group.strip(" ") for group in name.split("=", 2)]
    return NameGroups(*groups)


_OUTSIDE_DECOMPOSITION = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)
# Accents of European scripts, Hebrew points, Arabic vowel marks. Thai vowels and the
# voicing marks of kana are letters to their readers and stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def fold(text: str) -> str:
    """Bring text to the form in which two spellings of one name are equal.

    Case, accents, width (half and full), ``ß``, letters such as ``ø`` and ``ł``,
    typographic apostrophes and hyphens, hiragana and katakana, and runs of spaces.
    """
    plain = " ".join(text.split())
    if plain.isascii():
        return plain.lower().replace("`", "'")
    wide = unicodedata.normalize("NFKC", plain).casefold().translate(_OUTSIDE_DECOMPOSITION)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", wide))
    # Compatibility forms such as U+00B4 decompose to a space and an accent.
    composed = unicodedata.normalize("NFC", bare).translate(_OUTSIDE_DECOMPOSITION)
    return " ".join(composed.translate(_HIRAGANA).split())


_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
)


def spellings(text: str) -> frozenset[str]:
    """Folded spellings under which a name may be stored (``müller``: muller, mueller)."""
    composed = unicodedata.normalize("NFC", text)
    return frozenset((fold(composed), fold(composed.translate(_UMLAUTS))))


_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


def query_key(text: str, character_set: str) -> str:
    r"""Make a query key that an archive can take.

    Parameters
    ----------
    text : str
        The key, wildcards included.
    character_set : str
        Specific Character Set the node understands, several values separated by ``\``.

    Returns
    -------
    str
        The same text when the set has all its letters; otherwise with each run of
        letters outside ASCII replaced by ``*``. The matches need filtering again.
    """
    if text.isascii() or encodable(text, text_coding(character_set)):
        return text
    return re.sub(r"\*{2,}", "*", _NON_ASCII.sub("*", text))


def query_character_set(keys: Iterable[str], character_set: str) -> str:
    """Specific Character Set to declare with these keys: empty when all are ASCII."""
    return "" if all(key.isascii() for key in keys) else character_set


def encodable(text: str, coding: TextCoding) -> bool:
    """Whether every letter exists in one of the sets of the coding."""
    if not coding.known:
        return text.isascii()
    return all(letter.isascii() or _in_any(letter, coding) for letter in text)


def _in_any(letter: str, coding: TextCoding) -> bool:
    for term, codec in zip(coding.terms, coding.codecs, strict=True):
        if codec == DEFAULT_CODEC and not term.endswith("100"):
            continue
        try:
            encoded = letter.encode(codec)
        except UnicodeEncodeError:
            continue
        # Of Shift JIS, DICOM has only the single-byte half (JIS X 0201).
        if codec != "shift_jis" or len(encoded) == 1:
            return True
    return False


def _defined_term(value: str) -> str | None:
    term = value.strip(" \0").upper()
    if term not in DEFINED_TERMS:
        for pattern, replacement in _SPELLINGS:
            if pattern.fullmatch(term):
                term = pattern.sub(replacement, term)
                break
    return term if term in DEFINED_TERMS else None


def _decode(value: bytes, codec: str) -> str:
    return value.decode(codec, errors="replace")


def _decode_fragment(fragment: bytes, initial: str, resets: re.Pattern[bytes]) -> str:
    if not fragment.startswith(_ESC):
        return _decode(fragment, initial)
    for escape, codec in _G0_ESCAPES.items():
        if fragment.startswith(escape, 1):
            return _decode(fragment, codec)
    for escape, codec in _G1_ESCAPES.items():
        if fragment.startswith(escape, 1):
            rest = fragment[1 + len(escape) :]
            reset = resets.search(rest)
            if reset is None:
                return _decode(rest, codec)
            return _decode(rest[: reset.start()], codec) + _decode(rest[reset.start() :], initial)
    return _decode(fragment[1:], initial)
