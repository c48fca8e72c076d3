"""Days on which people start."""

from datetime import date, timedelta

MONDAY_HOLIDAYS = (  # month, first and last day of the month that the Monday may fall on
    (1, 1, 2),  # New Year's Day, also observed
    (1, 15, 21),  # Martin Luther King Jr. Day
    (2, 15, 21),  # Presidents' Day
    (5, 25, 31),  # Memorial Day
    (6, 19, 20),  # Juneteenth, also observed
    (7, 4, 5),  # Independence Day, also observed
    (9, 1, 7),  # Labor Day
    (10, 8, 14),  # Columbus Day
    (11, 11, 12),  # Veterans Day, also observed
    (12, 25, 26),  # Christmas Day, also observed
)


def monday(on: date) -> date:
    """The Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def start_day(as_of: date, weeks_ago: int) -> date:
    """The Monday so many weeks before the one of `as_of`, or the Tuesday after a holiday."""
    on = monday(as_of) - timedelta(weeks=weeks_ago)
    is_holiday = any(on.month == month and first <= on.day <= last for month, first, last in MONDAY_HOLIDAYS)
    return on + timedelta(days=1) if is_holiday else on


def years_before(as_of: date, years: int) -> date:
    """The same day so many years ago; February 28 where the year has no February 29."""
    day = 28 if (as_of.month, as_of.day) == (2, 29) else as_of.day
    return date(as_of.year - years, as_of.month, day)
