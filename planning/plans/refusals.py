"""What the plans refuse, by code; words for people are in ``planning/wording/plans.py``."""

from __future__ import annotations

from collections.abc import Sequence

from planning.geometry.reasons import Reason
from planning.plans.models import Plan
from planning.refused import Refused


class PlanRefused(Refused):
    """Something is not done to a plan.

    Parameters
    ----------
    code : str
        A key of ``planning.words.SENTENCES``.
    conflict : bool
        True where the plan's state forbids it, False where the request is wrong.
    params : dict
        Values for its sentence.
    """

    def __init__(self, code: str, *, conflict: bool = True, **params):
        super().__init__(code, **params)
        self.conflict = conflict


class PlanChanged(Exception):
    """Somebody else saved in the meantime; nothing was written.

    Parameters
    ----------
    plan : Plan
        As it is now.
    yours : int
        The version that the request started from.
    """

    code = "plan_changed"

    def __init__(self, plan: Plan, yours: int):
        self.plan = plan
        self.params = {"author": str(plan.changed_by), "version": plan.version, "yours": yours}
        super().__init__(self.code)


class PlanInvalid(Exception):
    """A change set that would leave something wrong; nothing was written.

    Parameters
    ----------
    problems : sequence of Reason
    """

    code = "plan_invalid"

    def __init__(self, problems: Sequence[Reason]):
        self.problems = tuple(problems)
        super().__init__(self.code)
