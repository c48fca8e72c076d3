"""Fieldwise: learning, mentoring and timely response for a child-protection agency."""

from importlib.metadata import version

__version__ = version("fieldwise")
