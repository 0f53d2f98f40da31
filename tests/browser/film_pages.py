"""A server of one film: the real page and modules, pixels and answers made here."""

from __future__ import annotations

import json
import queue
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.browser.level_coding import level, quarter
from tests.browser.plan_book import PlanBook

NONCE = "nonce-of-the-tests"
POLICY = (
    f"default-src 'none'; script-src 'self' 'nonce-{NONCE}'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; font-src 'self'"
)
EMPTY_LIBRARY = {
    "/api/v1/definitions": {"digest": "", "definitions": []},
    "/api/v1/library/families": [],
    "/api/v1/procedures": [],
}
NO_BALL = {"found": False, "reason": "no_ball", "sentence": "No ball was found on this film."}
NO_SCALE = {
    "unit": "px", "row_mm": None, "column_mm": None, "aspect": 1.0, "method": None, "label": "px",
    "confidence": "none", "templating": "no", "relative_sigma": None, "magnification": None,
    "calibrated": False, "reason": {"code": "no_spacing", "params": {}, "sentence": ""},
}  # fmt: skip


def detector_scale(row_mm: float, column_mm: float) -> dict:
    """The scale of a film that names its detector spacing and nothing else."""
    return NO_SCALE | {
        "unit": "mm", "row_mm": row_mm, "column_mm": column_mm, "aspect": row_mm / column_mm,
        "method": "header_detector", "label": "mm at detector plane (not calibrated)",
        "confidence": "low", "reason": None,
    }  # fmt: skip


def film_json(values: np.ndarray, film_id: str, **changes: object) -> tuple[dict, dict[str, bytes]]:
    """Describe a film as the API does; ``values`` are planes x rows x columns of uint16."""
    planes, rows, columns = values.shape
    bits = 16 if planes == 1 else 8
    made = [
        level(quarter(values), 4, 16, film_id),
        level(values, 1, 64, film_id),
    ]
    film = {
        "id": film_id, "study_id": str(uuid.UUID(int=1)), "frame": 1, "frames": 1,
        "sop_instance_uid": "2.25.1", "pixel_sha256": "0" * 64, "state": "ready", "reason": None,
        "columns": columns, "rows": rows, "aspect": 1.0, "planes": planes, "bits": bits,
        "value_offset": 0, "slope": 1, "intercept": 0, "invert": False,
        "windows": [{"name": "", "center": 2048, "width": 4096, "function": "LINEAR"}],
        "voi_lut": None, "padding": None, "lossy": False,
        "levels": [description for description, _ in made], "preview_url": None,
        "sides": {"patient_right_on": "left", "source": "header", "confirmed_by": None},
        "view": "AP", "body_part": "PELVIS", "laterality": "", "film_date": "2026-11-10",
        "modality": "DX", "scale": NO_SCALE, "header_scale": NO_SCALE | {"row": 14},
        "calibration": None, "site": {"id": "1", "ball_diameter_mm": 25.4},
        "may": {"calibrate": True}, "geometry": None,
        "patient": {"name": "Example, Anna", "ideographic": "", "id": "TEST-1",
                    "birth_date": "1956-03-14", "age": 70, "sex": "F"},
        "study": {"description": "Pelvis AP", "date": "2026-11-10", "accession_number": "A1"},
    } | changes  # fmt: skip
    return film, {description["url"]: body for description, body in made}


def study_json(*films: dict) -> dict:
    """A study with these films in one series."""
    tiles = [
        {"id": film["id"], "number": number, "view": film["view"], "side": film["laterality"],
         "date": film["film_date"], "state": film["state"], "preview_url": None,
         "reason": film["reason"]}
        for number, film in enumerate(films, 1)
    ]  # fmt: skip
    return {
        "id": films[0]["study_id"], "patient": films[0]["patient"], "date": "2026-11-10",
        "description": "Pelvis AP", "state": "complete",
        "series": [{"id": "s", "modality": "DX", "description": "AP", "number": 1, "films": tiles}],
    }  # fmt: skip


def render_page(film: dict, study: dict, planner: dict) -> bytes:
    """Render the product's own template for a film."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.csp_nonce = NONCE
    context = {"film": film, "study": study, "planner": planner}
    return render_to_string("planner/planner.html", context, request).encode()


@dataclass
class FilmServer:
    """Serves the page, the static files and the film; everything it is asked is kept.

    Attributes
    ----------
    answers : dict
        Path to a function of (method, JSON body) that returns (status, JSON).
    """

    film: dict
    blobs: dict[str, bytes]
    study: dict | None = None
    answers: dict[str, Callable[[str, dict | None], tuple[int, object]]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, str, dict | None]] = field(default_factory=list)
    book: PlanBook = field(default_factory=PlanBook)
    listeners: list[queue.SimpleQueue] = field(default_factory=list)

    def __enter__(self) -> FilmServer:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        return self

    def __exit__(self, *_: object) -> None:
        for listener in self.listeners:
            listener.put("")
        self._server.shutdown()
        self._server.server_close()

    def page(self) -> bytes:
        """Render the page with the plan as it is now."""
        return render_page(self.film, self.study or study_json(self.film), self.book.planner())

    def tell(self, event: str, data: dict) -> None:
        """Send a live event to every open page."""
        for listener in self.listeners:
            listener.put(f"event: {event}\ndata: {json.dumps(data)}\n\n")

    def posted(self, end: str) -> list[dict]:
        """Return the bodies posted to paths with this end."""
        return [
            body for method, path, body in self.asked if method == "POST" and path.endswith(end)
        ]


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, state: FilmServer, *args: object):
        self.state = state
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        """Keep the tests quiet."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/":
            self._send(200, self.state.page(), "text/html", {"Content-Security-Policy": POLICY})
        elif path == "/api/v1/events":
            self._stream()
        elif path.startswith("/static/"):
            self._static(path.removeprefix("/static/"))
        elif path in self.state.blobs:
            self.state.asked.append(("GET", path, None))
            headers = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}
            self._send(200, self.state.blobs[path], "application/octet-stream", headers)
        else:
            self._answer("GET", None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._answer("POST", json.loads(self.rfile.read(length) or b"null"))

    def do_PATCH(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._answer("PATCH", json.loads(self.rfile.read(length) or b"null"))

    def _answer(self, method: str, body: dict | None) -> None:
        path = self.path.partition("?")[0]
        self.state.asked.append((method, path, body))
        answer = self.state.answers.get(path)
        given = answer(method, body) if answer else self.state.book.answer(method, path, body)
        if given is None and method == "GET" and path.endswith("/notes"):
            given = 200, []
        if given is None and path.endswith("/marker"):
            given = 200, NO_BALL
        if given is None and path in EMPTY_LIBRARY:
            given = 200, EMPTY_LIBRARY[path]
        if given is None:
            self._send(404, b"{}", "application/json")
            return
        status, data = given
        self._send(status, json.dumps(data).encode(), "application/json")

    def _stream(self) -> None:
        mine: queue.SimpleQueue = queue.SimpleQueue()
        self.state.listeners.append(mine)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        text = "event: hello\ndata: {}\n\n"
        try:
            while text:
                self.wfile.write(text.encode())
                self.wfile.flush()
                text = mine.get()
        except OSError:
            # The page was closed.
            self.state.listeners.remove(mine)

    def _static(self, name: str) -> None:
        found = finders.find(name)
        if not found:
            self._send(404, b"", "text/plain")
            return
        with open(found, "rb") as file:
            self._send(200, file.read(), guess_type(name)[0] or "application/octet-stream")

    def _send(self, status: int, body: bytes, kind: str, headers: dict | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
