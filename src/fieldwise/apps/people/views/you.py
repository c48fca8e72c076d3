"""What Fieldwise knows of the person who looks: name, service, ways to sign in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fieldwise.apps.ledger.queries import demonstration_id
from fieldwise.apps.people import actions, queries
from fieldwise.apps.people.forms import NameForm
from fieldwise.apps.people.models import Person, ServiceSpell
from fieldwise.rulebook.calendar import in_words
from fieldwise.rulebook.people.dated import Dated, end_words


def you(request: HttpRequest) -> HttpResponse:
    return _page(request, NameForm())


@require_POST
def enter_name(request: HttpRequest) -> HttpResponse:
    form, person = NameForm(request.POST), queries.signed_in(request)
    if person.name:
        messages.error(request, "Your name is given already. Ask the help desk when it is wrong.")
    elif not form.is_valid():
        return _page(request, form)
    else:
        name = form.cleaned_data["name"]
        actions.enter_name(person=person, name=name, by=person.id, at=timezone.now())
        messages.success(request, f"Your name is {name}. Certificates that waited for it are issued now.")
    return redirect("you")


def _page(request: HttpRequest, form: NameForm) -> HttpResponse:
    person = queries.signed_in(request)
    applied_at = person.agency.roster_applied_at
    applied_on = in_words(queries.local_date(person.agency, applied_at)) if applied_at else ""
    context = {
        "name": person.name,
        "form": None if person.name else form,
        "facts": _facts(person),
        "source": f"From the HR roster of {applied_on}."
        if applied_on
        else "No HR roster has been applied yet.",
        "services": [_service(spell) for spell in queries.spells(person.id)],
        "methods": _methods(person),
        "demonstration_url": reverse("demo_sign_in") if demonstration_id() else None,
    }
    return render(request, "people/you.html", context)


def _facts(person: Person) -> list[dict[str, str]]:
    now = queries.service(person.id, queries.local_date(person.agency, timezone.now()))
    facts = [
        ("Employee ID", person.employee_id),
        ("Work e-mail", person.email),
        ("Title", now.title),
        ("Unit", now.unit),
        ("Supervisor", now.supervisor),
    ]
    return [{"label": label, "value": value or "Not in the roster"} for label, value in facts]


def _service(spell: ServiceSpell) -> dict[str, str]:
    start = in_words(spell.from_on, spell.from_precision)
    until = f"{in_words(spell.to_on, spell.to_precision)}" if spell.to_on else "today"
    if spell.to_on and spell.to_precision != "day":
        until = end_words(Dated(spell.to_on, spell.to_precision))
        return {"from_to": f"{start}; {until}", "text": _text(spell)}
    return {"from_to": f"{start} to {until}", "text": _text(spell)}


def _text(spell: ServiceSpell) -> str:
    unit = f", {spell.unit.name}" if spell.unit else ""
    status = spell.leave_status.lower()
    status = f" ({status})" if status not in ("", "active") else ""
    return f"{spell.title}{unit}{status}"


def _methods(person: Person) -> list[dict[str, Any]]:
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    has_password, keys = person.has_usable_password(), types.count("webauthn")
    password = ("Change", "account_change_password") if has_password else ("Set", "account_set_password")
    rows = [
        ("Password", "Set" if has_password else "Not set", *password),
        (
            "Passkey",
            f"{keys} on record" if keys else "Not set",
            "Manage" if keys else "Add",
            "mfa_list_webauthn",
        ),
        (
            "Authenticator app",
            "Set" if "totp" in types else "Not set",
            *(("Remove", "mfa_deactivate_totp") if "totp" in types else ("Set up", "mfa_activate_totp")),
        ),
    ]
    if types:
        made = "recovery_codes" in types
        codes = ("See", "mfa_view_recovery_codes") if made else ("Make", "mfa_generate_recovery_codes")
        rows.append(("Recovery codes", "Made" if made else "Not made", *codes))
    return [
        {"label": label, "state": state, "deed": deed, "url": reverse(url)}
        for label, state, deed, url in rows
    ]
