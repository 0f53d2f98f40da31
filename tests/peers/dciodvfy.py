"""What dicom3tools finds wrong with a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

KINDS = ("Error", "Warning")


def findings(path: Path, *options: str, kinds: tuple[str, ...] = KINDS) -> list[str]:
    """Return the lines that name a fault; a program that broke off is one too.

    Parameters
    ----------
    path : Path
        A DICOM file.
    options : str
        Of ``dciodvfy``.
    kinds : tuple of str
        How the lines begin that count.
    """
    told = subprocess.run(
        ["dciodvfy", *options, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    lines = (told.stdout + told.stderr).splitlines()
    found = [line for line in lines if line.startswith(kinds)]
    if told.returncode < 0 or (told.returncode and not found):
        found.append(f"dciodvfy ended with {told.returncode}: {told.stderr[-500:]}")
    return found
