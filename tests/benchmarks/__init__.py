"""Measurements as ratios against real peers in the same run; ``make bench``."""
