"""What every page is given: the agency in view, who looks, and the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from fieldwise import __version__
from fieldwise.apps.people import queries as people
from fieldwise.shell.demonstration import is_demonstration

# The page leaves a little after the server has forgotten the person, never before.
SERVER_FIRST_SECONDS = 5
# name of the page, its word, its icon, and the capability that it needs
PLACES = [
    ("today", "Today", "home", None),
    ("catalogue", "Courses", "school", None),
    ("certificates", "Certificates", "verified", None),
    ("roster_imports", "Roster", "people", "import_roster"),
]
HOME_OF = {
    "course": "catalogue",
    "player": "catalogue",
    "certificate": "certificates",
    "roster_import": "roster_imports",
}


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context of `shell/base.html`; two queries for a signed-in person, none more with the size of the agency."""
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    capabilities = people.capabilities(request, timezone.now())
    agency = people.agency_in_view(person)
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    current = HOME_OF.get(name, name)
    return {
        "demonstration": is_demonstration(),
        "agency": agency,
        "viewer": people.viewer(person, capabilities) if person else None,
        "idle_seconds": settings.IDLE_SECONDS + SERVER_FIRST_SECONDS if person else None,
        "idle_url": request.get_full_path() if person and request.method == "GET" else reverse("today"),
        "version": __version__,
        "nav": [
            {"name": name, "label": label, "icon": icon, "url": reverse(name), "current": name == current}
            for name, label, icon, capability in PLACES
            if person and (capability is None or capability in capabilities)
        ],
    }
