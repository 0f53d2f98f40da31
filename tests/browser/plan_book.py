"""Plans for the server of one film: kept in memory, changed as the product changes them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from planning.plans import changes, document

SURGEON = {
    "id": str(uuid.UUID(int=50)), "name": "Dr Example",
    "may": {"edit": True, "sign": True, "write_note": True, "acknowledge": True},
}  # fmt: skip
READER = {
    "id": str(uuid.UUID(int=51)), "name": "Dr Reader",
    "may": {"edit": False, "sign": False, "write_note": True, "acknowledge": False},
}  # fmt: skip
PLANS = "/api/v1/plans"


@dataclass
class PlanBook:
    """At most one plan, of one study; answers what is asked of it.

    Attributes
    ----------
    user : dict
        Who looks.
    plan : dict or None
        As the API gives it.
    sets : list of dict
        Change sets as they came, with the version each made.
    missing : list of dict
        What is left before it can be signed.
    """

    user: dict = field(default_factory=lambda: SURGEON)
    plan: dict | None = None
    sets: list[dict] = field(default_factory=list)
    missing: list[dict] = field(default_factory=list)

    def planner(self) -> dict:
        """Return what the page carries."""
        return {"user": self.user, "plan": self.plan}

    def answer(self, method: str, path: str, body: dict | None) -> tuple[int, object] | None:
        """Answer a request, or None if it is not about plans."""
        if not path.startswith(PLANS):
            return None
        rest = path.removeprefix(PLANS).strip("/").split("/")
        if rest == [""]:
            return self._begin(body) if method == "POST" else (200, [self.plan] * bool(self.plan))
        if self.plan is None or rest[0] != self.plan["id"]:
            return 404, {"error": {"code": "not_found", "params": {}, "sentence": "Not here."}}
        if rest[1:] == ["changes"]:
            return self._change(body)
        if rest[1:] == ["history"]:
            return 200, [{"id": one["id"], "version": one["version"]} for one in self.sets]
        if rest[1:] == ["readiness"]:
            return 200, {"ready": not self.missing, "missing": self.missing, "warnings": []}
        return (200, self.plan) if len(rest) == 1 else None

    def _begin(self, body: dict) -> tuple[int, object]:
        if self.plan is None:
            self.plan = {
                "id": body["id"], "study_id": body["study_id"],
                "operation": body.get("operation", ""), "side": body.get("side", ""),
                "planned_on": None, "planned_order": None, "state": "draft", "version": 0,
                "owner": {"id": self.user["id"], "name": self.user["name"]}, "team": None,
                "changed_at": "2026-11-20T08:00:00+00:00", "changed_by": self.user["name"],
                "signed": None, "document": document.empty(), "read_only": None,
                "may": self.user["may"], "patient": {},
            }  # fmt: skip
        return 201, self.plan

    def _change(self, body: dict) -> tuple[int, object]:
        known = next((one for one in self.sets if one["id"] == body["id"]), None)
        if known is None and body["base_version"] != self.plan["version"]:
            params = {
                "author": self.plan["changed_by"],
                "version": self.plan["version"],
                "yours": body["base_version"],
            }
            error = {"code": "plan_changed", "params": params, "sentence": "Changed."}
            return 409, {"error": error, "current": self.plan}
        if known is None:
            given = {"base_version": body["base_version"], "changes": body["changes"]}
            parsed = changes.parse_change_set(given)
            assert isinstance(parsed, changes.ChangeSet), parsed
            changed = changes.apply(self.plan["document"], parsed.changes)
            assert isinstance(changed, dict), changed
            version = self.plan["version"] + 1
            self.plan |= {"document": changed, "version": version}
            known = body | {"version": version}
            self.sets.append(known)
        saved = {"version": known["version"], "saved_at": "2026-11-20T08:00:00+00:00"}
        return 200, saved | {"saved_by": self.user["name"]}
