"""Logs: one JSON object a line on stderr, without patient data."""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Format a record as one JSON line; control characters cannot break out of it.

    Of an exception it says the kind and the place, never the text: a database quotes the row
    that it refuses, a parser the value that it could not read.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["exception"] = _places(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_kind(one) if isinstance(one, BaseException) else one for one in args)
    text = str(record.msg) % args if args else str(record.msg)
    if isinstance(record.msg, BaseException):
        text = _kind(record.msg)
    # The lines after the first show what a task held when it failed.
    return text.partition("\n")[0] if record.name == "asyncio" else text


def _places(error: BaseException) -> str:
    """Return the kinds of an exception and of those behind it, with where each came up."""
    parts, seen = [], set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        parts.append("".join([*traceback.format_tb(behind.__traceback__), _kind(behind)]))
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
    return "\n\nbecause of\n".join(parts)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def configure(settings: dict) -> None:
    """Configure logging for the process.

    Parameters
    ----------
    settings : dict
        ``{"level": "INFO"}``.
    """
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": JsonLines}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "planning": {"level": settings.get("level", "INFO")},
                "pacs_bridge": {"level": settings.get("level", "INFO")},
                # pynetdicom and pydicom print identifiers of patients at lower levels.
                "pynetdicom": {"level": "CRITICAL"},
                "pydicom": {"level": "CRITICAL"},
            },
        }
    )
