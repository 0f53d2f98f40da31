"""A line of the log says what broke and where, and nothing of a patient."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from planning.config.logging import JsonLines

PATIENT = "Doe^Jane"


def line_of(message: object, *args: object, logger: str = "planning") -> dict:
    """Format a record made where an exception is being handled, if one is."""
    exc_info = sys.exc_info()
    record = logging.LogRecord(
        logger, logging.ERROR, __file__, 1, message, args, exc_info if exc_info[1] else None
    )
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def read_header() -> None:
    raise ValueError(f"not a date: {PATIENT}")


def test_a_line_is_json_with_time_level_logger_and_message():
    found = line_of("job %s of kind %s broke", 7, "import")
    assert found["message"] == "job 7 of kind import broke"
    assert (found["level"], found["logger"]) == ("ERROR", "planning")
    assert "exception" not in found


def test_a_line_break_in_a_message_stays_inside_the_line():
    assert line_of('a\n{"level": "INFO"}')["message"] == 'a\n{"level": "INFO"}'


def test_an_exception_is_told_by_kind_and_place_without_its_text():
    try:
        read_header()
    except ValueError:
        found = line_of("broke")
    assert PATIENT not in str(found)
    assert "builtins.ValueError" in found["exception"]
    assert "in read_header" in found["exception"]


@pytest.mark.parametrize("explicit", [True, False])
def test_what_is_behind_an_exception_is_told_the_same_way(explicit):
    try:
        try:
            read_header()
        except ValueError as error:
            if explicit:
                raise LookupError(f"no row for {PATIENT}") from error
            raise LookupError(f"no row for {PATIENT}")  # noqa: B904
    except LookupError:
        found = line_of("broke")
    assert PATIENT not in str(found)
    for kind in ("builtins.LookupError", "builtins.ValueError", "in read_header"):
        assert kind in found["exception"]


def test_an_exception_in_the_message_is_told_by_its_kind():
    error = ValueError(PATIENT)
    assert line_of("could not: %s", error)["message"] == "could not: builtins.ValueError"
    assert line_of(error)["message"] == "builtins.ValueError"


def test_of_a_task_that_failed_unheard_only_the_first_line_is_kept():
    text = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{PATIENT}')>"
    assert line_of(text, logger="asyncio")["message"] == "Task exception was never retrieved"


def test_exceptions_that_name_each_other_end_somewhere():
    one, other = ValueError(PATIENT), KeyError(PATIENT)
    one.__cause__, other.__cause__ = other, one
    try:
        raise one
    except ValueError:
        assert line_of("broke")["exception"].count("because of") == 1
