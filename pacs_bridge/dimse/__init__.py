"""Archives over DICOM messages (PS3.7, PS3.8), on pynetdicom.

Reading order: ``archive`` (what can be asked) · ``association`` (opening, refusals) ·
``wire`` (limits on the socket) · ``find`` · ``retrieve`` (C-GET) · ``move`` with ``spool``
(C-MOVE) · ``store`` · ``commitment`` · ``receiver`` on ``bulk.server`` or ``by_library``
(what archives and modalities send to us), ``keeping`` (what becomes of it).
"""
