"""Text from archives: the sets DICOM names, nothing else, nothing dangerous."""

from __future__ import annotations

import unicodedata
import warnings
from pathlib import Path

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacs_bridge.charset import (
    DEFINED_TERMS,
    decode_text,
    encodable,
    fold,
    name_groups,
    query_character_set,
    query_key,
    spellings,
    text_coding,
)

# PS3.5 Annexes H, I, J, K: the standard's own examples of names.
ANNEX_NAMES = {
    "chrH31.dcm": "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chrH32.dcm": "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrI2.dcm": "Hong^Gildong=洪^吉洞=홍^길동",
    "chrX1.dcm": "Wang^XiaoDong=王^小東=",
    "chrX2.dcm": "Wang^XiaoDong=王^小东=",
    "chrGB2312.dcm": "Zhang^XiaoDong=张^小东=",
    "chrFren.dcm": "Buc^Jérôme",
    "chrGreek.dcm": "Διονυσιος",
    "chrRuss.dcm": "Люкceмбypг",
    "chrHbrw.dcm": "שרון^דבורה",
    "chrArab.dcm": "قباني^لنزار",
}


def _name_and_coding(path: Path):
    dataset = pydicom.dcmread(path)
    terms = dataset.get("SpecificCharacterSet")
    coding = text_coding([terms] if isinstance(terms, str) else terms)
    return dataset.get_item("PatientName"), coding


@pytest.mark.parametrize("file_name", sorted(ANNEX_NAMES))
def test_names_of_the_standards_annexes_are_read(shared_data, file_name):
    raw, coding = _name_and_coding(shared_data / "charsets" / file_name)
    assert coding.known
    assert decode_text(raw.value, coding, person_name=True) == ANNEX_NAMES[file_name]


def test_every_real_file_agrees_with_pydicom(shared_data):
    compared = 0
    for path in sorted((shared_data / "charsets").iterdir()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            raw, coding = _name_and_coding(path)
            expected = str(pydicom.dcmread(path).get("PatientName", ""))
        if raw is None or path.name == "chrGB2312.dcm":
            continue  # pydicom leaves the escape sequences of ISO-IR 58 in the text
        ours = decode_text(raw.value, coding, person_name=True)
        assert ours.rstrip("=") == expected, path.name
        compared += 1
    assert compared == 15


@pytest.mark.parametrize(
    "term", ["utf_7", "unicode_escape", "cp037", "utf_16", "punycode", "rot13", "ISO_IR 999", "x"]
)
def test_a_file_cannot_choose_a_python_codec(term):
    coding = text_coding(term)
    assert not coding.known
    assert decode_text(b"+ADw-b+AD4- \\u003c", coding) == "+ADw-b+AD4- \\u003c"


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("ISO_IR 100", "ISO_IR 100"),
        ("iso-ir 100", "ISO_IR 100"),
        ("ISO IR 192", "ISO_IR 192"),
        ("UTF-8", "ISO_IR 192"),
        ("ISO2022IR87", "ISO 2022 IR 87"),
        ("ISO 2022 GBK", "GBK"),
        (" GB18030 ", "GB18030"),
    ],
)
def test_usual_misspellings_of_defined_terms_are_understood(written, term):
    assert text_coding(written).terms == (term,)
    assert text_coding(written).known


def test_sets_that_stand_alone_are_not_mixed():
    assert text_coding(["ISO_IR 192", "ISO 2022 IR 87"]).terms == ("ISO_IR 192",)
    assert text_coding("ISO 2022 IR 6\\ISO_IR 192").terms == ("ISO 2022 IR 6",)


def test_half_a_character_is_no_separator():
    # In GB18030 the second byte of 誠 (D55C) is a backslash.
    assert "誠".encode("gb18030").endswith(b"\x5c")
    decoded = decode_text("誠\\王".encode("gb18030"), text_coding("GB18030"))
    assert decoded.split("\\") == ["誠", "王"]
    # In JIS X 0208 五 is 38 5E, whose second byte is a caret.
    raw = "五島^太郎".encode("iso2022_jp")
    assert b"\x1b$B\x38\x5e" in raw
    assert decode_text(raw, text_coding("\\ISO 2022 IR 87"), person_name=True) == "五島^太郎"


def test_a_delimiter_returns_to_the_first_set():
    coding = text_coding("ISO 2022 IR 100\\ISO 2022 IR 144")
    value = b"\x1b-L" + "Иван".encode("iso8859_5") + b"^" + "É".encode("latin_1")
    assert decode_text(value, coding, person_name=True) == "Иван^É"


@pytest.mark.parametrize(
    ("raw", "terms", "text"),
    [
        ("MÜLLER^Jérôme".encode(), None, "MÜLLER^Jérôme"),
        ("山田^太郎".encode(), "", "山田^太郎"),
        ("MÜLLER".encode("latin_1"), None, "MÜLLER"),
        ("MÜLLER".encode(), "ISO_IR 100", "MÃLLER"),
        ("MÜLLER".encode(), "utf_7", "MÃLLER"),
    ],
)
def test_unicode_that_nobody_declared_is_read_and_what_was_declared_is_followed(raw, terms, text):
    assert decode_text(raw, text_coding(terms), person_name=True) == text


def test_undecodable_bytes_are_replaced_and_marked():
    assert decode_text(b"M\xfcller", text_coding("ISO_IR 192")) == "M\ufffdller"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\x00\x07b\x7f", "ab"),
        (b"one\r\ntwo\tthree\n", "one two three"),
        ("SMITH\u202egnp.exe".encode(), "SMITHgnp.exe"),
        ("\ufeffA\u0085B".encode(), "AB"),
        (b"  padded \0", "padded"),
        (b"\x1b[31mred", "[31mred"),
    ],
)
def test_controls_and_direction_overrides_are_removed(raw, text):
    assert decode_text(raw, text_coding("ISO_IR 192")) == text


def test_only_multiline_text_keeps_its_lines():
    raw = b"one\r\ntwo\rthree\tfour\n"
    assert decode_text(raw, text_coding(None), multiline=True) == "one\ntwo\nthree\tfour"


@given(st.binary(max_size=200), st.sampled_from(sorted(DEFINED_TERMS)), st.booleans())
def test_any_bytes_become_clean_text(raw, term, person_name):
    text = decode_text(raw, text_coding(["", term]), person_name=person_name)
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")]


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_categories=("C", "Z")), max_size=30))
def test_unicode_survives_gb18030_and_utf8(text):
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    for term, codec in (("GB18030", "gb18030"), ("ISO_IR 192", "utf-8")):
        assert decode_text(kept.encode(codec), text_coding(term)) == kept


def test_a_name_has_three_groups():
    assert name_groups("Yamada^Tarou=山田^太郎=やまだ^たろう").ideographic == "山田^太郎"
    assert name_groups("Smith^John") == ("Smith^John", "", "")
    assert name_groups("a=b=c=d").phonetic == "c=d"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("MÜLLER", "muller"),
        ("Straße", "STRASSE"),
        ("Łukasz", "lukasz"),
        ("O’Brien", "o'brien"),
        ("Smith–Jones", "smith-jones"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("やまだ", "ヤマダ"),
        ("ＡＢＣ", "abc"),
        ("İstanbul", "istanbul"),
        ("Jose\u0301", "José"),
        ("two  spaces", "two spaces"),
    ],
)
def test_two_spellings_of_one_name_fold_to_the_same(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("か", "が"), ("กา", "กี"), ("김", "기"), ("an", "am")])
def test_different_letters_stay_different(left, right):
    assert fold(left) != fold(right)


def test_german_umlauts_have_two_spellings():
    assert spellings("Müller") == {"muller", "mueller"}
    assert spellings("Smith") == {"smith"}


@pytest.mark.parametrize(
    ("key", "character_set", "sent"),
    [
        ("SMITH*", "", "SMITH*"),
        ("MÜLLER*", "ISO_IR 100", "MÜLLER*"),
        ("MÜLLER*", "ISO_IR 192", "MÜLLER*"),
        ("MÜLLER*", "", "M*LLER*"),
        ("MÜLLER*", "ISO_IR 144", "M*LLER*"),
        ("ŁUKASZ*", "ISO_IR 100", "*UKASZ*"),
        ("*山田*", "\\ISO 2022 IR 87", "*山田*"),
        ("*山田*", "ISO_IR 100", "*"),
        ("*山田*", "ISO_IR 13", "*"),
        ("*ﾔﾏﾀﾞ*", "ISO_IR 13", "*ﾔﾏﾀﾞ*"),
        ("*山田*", "utf_7", "*"),
    ],
)
def test_letters_a_node_does_not_know_become_wildcards(key, character_set, sent):
    assert query_key(key, character_set) == sent


def test_a_character_set_is_declared_only_when_needed():
    assert query_character_set(["SMITH*", "20240101"], "ISO_IR 192") == ""
    assert query_character_set(["MÜLLER*"], "ISO_IR 192") == "ISO_IR 192"
    assert encodable("é", text_coding("ISO_IR 100"))
    assert not encodable("é", text_coding("utf_7"))
