"""Whatever is imported in whatever order: twice is once, and of two at a time one wins and the other is told."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldwise.apps.people.actions import RosterRefused, apply_roster
from fieldwise.apps.people.models import Agency, Person, ServiceSpell
from tests.apps.people.rosters import AT, DANA, KIM, PLAIN, agency, everything, read, roster_file, staff, take


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    acs = agency()
    files = [roster_file(tmp_path, *rows, name=f"{n}.csv") for n, rows in enumerate([[DANA], [KIM]])]
    imports = [read(acs, file) for file in files]
    together, outcomes = threading.Barrier(2), []

    def apply(number: int) -> None:
        together.wait()
        try:
            apply_roster(roster_import=imports[number], by=None, at=AT)
            outcomes.append("applied")
        except RosterRefused as refusal:
            outcomes.append(refusal.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["applied", "roster_changed"]
    assert Person.objects.count() == ServiceSpell.objects.count() == 1
    assert Agency.objects.get().roster_version == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_applies_once(tmp_path: Path) -> None:
    acs = agency()
    found = read(acs, roster_file(tmp_path, *staff(50)))
    outcomes = []

    def apply() -> None:
        from fieldwise.apps.people.models import RosterImport

        try:
            apply_roster(roster_import=RosterImport.objects.get(id=found.id), by=None, at=AT)
            outcomes.append("applied")
        except RosterRefused as refusal:
            outcomes.append(refusal.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=apply) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("applied") == 1
    assert set(outcomes) <= {"applied", "roster_changed", "applied_already"}
    assert Person.objects.count() == 50


ids = st.sampled_from(["a", "b", "c", "D"])
days = st.sampled_from(["", "2022-08", "2022-08-29", "08/30/2022", "2024-02-29", "02/29/2023", "2027-01-04"])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    return {
        **PLAIN,
        "employee_id": draw(ids),
        "previous_employee_id": draw(st.just("") | ids),
        "name": draw(st.sampled_from(["", "Dana Whitlock", "Kim Park"])),
        "email": draw(st.sampled_from(["", "a@example.org", "b@example.org", "A@example.org"])),
        "title": draw(st.sampled_from(["CPS", "Supervisor"])),
        "unit": draw(st.sampled_from(["", "A", "B"])),
        "supervisor_employee_id": draw(st.just("") | ids),
        "hired_on": draw(days.filter(bool)),
        "in_position_since": draw(days),
        "left_on": draw(days),
        "leave_status": draw(st.sampled_from(["", "ON LEAVE"])),
    }


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(rows(), min_size=1, max_size=5), st.booleans(), st.integers(0, 500)),
        min_size=1,
        max_size=3,
    )
)
def test_any_mix_of_rows_applied_twice_changes_nothing_the_second_time(
    tmp_path: Path, imports: list[tuple[list[dict[str, str]], bool, int]]
) -> None:
    with transaction.atomic():
        acs, at = agency(), AT
        how = {"take_good_rows": True, "despite_alarms": True}
        for said, whole, later in imports:
            at += timedelta(days=later)
            path = roster_file(tmp_path, *said)
            take(acs, path, whole=whole, at=at, **how)
            before = list(everything())
            take(acs, path, whole=whole, at=at, **how)
            assert list(everything()) == before
        transaction.set_rollback(True)
