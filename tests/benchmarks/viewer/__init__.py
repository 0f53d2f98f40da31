"""The film on screen against other viewers, in one run; ``make bench-viewer``."""
