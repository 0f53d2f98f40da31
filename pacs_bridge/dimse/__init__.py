"""Archives over DICOM messages (PS3.7, PS3.8), on pynetdicom.

Reading order: ``archive`` (what can be asked) · ``association`` (opening, refusals) ·
``wire`` (limits on the socket) · ``find`` · ``retrieve`` (C-GET) · ``move`` with ``spool``
(C-MOVE) · ``store`` · ``receiver`` on ``server`` (what archives send to us).
"""
