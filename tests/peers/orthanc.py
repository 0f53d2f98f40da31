"""Run a real Orthanc for tests, filled with films."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings, TlsFiles


@contextmanager
def orthanc(
    folder: Path,
    modalities: Sequence[Modality] = (),
    films: Iterable[Path] = (),
    worklists: Path | None = None,
    tls: TlsFiles | None = None,
) -> Iterator[Orthanc]:
    """Run Orthanc in ``folder``; it knows ``modalities``, holds ``films``, serves ``worklists``."""
    settings = OrthancSettings(
        folder=folder, modalities=tuple(modalities), worklists=worklists, tls=tls
    )
    with Orthanc(settings) as running:
        for film in films:
            running.upload(film)
        yield running
