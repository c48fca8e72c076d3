"""Why a roster that was read is not applied.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from fieldwise.rulebook.reasons import FixedReason


class ApplyRefusal(FixedReason):
    """What stands in the way; the value is the sentence that the user reads."""

    APPLIED_ALREADY = "This file was applied already. Read it again if it should be applied once more."
    ROSTER_CHANGED = (
        "The roster changed after this file was read, so the differences that you saw are out of date. "
        "Read the file again; nothing of it was stored."
    )
    FILE_NOT_AT_HAND = (
        "The file as you sent it cannot be read from the storage. Try again in a few minutes, or read the file "
        "again; the roster is as it was."
    )
    ROWS_REFUSED = "Some rows are refused. Mend them and read the file again, or take the good rows alone."
    ALARMED = "An alarm stops this file. Look at it; the file is applied when you say that it is right."


def apply_refusals(
    *,
    applied: bool,
    current: bool,
    refused_rows: int,
    take_good_rows: bool,
    alarms: int,
    despite_alarms: bool,
) -> tuple[ApplyRefusal, ...]:
    """Why a file is not applied now; `current` says that the roster is as it was when the file was read."""
    if applied:
        return (ApplyRefusal.APPLIED_ALREADY,)
    if not current:
        return (ApplyRefusal.ROSTER_CHANGED,)
    rows = [ApplyRefusal.ROWS_REFUSED] if refused_rows and not take_good_rows else []
    alarm = [ApplyRefusal.ALARMED] if alarms and not despite_alarms else []
    return (*rows, *alarm)
