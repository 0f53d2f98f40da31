"""Import jobs, as the API sends them."""

from __future__ import annotations

JOB = "33333333-3333-4333-8333-333333333333"
STUDY = "44444444-4444-4444-8444-444444444444"
FILM = "55555555-5555-4555-8555-555555555555"
UID = "1.2.826.0.1.77"


def job(state: str = "running", *, tick: int = 0, **changes) -> dict:
    """Return an import; a later `tick` is later news."""
    made = {
        "id": JOB,
        "kind": "import",
        "state": state,
        "node": {"id": "11111111-1111-4111-8111-111111111111", "name": "Main PACS"},
        "title": "Smith, John",
        "study_instance_uid": UID,
        "study_id": None,
        "files_done": 0,
        "files_total": 22,
        "bytes_done": 0,
        "rate_bytes_s": 0,
        "films_ready": 0,
        "first_film": None,
        "message": None,
        "error": None,
        "missing": [],
        "refused": 0,
        "quarantined": 0,
        "attempt": 1,
        "created_at": "2026-11-22T09:30:00+00:00",
        "changed_at": f"2026-11-22T09:30:{tick:02}+00:00",
    }
    return made | changes


def under_way(tick: int = 1, **changes) -> dict:
    """Return an import of which 14 of 22 images have arrived at 5 MB/s."""
    amounts = {"files_done": 14, "bytes_done": 31_000_000, "rate_bytes_s": 5_000_000}
    return job(tick=tick, **(amounts | changes))
