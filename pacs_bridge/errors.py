"""Errors by what the caller can do about them.

A :class:`TransientError` may be tried again; a :class:`PermanentError` needs a person.
Every error carries a machine ``code``, the node, the step and the cause; the words a
user reads are chosen elsewhere from the code. No patient data ever goes in here.
"""

from __future__ import annotations

from pacs_bridge.types import Step


class ArchiveError(Exception):
    """Something an archive did, or did not do.

    Parameters
    ----------
    node : str
        Name of the node, as the administrator knows it.
    step : Step
        What we were doing.
    cause : str
        What was seen, in technical words (a status, an exception, a time-out).
    seconds : float, optional
        How long we waited, for time-outs.
    """

    code = "archive_error"
    transient = False

    def __init__(self, node: str, step: Step, cause: str = "", *, seconds: float | None = None):
        self.node = node
        self.step = step
        self.cause = cause
        self.seconds = seconds
        super().__init__(node, step, cause)

    def __str__(self) -> str:
        waited = f" after {self.seconds:g} s" if self.seconds is not None else ""
        return f"{self.code}: node {self.node}, step {self.step}{waited}: {self.cause}"

    def __reduce__(self):
        # Errors travel from the child process that talks to the archive.
        return (_rebuild, (type(self), self.node, self.step, self.cause, self.seconds))

    @property
    def params(self) -> dict[str, str | float | None]:
        """Values for the sentence that a person reads."""
        return {
            "node": self.node,
            "step": str(self.step),
            "cause": self.cause,
            "seconds": self.seconds,
        }


def _rebuild(kind, node, step, cause, seconds):
    return kind(node, step, cause, seconds=seconds)


class TransientError(ArchiveError):
    """Trying again later may help."""

    code = "archive_transient"
    transient = True


class PermanentError(ArchiveError):
    """Trying again will not help until somebody changes something."""

    code = "archive_permanent"


class Unreachable(TransientError):
    """No connection: host down, port closed, name unknown, network dropped."""

    code = "archive_unreachable"


class NoAnswer(TransientError):
    """The archive stopped talking; the deadline passed."""

    code = "archive_no_answer"


class ConnectionLost(TransientError):
    """The archive aborted or closed in the middle."""

    code = "archive_connection_lost"


class Busy(TransientError):
    """The archive refused for now (A-ASSOCIATE-RJ transient, A7xx, HTTP 429 or 503)."""

    code = "archive_busy"


class Resting(TransientError):
    """The archive failed several times in a row and is left alone for ``seconds``."""

    code = "archive_resting"


class DiscFull(TransientError):
    """Our own disc has no room for what the archive sends."""

    code = "store_full"


class TitleRefused(PermanentError):
    """The archive does not know our AE title or we do not know its."""

    code = "archive_title_refused"


class NotAuthorised(PermanentError):
    """HTTP 401 or 403, or user identity refused."""

    code = "archive_not_authorised"


class ServiceNotOffered(PermanentError):
    """The archive does not offer the service or storage class that was needed."""

    code = "archive_service_not_offered"


class DestinationUnknown(PermanentError):
    """C-MOVE: our receiver's AE title is not registered at the archive (A801)."""

    code = "archive_destination_unknown"


class RequestFailed(PermanentError):
    """The archive answered with a failure status."""

    code = "archive_request_failed"


class BadAnswer(PermanentError):
    """What came back is not DICOM, not the protocol, or not to be believed."""

    code = "archive_bad_answer"


class TlsFailed(PermanentError):
    """Certificate or protocol refused; there is no silent fallback to plain text."""

    code = "archive_tls_failed"


class BadQuery(PermanentError):
    """The search itself cannot be sent (a backslash, control characters, nothing at all)."""

    code = "archive_bad_query"


class ConfigurationError(PermanentError):
    """The node's settings are incomplete or contradict each other."""

    code = "archive_configuration"


class Cancelled(ArchiveError):
    """A person stopped the operation."""

    code = "archive_cancelled"
