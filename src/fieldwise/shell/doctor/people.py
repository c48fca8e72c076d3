"""Agencies, who can administer them, whom staff ask for help, and how old the roster is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldwise.shell.doctor.findings import Finding, missing, ok, weak

ROSTER_IS_OLD_AFTER = timedelta(days=31)


@dataclass(frozen=True)
class AgencyFacts:
    """One agency: its code, its administrators who have a work e-mail, its help desk, its roster."""

    code: str
    administrators: int
    has_help_desk: bool
    roster_at: datetime | None


def gather(at: datetime) -> list[AgencyFacts]:
    """The facts of every agency, but for samples beside a real one."""
    from fieldwise.apps.people import queries

    agencies = queries.agencies()
    real = [each for each in agencies if not each.sample]
    return [
        AgencyFacts(
            each.code,
            len(queries.people_who_may("administer", each, queries.local_date(each, at))),
            bool(each.help_desk_email),
            each.roster_applied_at,
        )
        for each in real or agencies
    ]


def judge(facts: list[AgencyFacts], home: str, accounts_of: tuple[str, ...], at: datetime) -> list[Finding]:
    """Every check of the agencies. `home` is whose courses the public sees, `accounts_of` who has OpenID Connect."""
    if not facts:
        return [missing("agency", "There is none.", "`fieldwise init` or `fieldwise agency found` makes it.")]
    named = [_named(facts, home, accounts_of)]
    return [*named, *(check for each in facts for check in _agency(each, at))]


def _named(facts: list[AgencyFacts], home: str, accounts_of: tuple[str, ...]) -> Finding:
    codes = {each.code.lower() for each in facts}
    unknown = [code for code in (home, *accounts_of) if code and code.lower() not in codes]
    listed = ", ".join(each.code for each in facts)
    if not unknown:
        return ok("agency", f"Founded: {listed}.")
    sentence = f"The settings name {', '.join(unknown)}; there are {listed}."
    return missing("agency", sentence, "Mend agency or [[oidc]] in the settings file.")


def _agency(facts: AgencyFacts, at: datetime) -> list[Finding]:
    return [_administrators(facts), _help_desk(facts), _roster(facts, at)]


def _administrators(facts: AgencyFacts) -> Finding:
    check = f"{facts.code} administrators"
    mend = f"fieldwise agency grant {facts.code} EMPLOYEE_ID administer"
    if not facts.administrators:
        return missing(check, "Nobody with a work e-mail may administer.", f"Name somebody: {mend}")
    if facts.administrators == 1:
        return weak(check, "Only one person may administer.", f"Name a second one: {mend}")
    return ok(check, f"{facts.administrators} people may administer.")


def _help_desk(facts: AgencyFacts) -> Finding:
    check = f"{facts.code} help desk"
    if facts.has_help_desk:
        return ok(check, "It has an e-mail address.")
    mend = f"Name somebody: fieldwise agency help-desk {facts.code} EMAIL"
    return weak(check, "Nobody is named whom staff can ask.", mend)


def _roster(facts: AgencyFacts, at: datetime) -> Finding:
    check = f"{facts.code} roster"
    mend = f"fieldwise roster import FILE --agency {facts.code} --apply"
    if facts.roster_at is None:
        return missing(check, "No roster was applied, so no staff can sign in.", f"Read one: {mend}")
    days = (at - facts.roster_at).days
    sentence = f"It was applied {days} day{'' if days == 1 else 's'} ago."
    if at - facts.roster_at <= ROSTER_IS_OLD_AFTER:
        return ok(check, sentence)
    return weak(check, sentence, f"Who left since then can still sign in. Read a new one: {mend}")
