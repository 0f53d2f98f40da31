"""PURE. Person names (PS3.5 6.2.1) for people to read and for comparing."""

from __future__ import annotations

from planning.pacs.text import fold, name_groups


def readable(name: str) -> str:
    """Return "Family, Given Middle" from the alphabetic group, or whatever group there is."""
    groups = name_groups(name)
    shown = groups.alphabetic or groups.ideographic or groups.phonetic
    family, *rest = (part.strip() for part in shown.split("^"))
    given = " ".join(part for part in rest[:2] if part)
    return f"{family}, {given}" if family and given else family or given


def ideographic(name: str) -> str:
    """Return the ideographic group as "family given", or an empty string."""
    return " ".join(part for part in name_groups(name).ideographic.split("^") if part)


def same_person(one: str, other: str) -> bool:
    """Say whether two names may be one person's: nothing in them contradicts.

    Family and first given name are compared folded, group by group; a name or group
    that is missing contradicts nothing.
    """
    return all(
        _agree(a, b) for a, b in zip(name_groups(one), name_groups(other), strict=True) if a and b
    )


def _agree(one: str, other: str) -> bool:
    mine, theirs = (_family_and_given(text) for text in (one, other))
    return all(a == b for a, b in zip(mine, theirs, strict=True) if a and b)


def _family_and_given(group: str) -> tuple[str, str]:
    parts = [fold(part) for part in group.split("^")] + ["", ""]
    given = parts[1].split()
    return " ".join(parts[0].split()), given[0] if given else ""
