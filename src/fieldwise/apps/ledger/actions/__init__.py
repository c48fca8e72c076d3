"""Deeds of the ledger itself."""

from fieldwise.apps.ledger.actions.announcing import (
    announce,
    begin_recurring,
    hand_over,
    plan_recurring,
    reclaim_tasks,
    retry_failed_tasks,
)
from fieldwise.apps.ledger.actions.deeds import record, seal_entries
from fieldwise.apps.ledger.actions.deleting import DELETED_TOGETHER, MOST_DELETED, delete_due
from fieldwise.apps.ledger.actions.files import forget_file, store_file
from fieldwise.apps.ledger.actions.installation import beat, mark_demonstration
from fieldwise.apps.ledger.actions.letters import (
    Addressee,
    announce_untried_letters,
    delete_letters,
    mark_letter_sent,
    retry_letter,
    write_letter,
    write_letter_to_address,
)

__all__ = [
    "DELETED_TOGETHER",
    "MOST_DELETED",
    "Addressee",
    "announce",
    "announce_untried_letters",
    "beat",
    "begin_recurring",
    "delete_due",
    "delete_letters",
    "forget_file",
    "hand_over",
    "mark_demonstration",
    "mark_letter_sent",
    "plan_recurring",
    "reclaim_tasks",
    "record",
    "retry_failed_tasks",
    "retry_letter",
    "seal_entries",
    "store_file",
    "write_letter",
    "write_letter_to_address",
]
