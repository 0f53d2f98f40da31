"""What a service raises when it does not do what was asked: a code, never a sentence."""

from __future__ import annotations


class Refused(Exception):
    """Something is not done, and why.

    Parameters
    ----------
    code : str
        A key of ``planning.words.SENTENCES``, where the sentence for people lives.
    params : dict
        Values for its sentence.
    """

    def __init__(self, code: str, **params: object):
        self.code = code
        self.params = params
        super().__init__(code)
