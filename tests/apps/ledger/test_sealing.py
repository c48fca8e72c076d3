"""The ledger refuses change, and shows every change that was made behind its back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from fieldwise.apps.ledger.actions import record, seal_entries
from fieldwise.apps.ledger.models import Entry
from fieldwise.apps.ledger.queries import seals_after, verification
from fieldwise.apps.ledger.triggers import create_statements, drop_statements
from fieldwise.shell.delivery.seals import seal_and_note

AT = datetime(2026, 11, 12, 14, 24, tzinfo=UTC)
NOWHERE = Path("/nonexistent")


def three_deeds() -> None:
    for subject in ("one", "two", "three"):
        record(agency=None, by=None, at=AT, deed="test", subject=subject, after={"subject": subject})


def behind_its_back(sql: str) -> None:
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql)
        for statement in create_statements(connection.vendor):
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_seal", "ledger_sealmember"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_itself_refuses_to_change_what_was_written(table: str, verb: str) -> None:
    if "TRUNCATE" in verb and connection.vendor == "sqlite":
        verb = "DELETE FROM {0}"  # SQLite has no TRUNCATE
    three_deeds()
    seal_entries(at=AT)
    statement = verb.format(table)
    if table == "ledger_seal":
        statement = statement.replace("id = id", "number = number")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_what_is_sealed_verifies_and_what_is_not_is_counted() -> None:
    three_deeds()
    seal_entries(at=AT)
    three_deeds()
    found = verification(NOWHERE)
    assert (found.seals, found.sealed, found.unsealed, found.findings) == (1, 3, 3, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE ledger_entry SET deed = 'other' WHERE subject = 'two'", "was changed"),
        ("DELETE FROM ledger_entry WHERE subject = 'two'", "was deleted"),
        ("UPDATE ledger_sealmember SET position = 9 - position", "list of entries was changed"),
        ("DELETE FROM ledger_seal WHERE number = 1", "Seal 1 is missing"),
        ("UPDATE ledger_seal SET hash = previous WHERE number = 2", "does not follow"),
        ("UPDATE ledger_sealmember SET position = 9 WHERE position = 2", "list of entries was changed"),
        ("UPDATE ledger_sealmember SET seal_id = 9 WHERE seal_id = 3", "in seal 9, which is missing"),
        ("DELETE FROM ledger_sealmember WHERE seal_id = 3", "neither sealed nor waits"),
    ],
)
def test_every_change_behind_its_back_is_found(tampering: str, finding: str) -> None:
    for _ in range(3):
        three_deeds()
        seal_entries(at=AT)
    behind_its_back(tampering)
    assert any(finding in sentence for sentence in verification(NOWHERE).findings)


@pytest.mark.django_db
def test_a_chain_cut_short_is_found_by_the_seals_written_outside() -> None:
    from django.conf import settings

    outside = settings.ENV.seals_file
    outside.unlink(missing_ok=True)
    three_deeds()
    seal_and_note()
    three_deeds()
    seal_and_note()
    assert verification(outside).findings == []
    members = "FROM ledger_sealmember WHERE seal_id = 2"
    behind_its_back(f"DELETE FROM ledger_entry WHERE id IN (SELECT entry_id {members})")
    behind_its_back(f"DELETE {members}")
    behind_its_back("DELETE FROM ledger_seal WHERE number = 2")
    assert verification(NOWHERE).findings == []
    assert verification(outside).findings == ["Seal 2 was written outside but is not in the database."]
    outside.unlink()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        lambda lines: [lines[1], lines[0]],
        lambda lines: [lines[0], lines[0], lines[1]],
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace("at", "on"), lines[1]],
        lambda lines: ["not JSON", lines[1]],
        lambda lines: [lines[0].replace("20", "19"), lines[1]],
    ],
    ids=["exchanged", "repeated", "deleted", "renamed", "broken", "another year"],
)
def test_every_change_of_the_file_outside_is_found(
    tmp_path: Path, changed: Callable[[list[str]], list[str]]
) -> None:
    three_deeds()
    seal_entries(at=AT)
    three_deeds()
    seal_entries(at=AT)
    outside = tmp_path / "seals.jsonl"
    lines = [json.dumps(seal) for seal in seals_after(0)]
    outside.write_text("\n".join(lines) + "\n")
    assert verification(outside).findings == []
    outside.write_text("\n".join(changed(lines)) + "\n")
    assert verification(outside).findings


@pytest.mark.django_db
def test_an_entry_says_who_did_what_when_and_digests_what_changed() -> None:
    three_deeds()
    entry = Entry.objects.get(subject="two")
    assert (entry.deed, entry.at) == ("test", AT)
    assert len(entry.after) == 64
    assert entry.before == ""
