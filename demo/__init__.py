"""The demonstration: a synthetic agency, its courses, and the studio that makes their films."""
