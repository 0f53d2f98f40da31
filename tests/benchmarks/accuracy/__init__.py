"""How right the numbers are, on films whose truth is known; ``make bench-accuracy``."""
