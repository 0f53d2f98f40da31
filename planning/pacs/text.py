"""PURE. The bridge's knowledge of DICOM text, for those who show and compare names."""

from pacs_bridge.charset import fold, name_groups

__all__ = ["fold", "name_groups"]
