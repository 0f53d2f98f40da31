"""Lines of a search, as the API sends them."""

from __future__ import annotations

MAIN = {"id": "11111111-1111-4111-8111-111111111111", "name": "Main PACS"}
CLINIC = {"id": "22222222-2222-4222-8222-222222222222", "name": "Clinic"}


def parsed(kind: str, value: str) -> dict:
    """How the text was read."""
    return {"type": "parsed", "kind": kind, "chips": [{"key": kind, "value": value}]}


def searching(node: dict) -> dict:
    """An archive is being asked."""
    return {"type": "node", "node": node, "state": "searching"}


def done(node: dict, *, seconds: float = 0.4, matches: int = 1, **more) -> dict:
    """An archive has answered."""
    line = {"type": "node", "node": node, "state": "done", "seconds": seconds, "matches": matches}
    return line | {"limit_reached": False, "dropped": 0} | more


def failed(node: dict, sentence: str) -> dict:
    """An archive has failed."""
    error = {"code": "archive_no_answer", "params": {}, "sentence": sentence}
    return {"type": "node", "node": node, "state": "failed", "seconds": 10.0, "error": error}


def match(
    uid: str,
    *,
    name: str = "Smith, John",
    key: str = "k",
    patient_id: str = "MRN-00123",
    date: str = "2026-11-10",
    description: str = "Pelvis AP",
    node: dict | None = MAIN,
    **more,
) -> dict:
    """A study that an archive has."""
    where = {"state": "pacs", "study_id": None, "job_id": None, "have": None, "expected": None}
    return {
        "type": "match",
        "node": node,
        "patient": {
            "key": key, "name": name, "ideographic": more.pop("ideographic", ""),
            "id": patient_id, "issuer": more.pop("issuer", ""),
            "birth_date": more.pop("birth_date", "1956-03-14"), "sex": more.pop("sex", "M"),
        },
        "study": {
            "study_instance_uid": uid, "date": date, "time": "10:00:00",
            "description": description, "modalities": more.pop("modalities", ["DX"]),
            "accession_number": more.pop("accession_number", "A-77"), "series_count": 1,
            "instance_count": more.pop("instance_count", 2),
        },
        "where": where | more.pop("where", {}),
    }  # fmt: skip
