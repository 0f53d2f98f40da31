"""Logs: one JSON object a line on stderr, without patient data."""

from __future__ import annotations

import json
import logging
import logging.config
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Format a record as one JSON line; control characters cannot break out of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


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
