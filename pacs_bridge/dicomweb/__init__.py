"""Archives over HTTP (PS3.18).

Reading order: ``archive`` (what can be asked) · ``session`` and ``failures`` · ``find``
(QIDO-RS) · ``retrieve`` with ``multipart`` (WADO-RS) · ``store`` (STOW-RS).
"""
