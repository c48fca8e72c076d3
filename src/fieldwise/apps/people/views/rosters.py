"""Roster files: to upload one, to see what it would change, to apply it."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fieldwise.apps.people import actions, queries
from fieldwise.apps.people.forms import RosterForm
from fieldwise.apps.people.models import Agency, RosterImport
from fieldwise.apps.people.views.roster_page import NUMBERS, page
from fieldwise.standards.hr_roster import RosterUnreadable

IMPORTS_SHOWN = 50
NOT_KEPT = (
    "Your file cannot be kept: the storage does not answer. Nothing is stored. Try again in a few minutes."
)
log = logging.getLogger(__name__)


def roster_imports(request: HttpRequest) -> HttpResponse:
    agency = queries.signed_in(request).agency
    newest_map = queries.newest_map(agency)
    form = RosterForm(request.POST or None, request.FILES or None, newest_map=newest_map)
    if request.method == "POST" and form.is_valid() and (made := _read(request, form)):
        return redirect("roster_import", made.id)
    rows = [_row(each, agency) for each in queries.roster_imports(agency, IMPORTS_SHOWN)]
    return render(request, "people/roster_imports.html", {"form": form, "imports": rows})


def _read(request: HttpRequest, form: RosterForm) -> RosterImport | None:
    person = queries.signed_in(request)
    map_name, map_text = form.chosen_map
    try:
        with form.file_on_disk() as source:
            return actions.read_roster(
                agency=person.agency,
                source=source,
                file_name=form.cleaned_data["file"].name,
                whole=form.cleaned_data["mode"] == "whole",
                map_text=map_text,
                map_name=map_name,
                by=person.id,
                at=timezone.now(),
            )
    except RosterUnreadable as problem:
        form.add_error("file", str(problem))
    except ConnectionError as problem:
        log.error("A roster file cannot be kept: %s", problem)
        form.add_error("file", NOT_KEPT)
    return None


def roster_import(request: HttpRequest, import_id: Any) -> HttpResponse:
    found = _import_or_404(request, import_id)
    return render(request, "people/roster_import.html", page(found, found.agency))


@require_POST
def apply_roster(request: HttpRequest, import_id: Any) -> HttpResponse:
    found = _import_or_404(request, import_id)
    try:
        actions.apply_roster(
            roster_import=found,
            take_good_rows=request.POST.get("deed") == "take_good_rows",
            despite_alarms=request.POST.get("confirm") == "1",
            by=request.user.id,
            at=timezone.now(),
        )
        messages.success(request, f"{found.file_name} is applied.")
    except actions.RosterRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("roster_import", found.id)


def _import_or_404(request: HttpRequest, import_id: Any) -> RosterImport:
    found = queries.roster_import(queries.signed_in(request).agency, import_id)
    if found is None:
        raise Http404
    return found


def _row(roster_import: RosterImport, agency: Agency) -> dict[str, Any]:
    counts, at = roster_import.counts, queries.local_date(agency, roster_import.read_at)
    chip = {"kind": "plain", "icon": "schedule", "word": "Not applied"}
    if roster_import.applied_at:
        chip = {"kind": "done", "icon": "check", "word": "Applied"}
    whole = "Everybody" if roster_import.whole else "Some people"
    numbers = ", ".join(f"{counts[name]:,} {word}" for name, word, _ in NUMBERS if counts[name])
    return {
        "figure": f"{at:%b} {at.day}",
        "figure_note": str(at.year),
        "title": roster_import.file_name,
        "sentence": f"{whole}: {numbers}.",
        "chips": [chip],
        "deed": {"label": "Open", "url": reverse("roster_import", args=[roster_import.id]), "kind": "open"},
    }
