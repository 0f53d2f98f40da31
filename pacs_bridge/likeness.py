"""PURE. Names that sound or look alike, for archives that search by sense and not by letter.

Fuzzy semantic matching (PS3.4 C.2.2.2.1) is the archive's own affair: it may answer MEYER for
MEIER. Such answers are wanted; what has nothing to do with the words asked for is not.
"""

from __future__ import annotations

from pacs_bridge.charset import name_groups, spellings

LETTERS_PER_DIFFERENCE = 3


def alike(one: str, other: str) -> bool:
    """Whether two folded words differ in at most every third letter of the longer one."""
    most = max(len(one), len(other)) // LETTERS_PER_DIFFERENCE
    return one == other or (most > 0 and differences(one, other, most) <= most)


def differences(one: str, other: str, most: int) -> int:
    """Count letters to change, add or leave out (Levenshtein); more than ``most`` is enough."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        above, row[0] = row[0], number
        for at, against in enumerate(other, start=1):
            above, row[at] = (
                row[at],
                min(row[at] + 1, row[at - 1] + 1, above + (letter != against)),
            )
        if min(row) > most:
            return most + 1
    return row[-1]


def name_is_like(name: str, family_name: str, given_name: str) -> bool:
    """Whether every word asked for is like a word of one group of a stored name."""
    asked = [word for text in (family_name, given_name) for word in _words(text)]
    return bool(asked) and any(
        all(_is_like_one(word, _words(group)) for word in asked)
        for group in name_groups(name)
        if group
    )


def _words(text: str) -> list[str]:
    return text.replace("^", " ").replace(",", " ").replace("*", " ").split()


def _is_like_one(word: str, stored: list[str]) -> bool:
    return any(
        alike(mine, theirs[: len(mine)]) or alike(mine, theirs)
        for mine in spellings(word)
        for candidate in stored
        for theirs in spellings(candidate)
    )
