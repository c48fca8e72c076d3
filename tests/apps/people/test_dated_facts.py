"""Dated facts: what was true on a day, as it was known at a moment."""

from datetime import UTC, date, datetime, timedelta

from django.test import Client

from fieldwise.apps.people.actions import end_access_of_leavers, grant_capability, note_standing, set_term
from fieldwise.apps.people.models import OrgUnit, Person, ServiceSpell
from fieldwise.apps.people.queries import capability_names, service, standing, terms
from fieldwise.rulebook.learning.terms import WatchTerms
from tests.cast import AT, Cast

JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, tzinfo=UTC)
FEBRUARY_10 = date(2026, 2, 10)


def test_standing_is_answered_as_it_was_known_then(cast: Cast) -> None:
    mentor = cast["mentor"]
    note_standing(person=mentor, good=True, reason="Review", from_on=date(2025, 1, 1), by=None, at=JANUARY)
    note_standing(
        person=mentor, good=False, reason="Found later", from_on=date(2026, 2, 1), by=None, at=MARCH
    )
    then = standing(mentor.id, FEBRUARY_10, known_at=datetime(2026, 2, 11, tzinfo=UTC))
    now = standing(mentor.id, FEBRUARY_10, known_at=AT)
    assert then is not None
    assert now is not None
    assert (then.good, now.good, now.reason) == (True, False, "Found later")
    assert standing(mentor.id, date(2024, 1, 1), known_at=AT) is None


def spell(person: Person, unit: OrgUnit, from_on: date, **more: object) -> ServiceSpell:
    return ServiceSpell.objects.create(
        agency=person.agency,
        person=person,
        unit=unit,
        title="CPS",
        from_on=from_on,
        **{"recorded_at": JANUARY, **more},
    )


def test_a_withdrawn_spell_is_still_what_was_known_then(cast: Cast) -> None:
    learner = cast["learner"]
    ServiceSpell.objects.filter(person=learner).delete()
    cares, onboarding = OrgUnit.objects.get(kind="CARES"), OrgUnit.objects.get(kind="Onboarding")
    spell(learner, onboarding, date(2025, 9, 15), withdrawn_at=MARCH)
    spell(learner, cares, date(2025, 9, 15), recorded_at=MARCH)
    assert (
        service(learner.id, FEBRUARY_10, known_at=datetime(2026, 2, 10, tzinfo=UTC)).unit_kind == "Onboarding"
    )
    assert service(learner.id, FEBRUARY_10).unit_kind == "CARES"


def test_service_in_a_division_begins_anew_after_a_gap(cast: Cast) -> None:
    learner = cast["learner"]
    ServiceSpell.objects.filter(person=learner).delete()
    cares, onboarding = OrgUnit.objects.get(kind="CARES"), OrgUnit.objects.get(kind="Onboarding")
    spell(learner, cares, date(2019, 1, 7), to_on=date(2021, 6, 30))
    spell(learner, onboarding, date(2025, 3, 3), to_on=date(2025, 9, 14))
    spell(learner, cares, date(2025, 9, 15))
    assert service(learner.id, FEBRUARY_10).since_on == date(2025, 3, 3)
    assert service(learner.id, date(2023, 1, 1)).unit == ""


def test_a_changed_term_holds_from_its_day_and_the_earlier_number_before_it(cast: Cast) -> None:
    set_term(agency=cast.agency, family="learning.watching", name="grace_seconds", value=30,
             from_on=date(2026, 7, 1), source="Memo 7", by=None, at=JANUARY)  # fmt: skip
    before = terms(cast.agency.id, WatchTerms(), "learning.watching", date(2026, 6, 30))
    after = terms(cast.agency.id, WatchTerms(), "learning.watching", date(2026, 7, 1))
    elsewhere = terms(cast.partner.id, WatchTerms(), "learning.watching", date(2026, 7, 1))
    assert (before.grace_seconds, after.grace_seconds, elsewhere.grace_seconds) == (15, 30, 15)


def test_a_capability_holds_from_its_day_and_brings_no_other(cast: Cast) -> None:
    grant_capability(
        person=cast["learner"], name="import_roster", from_on=date(2026, 7, 1), by=None, at=JANUARY
    )
    grant_capability(
        person=cast["learner"], name="import_roster", from_on=date(2026, 7, 1), by=None, at=MARCH
    )
    assert capability_names(cast["learner"].id, date(2026, 6, 30)) == []
    assert capability_names(cast["learner"].id, date(2026, 7, 1)) == ["import_roster"]


def test_who_left_is_signed_out_the_day_after_the_last_day(cast: Cast, client: Client) -> None:
    learner = cast["learner"]
    ServiceSpell.objects.filter(person=learner).update(to_on=date(2026, 11, 12))
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert end_access_of_leavers(agency=cast.agency, at=AT) == 0
    assert client.get("/").status_code == 200
    after_midnight = datetime(2026, 11, 13, 5, 1, tzinfo=UTC)  # 0:01 in New York
    assert end_access_of_leavers(agency=cast.agency, at=after_midnight - timedelta(minutes=2)) == 0
    assert end_access_of_leavers(agency=cast.agency, at=after_midnight) == 1
    assert end_access_of_leavers(agency=cast.agency, at=after_midnight) == 0
    assert client.get("/").status_code == 302
