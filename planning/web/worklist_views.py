"""The saved views of the worklist, and how its lines are grouped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.accounts.models import Membership, User
from planning.accounts.policy import Action, sites_for, visible_to
from planning.plans.models import Plan
from planning.plans.progress import Stage
from planning.web.worklist_rows import Row

WEEK = timedelta(days=6)
Test = Callable[[Row, "Reader"], bool]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when."""

    user: User
    today: date
    teams: frozenset
    acknowledging: frozenset


@dataclass(frozen=True, slots=True)
class View:
    """A question that is asked every day. `empty` says what to do where nothing answers it."""

    key: str
    name: str
    empty: str
    shows: Test
    shows_unplanned: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    key: str
    name: str
    rows: list[Row]


def _on_day(row: Row, reader: Reader, first: int, last: int) -> bool:
    day = row.plan.planned_on if row.plan else None
    if day is None:
        return False
    return reader.today + timedelta(first) <= day <= reader.today + timedelta(last)


def _mine(row: Row, reader: Reader) -> bool:
    return row.plan is not None and row.plan.owner_id == reader.user.pk


def _of_team(row: Row, reader: Reader) -> bool:
    return row.plan is not None and row.plan.team_id in reader.teams


def _needs(row: Row, reader: Reader) -> bool:
    """Own work that is not done; a note of one's team that waits for an acknowledgement."""
    if row.plan is None:
        return False
    unfinished = row.plan.state == Plan.State.DRAFT or row.stage is Stage.REFUSED
    waiting = row.notes.open_must_read > 0 and row.study.site_id in reader.acknowledging
    if _mine(row, reader):
        return unfinished or waiting or row.notes.unread > 0
    return waiting and _of_team(row, reader)


NO_CASES = gettext_lazy("No cases here. Search PACS or bring in a film.")
VIEWS = (
    View(
        "tomorrow",
        gettext_lazy("Tomorrow"),
        gettext_lazy("No cases for tomorrow. Search PACS or bring in a film."),
        lambda row, reader: _on_day(row, reader, 1, 1),
    ),
    View(
        "week",
        gettext_lazy("This week"),
        gettext_lazy("No cases in the next seven days. Search PACS or bring in a film."),
        lambda row, reader: _on_day(row, reader, 0, WEEK.days),
    ),
    View(
        "needs-me",
        gettext_lazy("Needs me"),
        gettext_lazy("Nothing waits for you. Search PACS or bring in a film."),
        _needs,
    ),
    View(
        "unread",
        gettext_lazy("Unread notes"),
        gettext_lazy("You have read every note. New ones appear here by themselves."),
        lambda row, reader: row.notes.unread > 0 or row.notes.open_must_read > 0,
        shows_unplanned=True,
    ),
    View(
        "unplanned",
        gettext_lazy("Without a plan"),
        gettext_lazy("Every film has a plan. Search PACS or bring in a film."),
        lambda row, reader: row.plan is None,
        shows_unplanned=True,
    ),
    View(
        "mine",
        gettext_lazy("Mine"),
        gettext_lazy("No case is yours yet. Search PACS or bring in a film."),
        _mine,
    ),
    View(
        "team",
        gettext_lazy("My team"),
        gettext_lazy("Your team has no cases. Search PACS or bring in a film."),
        _of_team,
    ),
    View(
        "all",
        gettext_lazy("All"),
        gettext_lazy("No films here yet. Search PACS or bring in a film."),
        lambda row, reader: True,
        shows_unplanned=True,
    ),
)
DEFAULT = VIEWS[-1]


def view_named(key: str) -> View:
    """Return a saved view; all cases where nothing or nonsense is asked for."""
    return next((view for view in VIEWS if view.key == key), DEFAULT)


def reader_of(user: User, today: date) -> Reader:
    """Return what the views need to know of a person."""
    own = visible_to(user, Membership).filter(user=user, team__isnull=False)
    acknowledging = sites_for(user, Action.ACKNOWLEDGE).values_list("pk", flat=True)
    return Reader(
        user, today, frozenset(own.values_list("team", flat=True)), frozenset(acknowledging)
    )


def of_view(view: View, rows: Iterable[Row], reader: Reader) -> list[Row]:
    """Return the lines that a view shows."""
    return [row for row in rows if view.shows(row, reader)]


def groups_of(rows: list[Row], today: date) -> list[Group]:
    """Group lines by theatre date: what comes, no date, what was, films without a plan."""
    planned = [row for row in rows if row.plan]
    coming = [row for row in planned if row.plan.planned_on and row.plan.planned_on >= today]
    undated = [row for row in planned if not row.plan.planned_on]
    past = [row for row in planned if row.plan.planned_on and row.plan.planned_on < today]
    groups = [
        Group(day.isoformat(), _day_words(day, today), list(of_day))
        for day, of_day in groupby(coming, key=lambda row: row.plan.planned_on)
    ]
    past_days = groupby(reversed(past), key=lambda row: row.plan.planned_on)
    later = [
        Group("undated", _("No theatre date"), undated),
        *(
            Group(day.isoformat(), _day_words(day, today), list(of_day)[::-1])
            for day, of_day in past_days
        ),
        Group("unplanned", _("Films without a plan"), [row for row in rows if not row.plan]),
    ]
    return groups + [group for group in later if group.rows]


def _day_words(day: date, today: date) -> str:
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get((day - today).days)
    spelt = f"{dateformat.format(day, 'D')} {day.isoformat()}"
    if near is None and day < today:
        near = _("Past")
    return f"{near}, {spelt}" if near else spelt
