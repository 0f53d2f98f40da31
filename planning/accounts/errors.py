"""What the accounts refuse, by code."""

from __future__ import annotations


class AccountRefused(Exception):
    """A change to people or sites that is not made.

    Parameters
    ----------
    code : str
        A key of ``planning.words.SENTENCES``.
    params : dict
        Values for its sentence.
    """

    def __init__(self, code: str, **params):
        self.code = code
        self.params = params
        super().__init__(code)
