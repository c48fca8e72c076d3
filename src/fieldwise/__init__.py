"""Fieldwise: learning, mentoring and timely response for a child-protection agency."""

__version__ = "0.1.0"
