"""PURE. The one way in which an implant file is not taken: what is wrong, and where."""

from __future__ import annotations

from planning.refused import Refused


class ExchangeRefused(Refused):
    """A file or a package of implants is refused as a whole.

    Parameters
    ----------
    code : str
        A key of ``planning.wording.exchange``.
    params : dict
        ``file`` (added by whoever knows it) and ``where`` in it, beside values of the sentence.
    """

    def of(self, file: str) -> ExchangeRefused:
        """Say which file it is about, unless that is known already."""
        self.params.setdefault("file", file)
        return self
