"""Questions to the ledger."""

from fieldwise.apps.ledger.queries.files import (
    newest_files,
    open_stored_file,
    stored_file,
    stored_file_address,
    stored_file_on_disk,
    stored_file_with,
)
from fieldwise.apps.ledger.queries.letters import (
    LETTER_TRIES,
    letter,
    letters_before,
    letters_given_up,
    letters_not_sent,
    newest_letters,
    next_letter_at,
    personal_data,
)
from fieldwise.apps.ledger.queries.seals import entries_wait, newest_seal, seal_hash, seals_after
from fieldwise.apps.ledger.queries.verifying import (
    Row,
    Verification,
    Vouched,
    content,
    entry_digest,
    verification,
)
from fieldwise.apps.ledger.queries.work import (
    TASK_TRIES,
    demonstration_id,
    is_alive,
    last_beat,
    recurring_due,
    tasks_are_ready,
    tasks_given_up,
)

__all__ = [
    "LETTER_TRIES",
    "TASK_TRIES",
    "Row",
    "Verification",
    "Vouched",
    "content",
    "demonstration_id",
    "entries_wait",
    "entry_digest",
    "is_alive",
    "last_beat",
    "letter",
    "letters_before",
    "letters_given_up",
    "letters_not_sent",
    "newest_files",
    "newest_letters",
    "newest_seal",
    "next_letter_at",
    "open_stored_file",
    "personal_data",
    "recurring_due",
    "seal_hash",
    "seals_after",
    "stored_file",
    "stored_file_address",
    "stored_file_on_disk",
    "stored_file_with",
    "tasks_are_ready",
    "tasks_given_up",
    "verification",
]
