"""Speak to any PACS: DIMSE, DICOMweb or a folder, behind one port.

This package knows neither Django nor the planning application. Start reading at
:mod:`pacs_bridge.port` (what an archive can do), then :mod:`pacs_bridge.types`
(what crosses the border) and :mod:`pacs_bridge.connect` (which protocol is used).
"""
