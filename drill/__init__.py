"""Drills: what may be killed, filled, forged, malformed. `make drill` prints a figure for each."""
