"""Keeping an installation: its rows and files carried into a backup, back from one, or to another database."""


class Refused(Exception):
    """It cannot be done, and nothing was changed; the message says why, and what to do."""
