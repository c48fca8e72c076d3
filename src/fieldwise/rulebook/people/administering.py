"""Why somebody is not entered as an administrator.

Source: docs/operate/settings.md, the first administrator
"""

from fieldwise.rulebook.reasons import FixedReason


class AdministratorRefusal(FixedReason):
    """What stands in the way; the value is the sentence that the user reads."""

    HAS_LEFT = "The roster says that this person has left. Name somebody who works for the agency."
    EMAIL_TAKEN = "Somebody else has this work e-mail. Each person needs an address of their own."


def administrator_refusals(*, has_left: bool, email_taken: bool) -> tuple[AdministratorRefusal, ...]:
    """Why a person is not entered as an administrator."""
    left = [AdministratorRefusal.HAS_LEFT] if has_left else []
    taken = [AdministratorRefusal.EMAIL_TAKEN] if email_taken else []
    return (*left, *taken)
