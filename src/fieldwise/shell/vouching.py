"""Everything that entries of the ledger vouch for, from every slice."""

from fieldwise.apps.learning import queries as learning
from fieldwise.apps.ledger.queries import Vouched
from fieldwise.apps.people import queries as people


def vouched() -> list[Vouched]:
    """The kinds of rows that `verification` compares with their newest entries."""
    return [*people.vouched(), *learning.vouched()]
