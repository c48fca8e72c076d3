"""To read a roster file, and to apply it."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from fieldwise.apps.ledger import queries as ledger
from fieldwise.apps.ledger.actions import record, store_file
from fieldwise.apps.people.actions.roster_objects import RosterObjects
from fieldwise.apps.people.models import Agency, RosterImport
from fieldwise.apps.people.queries import ComparedRoster, RosterFile, compared_roster, local_date
from fieldwise.rulebook.people.applying import ApplyRefusal, apply_refusals
from fieldwise.rulebook.people.roster import RosterChanges
from fieldwise.rulebook.people.verdicts import Verdict

LISTED_LINES = 100
log = logging.getLogger(__name__)


class RosterRefused(Exception):
    """The file is not applied, and nothing of it is stored; `reasons` say why."""

    def __init__(self, *reasons: ApplyRefusal) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons


def read_roster(
    *,
    agency: Agency,
    source: Path,
    file_name: str,
    whole: bool,
    by: UUID | None,
    at: datetime,
    map_text: str = "",
    map_name: str = "",
) -> RosterImport:
    """Read a file and keep it with what it would change; raises RosterUnreadable, and keeps nothing, when it cannot."""
    as_of = local_date(agency, at)
    file = RosterFile(agency, source, file_name, whole, as_of, map_text, map_name)
    return keep_roster(compared=compared_roster(file), by=by, at=at)


def keep_roster(*, compared: ComparedRoster, by: UUID | None, at: datetime) -> RosterImport:
    """Keep a file that was compared, so that it can be looked at and applied."""
    file = compared.file
    # Before the transaction: no writer waits for a storage that is far away.
    stored = store_file(source=file.path, extension=Path(file.name).suffix.lower()[:8], at=at)
    with transaction.atomic():
        made = RosterImport.objects.create(
            agency=file.agency,
            file_id=stored.id,
            file_name=file.name[-200:],
            map_name=file.map_name[-200:],
            map_text=file.map_text,
            whole=file.whole,
            roster_version=compared.version,
            read_by=by,
            read_at=at,
            counts=compared.changes.counts,
            findings=_findings(compared),
        )
        after = {"sha256": stored.sha256, "whole": file.whole, "counts": made.counts}
        subject, summary = made.id, _summary(made)
        record(
            agency=file.agency.id,
            by=by,
            at=at,
            deed="read_roster",
            subject=subject,
            summary=summary,
            after=after,
        )
    return made


def _summary(roster_import: RosterImport) -> str:
    counts = roster_import.counts
    numbers = ", ".join(
        f"{counts[name]:,} {name}" for name in ("rows", "new", "changed", "unchanged", "refused")
    )
    return f"{roster_import.file_name[:100]}: {numbers}"


def _findings(compared: ComparedRoster) -> dict[str, Any]:
    """What the page of the file lists: the first lines of each kind, and how many there are."""
    refused = [
        {"row": each.row, "field": reason.field, "text": reason.sentence}
        for each in compared.changes.verdicts
        for reason in each.reasons
    ]
    differences = difference_lines(compared.changes)
    unknown = compared.reading.unknown_columns
    ignored = [f"Columns that are not read: {', '.join(unknown)[:300]}."] if unknown else []
    return {
        "alarms": [alarm.sentence for alarm in compared.changes.alarms],
        "notes": [*compared.reading.notes, *ignored],
        "refused": refused[:LISTED_LINES],
        "refused_total": len(refused),
        "differences": differences[:LISTED_LINES],
        "differences_total": len(differences),
    }


def difference_lines(changes: RosterChanges) -> list[dict[str, Any]]:
    """Each difference with its row and verdict: first what is not plain, then units, then new people."""
    lines = [
        {"row": each.row, "verdict": each.verdict.value, "text": " ".join(each.sentences)}
        for each in changes.changed
    ]
    units = [{"row": each.row, "verdict": "Unit", "text": each.sentence} for each in changes.units]
    new = [line for line in lines if line["verdict"] == Verdict.NEW.value]
    return [*(line for line in lines if line["verdict"] != Verdict.NEW.value), *units, *new]


def apply_roster(
    *,
    roster_import: RosterImport,
    by: UUID | None,
    at: datetime,
    take_good_rows: bool = False,
    despite_alarms: bool = False,
    compared: ComparedRoster | None = None,
) -> None:
    """Make the roster what a file says; raises RosterRefused when rows, alarms or another import stand in the way.

    `compared` is what the file was kept with, where the caller still has it; without it the file is read again.
    """
    compared = compared or _compared_again(roster_import)
    changes = compared.changes
    reasons = apply_refusals(
        applied=roster_import.applied_at is not None,
        current=compared.version == roster_import.roster_version,
        refused_rows=changes.counts["refused"],
        take_good_rows=take_good_rows,
        alarms=len(changes.alarms),
        despite_alarms=despite_alarms,
    )
    if reasons:
        raise RosterRefused(*reasons)
    statements = RosterObjects(compared.file.agency, compared.stored, at, compared.file.as_of).statements(
        changes
    )
    try:
        with transaction.atomic():
            _claim(roster_import, changes.changes_anything, by, at)
            statements.run()
            _note(roster_import, by, at)
    except IntegrityError as error:  # somebody took an address or an id meanwhile
        raise RosterRefused(ApplyRefusal.ROSTER_CHANGED) from error
    roster_import.applied_at, roster_import.applied_by = at, by


def _compared_again(roster_import: RosterImport) -> ComparedRoster:
    agency = roster_import.agency
    try:
        with ledger.stored_file_on_disk(ledger.stored_file(roster_import.file_id)) as path:
            file = RosterFile(
                agency,
                path,
                roster_import.file_name,
                roster_import.whole,
                local_date(agency, roster_import.read_at),
                roster_import.map_text,
                roster_import.map_name,
            )
            return compared_roster(file)
    except OSError as problem:
        log.error("The kept file of roster import %s cannot be read: %s", roster_import.id, problem)
        raise RosterRefused(ApplyRefusal.FILE_NOT_AT_HAND) from problem


def _claim(roster_import: RosterImport, changes_anything: bool, by: UUID | None, at: datetime) -> None:
    """Only one import goes on from one version of the roster, and each goes on once."""
    agency = Agency.objects.filter(id=roster_import.agency_id, roster_version=roster_import.roster_version)
    if not agency.update(roster_version=F("roster_version") + int(changes_anything), roster_applied_at=at):
        raise RosterRefused(ApplyRefusal.ROSTER_CHANGED)
    if not RosterImport.objects.filter(id=roster_import.id, applied_at=None).update(
        applied_at=at, applied_by=by
    ):
        raise RosterRefused(ApplyRefusal.APPLIED_ALREADY)


def _note(roster_import: RosterImport, by: UUID | None, at: datetime) -> None:
    version = roster_import.roster_version
    record(
        agency=roster_import.agency_id,
        by=by,
        at=at,
        deed="apply_roster",
        subject=roster_import.id,
        summary=_summary(roster_import),
        before={"roster_version": version},
        after={"file": roster_import.file_id, "counts": roster_import.counts},
    )
