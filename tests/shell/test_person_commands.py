"""The commands about terms, retention and people, as somebody types them."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger.models import Entry, Letter
from fieldwise.apps.people.models import Person, TermChange
from fieldwise.apps.people.queries import retention_terms
from fieldwise.methods.digest import digest
from fieldwise.shell.commands import main
from tests.cast import AT, Cast


def run(*words: str, fails: bool = False) -> str:
    """What a command says."""
    done = CliRunner().invoke(main, [*words])
    assert (done.exit_code != 0) is fails, done.output + repr(done.exception)
    return done.output


@pytest.fixture
def learner(cast: Cast) -> Person:
    return cast["learner"]


def test_every_term_is_listed_with_what_was_changed(cast: Cast) -> None:
    said = run(
        "term", "set", "acs", "retention.letters_days", "30", "--from", "2026-07-01", "--source", "Memo 7"
    )
    assert said == "retention.letters_days is 30 from 2026-07-01 on. Earlier days keep the earlier number.\n"
    assert retention_terms(cast.agency, date(2026, 7, 1)).letters_days == 30
    assert retention_terms(cast.agency, date(2026, 6, 30)).letters_days == 90
    assert retention_terms(cast.partner, date(2026, 7, 1)).letters_days == 90
    listed = run("term", "list", "ACS")
    assert "roster.alarming_leaver_share = 0.05\n" in listed
    assert "    30 from 2026-07-01: Memo 7\n" in listed
    assert (
        Entry.objects.get(deed="set_term").summary == "retention.letters_days is 30 from 2026-07-01: Memo 7"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("ACS", "retention.letters", "30"), "There is no term retention.letters."),
        (("ACS", "letters_days", "30"), "There is no term .letters_days."),
        (("ACS", "retention.letters_days", "soon"), "is a whole number, not soon."),
        (("ACS", "retention.letters_days", "NaN"), "is a whole number, not nan."),
        (("ACS", "roster.alarming_leaver_share", "NaN"), "lies between 0 and 1"),
        (("ACS", "roster.alarming_leaver_share", "[1]"), "is a number, not [1]."),
        (("NONE", "retention.letters_days", "30"), "There is no agency NONE. There are: ACS, PARTNER."),
    ],
)
def test_a_term_that_cannot_be_set_is_refused_with_the_reason(
    cast: Cast, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in run("term", "set", *words, "--from", "2026-07-01", "--source", "Memo", fails=True)
    assert not TermChange.objects.exists()


def test_retention_says_what_is_due_and_what_comes_next(cast: Cast) -> None:
    for days in (500, 1):
        Letter.objects.create(agency_id=cast.agency.id, topic="t", period=str(days), to="a@example.org",
                              written_at=AT - timedelta(days=days))  # fmt: skip
    run("term", "set", "ACS", "retention.letters_days", "36500", "--from", "2026-01-01", "--source", "Memo")
    assert (
        "        0 letters are due. Deleted 36,500 days after they were written. The next fall due on 2125"
        in run("retention", "ACS")
    )
    assert "leavers are due. Erased 6 years after the last day of service. No others are there." in run(
        "retention", "ACS"
    )
    assert Letter.objects.count() == 2


def test_a_person_is_exported_and_the_ledger_notes_it(learner: Person) -> None:
    data: dict[str, Any] = json.loads(run("person", "export", "ACS", learner.employee_id))
    assert data["person"][0]["name"] == learner.name
    assert Entry.objects.get(deed="export_personal_data").subject == str(learner.id)
    assert "Nobody in ACS has the employee id 7." in run("person", "export", "ACS", "7", fails=True)
    assert "Nobody in PARTNER" in run("person", "export", "PARTNER", learner.employee_id, fails=True)


def test_a_name_is_corrected_with_one_entry_that_does_not_name_it(learner: Person) -> None:
    before = learner.name
    said = run(
        "person",
        "rename",
        "ACS",
        learner.employee_id,
        " Dana  Whitlock-Reyes",
        "--reason",
        "Asked in writing",
    )
    assert f"{learner.employee_id} is Dana Whitlock-Reyes now." in said
    assert "The next roster that says otherwise changes it back" in said
    run("person", "rename", "ACS", learner.employee_id, "Dana Whitlock-Reyes", "--reason", "Again")
    entry = Entry.objects.get(deed="correct_name")
    assert (entry.before, entry.after) == (digest({"name": before}), digest({"name": "Dana Whitlock-Reyes"}))
    assert entry.summary == "Asked in writing"
    assert DBTaskResult.objects.count() == 1
    learner.refresh_from_db()
    assert learner.name == "Dana Whitlock-Reyes"


@pytest.mark.parametrize("name", ["", "7", "D" * 201, "Dana\u202eWhitlock"])
def test_what_is_no_name_is_refused(learner: Person, name: str) -> None:
    said = run("person", "rename", "ACS", learner.employee_id, name, "--reason", "Typo", fails=True)
    assert "Nothing is stored." in said
    learner.refresh_from_db()
    assert learner.name == "Dana Whitlock"
