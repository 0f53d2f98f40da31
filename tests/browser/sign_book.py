"""Signing for the server of one film: passwords, versions, report objects, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.browser.plan_book import PLANS, PlanBook

PASSWORD = "correct horse battery staple"
AT = "2026-11-22T14:02:00+00:00"


def said(code: str, sentence: str, **more: object) -> dict:
    """Return an error of the API."""
    return {"error": {"code": code, "params": {}, "sentence": sentence}} | more


def report(kind: str, number: int = 1, state: str = "queued", **fields: object) -> dict:
    """Return a report object of the API."""
    return {
        "id": f"{kind}-{number}", "kind": kind, "number": number, "state": state,
        "node": {"id": "n", "name": "Main PACS"}, "reason": None, "sop_instance_uid": "2.25.9",
        "size_bytes": 1, "attempts": 0, "changed_at": AT,
    } | fields  # fmt: skip


def _confirming(minute: int, commitment: str, **fields: object) -> dict:
    at = f"2026-11-22T15:0{minute}:00+00:00"
    return report("pdf", state="sent", commitment=commitment, changed_at=at, **fields)


_NOT_OFFERED = {"code": "x", "params": {}, "sentence": "Main PACS does not offer this."}
CONFIRMING = (
    (_confirming(2, "asked"), "In Main PACS, which has not confirmed yet that it keeps it"),
    (_confirming(3, "committed"), "In Main PACS, which confirmed that it keeps it"),
    (_confirming(4, "unavailable", reason=_NOT_OFFERED), "Main PACS does not offer this.Ask again"),
)
"""News of a report that is in the archive, and what the panel says of each."""


@dataclass
class SignBook(PlanBook):
    """A plan that can be signed with :data:`PASSWORD`.

    Attributes
    ----------
    results : list of dict
        Of the API, as they are shown and signed.
    versions : list of dict
        Signed versions.
    objects : list of dict
        Report objects of the newest version.
    refuse : tuple of int and dict, or None
        What the next signature is answered, once.
    """

    results: list[dict] = field(default_factory=list)
    versions: list[dict] = field(default_factory=list)
    objects: list[dict] = field(default_factory=list)
    refuse: tuple[int, dict] | None = None

    def answer(self, method: str, path: str, body: dict | None) -> tuple[int, object] | None:
        """Answer a request about plans, versions or reports; None for anything else."""
        if method == "PATCH" and self.plan and path.endswith(self.plan["id"]):
            self.plan |= body
            return 200, self.plan
        if path.startswith("/api/v1/reports/"):
            return self._retry(path.split("/")[-2])
        rest = path.removeprefix(PLANS).strip("/").split("/")[1:]
        if path.startswith(PLANS) and rest:
            found = self._of_plan(rest, body)
            if found is not None:
                return found
        return super().answer(method, path, body)

    def seen(self) -> str:
        """Return what stands for all that is shown before a signature."""
        return f"{self.plan['version']} {self.plan['side']} {self.plan['operation']}"

    def _of_plan(self, rest: list[str], body: dict | None) -> tuple[int, object] | None:
        if rest == ["results"]:
            return 200, {
                "version": self.plan["version"], "results": self.results, "seen": self.seen(),
            }  # fmt: skip
        if rest == ["signature"]:
            return self._sign(body)
        if rest == ["reopening"]:
            self.plan |= {"state": "draft"}
            return 200, self.plan
        if rest[0] == "signed" and len(rest) == 2:
            return 200, self.versions[int(rest[1]) - 1]
        if rest[0] == "signed" and rest[2] == "objects":
            return 200, self.objects
        return None

    def _sign(self, body: dict) -> tuple[int, object]:
        if self.refuse:
            refused, self.refuse = self.refuse, None
            return refused
        if body["password"] != PASSWORD:
            return 403, said("password_wrong", "This is not your password. Nothing was signed.")
        if body["version"] != self.plan["version"]:
            changed = said("plan_changed", "Changed.", current=self.plan)
            changed["error"]["params"] = {"author": self.plan["changed_by"]}
            return 409, changed
        if body["seen"] != self.seen():
            return 409, said("plan_not_as_seen", "It is no longer what you were shown.")
        version = {
            "number": len(self.versions) + 1, "version": self.plan["version"],
            "meaning": body["meaning"], "signed_by": self.user["name"], "signed_at": AT,
            "digest": "ab" * 32, "intact": True, "software": "test", "document": {},
            "content": {"views": [{"view": "AP", "film_date": "2026-11-10"}]},
        }  # fmt: skip
        self.versions.append(version)
        signed = {"number": version["number"], "by": self.user["name"], "at": AT}
        self.plan |= {"state": "signed", "signed": signed}
        self.objects = [report("pdf"), report("picture")]
        return 201, version

    def _retry(self, key: str) -> tuple[int, object]:
        (one,) = [each for each in self.objects if each["id"] == key]
        one |= {"state": "queued", "reason": None, "changed_at": "2026-11-22T15:00:00+00:00"}
        return 202, one
