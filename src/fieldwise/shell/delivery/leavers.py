"""Who left is signed out for good on the day after the last day, without waiting for the next roster."""

from datetime import datetime, timedelta

from django.utils import timezone

from fieldwise.apps.ledger.actions import plan_recurring
from fieldwise.apps.people.actions import end_access_of_leavers
from fieldwise.apps.people.queries import agencies


def plan_leavers(at: datetime) -> None:
    """Plan to look every hour: midnight comes at another hour in each agency."""
    plan_recurring(topic="leavers", first_at=at, every=timedelta(hours=1))


def end_access(_: str) -> None:
    """End the access of those whose service is over, agency by agency."""
    for agency in agencies():
        end_access_of_leavers(agency=agency, at=timezone.now())
