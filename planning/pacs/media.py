"""Files, folders, zips and CDs, through the bridge."""

from pacs_bridge.media import Found, Skipped, browse

__all__ = ["Found", "Skipped", "browse"]
