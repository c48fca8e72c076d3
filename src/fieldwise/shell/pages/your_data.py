"""What is kept about the person who looks, and all of it as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fieldwise.apps.people.queries import local_date, retention_terms, signed_in
from fieldwise.shell.personal_data import as_json, counted


def your_data(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    terms = retention_terms(person.agency, local_date(person.agency, timezone.now()))
    facts, nothing_of = counted(person, terms)
    return render(request, "shell/your_data.html", {"facts": facts, "nothing_of": nothing_of})


@never_cache
def your_data_file(request: HttpRequest) -> HttpResponse:
    text = as_json(signed_in(request), timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="fieldwise-your-data.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
