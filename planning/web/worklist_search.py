"""What the worklist's search box finds here, before any archive is asked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from planning.accounts.models import User
from planning.pacs.question import read
from planning.plans import worklist
from planning.studies.selectors import matching


def found(user: User, text: str, *, today: date, at_most: int) -> list[worklist.Case]:
    """Return the cases and the films without a plan that a text finds.

    Parameters
    ----------
    user : User
    text : str
        A name, an ID, an accession number, a birth date as on the search page; cases are
        found by their operation as well.
    today : date
    at_most : int
        Of films without a plan.
    """
    # PostgreSQL knows no zero byte in a text, and nobody types one.
    text = " ".join(text.replace("\0", " ").split())
    question = read(text, today=today)
    if question is None:
        return []
    studies: dict[UUID, None] = {}
    for query in question.queries:
        studies |= {study.pk: None for study in matching(user, query)}
    cases = worklist.cases_about(user, studies, text)
    return [*cases, *worklist.unplanned(user, at_most=at_most, studies=studies)]
