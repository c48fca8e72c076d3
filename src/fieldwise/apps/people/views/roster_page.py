"""What the page of one roster file shows."""

from datetime import datetime
from typing import Any

from fieldwise.apps.people import queries
from fieldwise.apps.people.models import Agency, RosterImport
from fieldwise.rulebook.calendar import in_words

NUMBERS = [
    ("rows", "rows", "Rows of the file below its heading; empty ones are not counted."),
    ("new", "new", "Rows of people who are not in the roster yet."),
    (
        "changed",
        "changed",
        "Rows in which something differs from the roster, leavers and rehires among them.",
    ),
    ("unchanged", "unchanged", "Rows that say what the roster says."),
    ("refused", "refused", "Rows that cannot be taken as they are. Each says why."),
    ("leavers", "leavers", "People in service whom the file says to have left, or no longer names."),
    ("alarms", "alarms", "Things about the file as a whole that somebody should look at first."),
]
CHIPS = {
    "Leaver": {"kind": "plain", "icon": "logout", "word": "Leaver"},
    "Rehire": {"kind": "plain", "icon": "login", "word": "Rehire"},
    "Renamed id": {"kind": "plain", "icon": "account_circle", "word": "Renamed id"},
    "Unit": {"kind": "plain", "icon": "groups", "word": "Unit"},
    "New": {"kind": "done", "icon": "add", "word": "New"},
}


def _day(agency: Agency, at: datetime) -> str:
    return in_words(queries.local_date(agency, at))


def page(found: RosterImport, agency: Agency) -> dict[str, Any]:
    """The context of the page."""
    findings, counts = found.findings, found.counts
    return {
        "heading": _heading(found),
        "lead": " ".join([_lead(found, agency), *findings["notes"]]),
        "numbers": [
            _number(found, agency, *each) for each in NUMBERS if counts[each[0]] or each[0] != "leavers"
        ],
        "alarms": _alarms(found, agency) if counts["alarms"] else None,
        "refused": findings["refused"],
        "differences": [
            {"row": each["row"], "text": each["text"], "chip": CHIPS.get(each["verdict"])}
            for each in findings["differences"]
        ],
        "pages": _pages(findings),
        "deeds": _deeds(found, agency),
        "applied": bool(found.applied_at) or not (counts["refused"] or findings["differences_total"]),
    }


def _heading(found: RosterImport) -> str:
    counts, total = found.counts, found.findings["differences_total"]
    if found.applied_at:
        return f"{found.file_name} is applied"
    if counts["refused"]:
        return f"{counts['refused']:,} of {counts['rows']:,} rows need you"
    if not total:
        return "Nothing differs"
    rows = "" if found.whole else f" in {counts['rows']:,} row{'s' if counts['rows'] > 1 else ''}"
    return f"{total:,} difference{'s' if total > 1 else ''}{rows}"


def _lead(found: RosterImport, agency: Agency) -> str:
    if found.applied_at:
        return (
            f"It was read on {_day(agency, found.read_at)} and applied on {_day(agency, found.applied_at)}."
        )
    if not found.counts["refused"] and not found.findings["differences_total"]:
        return f"The roster says what your file, {found.file_name}, says."
    if found.roster_version != agency.roster_version:
        return "The roster changed after this file was read. Read the file again to see what it changes now."
    hidden = found.findings["refused_total"] - len(found.findings["refused"])
    more = f" {hidden:,} more reasons are not listed." if hidden else ""
    return f"Nothing is stored yet. Your file, {found.file_name}, is kept as you sent it.{more}"


def _number(found: RosterImport, agency: Agency, name: str, word: str, means: str) -> dict[str, Any]:
    count, rows = found.counts[name], found.counts["rows"]
    return {
        "figure": f"{count:,}",
        "name": word,
        "title": f"{count:,} {word}",
        "means": means,
        "of": None if name in ("rows", "leavers", "alarms") else f"{rows:,} rows",
        "source": f"{found.file_name}, read on {_day(agency, found.read_at)}",
        "rows_url": {
            "refused": "#refused",
            "changed": "#differences",
            "new": "#differences",
            "leavers": "#differences",
        }.get(name)
        if count
        else None,
        "wrong_url": None,
    }


def _alarms(found: RosterImport, agency: Agency) -> dict[str, Any]:
    count = found.counts["alarms"]
    return {
        "allowed": False,
        "heading": f"{'One thing' if count == 1 else f'{count} things'} to look at first. Why?",
        "lines": [{"ok": False, "text": sentence} for sentence in found.findings["alarms"]],
        "source": f"From {found.file_name} and the roster of {_day(agency, found.read_at)}.",
        "wrong_url": None,
    }


def _pages(findings: dict[str, Any]) -> dict[str, str] | None:
    shown, total = len(findings["differences"]), findings["differences_total"]
    return {"sentence": f"The first {shown:,} of {total:,} differences"} if shown < total else None


def _deeds(found: RosterImport, agency: Agency) -> dict[str, str | None]:
    counts, total = found.counts, found.findings["differences_total"]
    current = found.roster_version == agency.roster_version
    good = counts["rows"] - counts["refused"]
    rows = f"{good:,} good row{'s' if good > 1 else ''}"
    apply = f"Apply {total:,} difference{'s' if total > 1 else ''}"
    return {
        "apply": apply if current and not counts["refused"] else None,
        "take_good": f"Take the {rows} now" if current and counts["refused"] and good else None,
        "confirm": "I looked at this, and the file is right." if current and counts["alarms"] else None,
    }
