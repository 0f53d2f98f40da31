"""Certificates for TLS tests, made by OpenSSL; valid for one day."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority in a folder of its own."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.crt"

    def issue(self, name: str, address: str = "IP:127.0.0.1") -> tuple[Path, Path]:
        """Make a certificate and its key for a name (``DNS:...`` or ``IP:...``)."""
        key, request = self.folder / f"{name}.key", self.folder / f"{name}.csr"
        certificate, extensions = self.folder / f"{name}.crt", self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={address}\n")
        _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}")(
            "-keyout", key, "-out", request
        )
        _openssl("x509", "-req", "-days", "1", "-CAcreateserial")(
            *("-in", request, "-CA", self.certificate, "-CAkey", self.folder / "ca.key"),
            *("-extfile", extensions, "-out", certificate),
        )
        return certificate, key


def authority(folder: Path) -> Authority:
    """Make a certificate authority."""
    folder.mkdir()
    _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=Test CA")(
        "-keyout", folder / "ca.key", "-out", folder / "ca.crt"
    )
    return Authority(folder)


def _openssl(*command: str):
    def run(*more: object) -> None:
        subprocess.run(
            ["openssl", *command, *map(str, more)], check=True, capture_output=True, timeout=60
        )

    return run
