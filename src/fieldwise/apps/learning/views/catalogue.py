"""The catalogue: search, filters, and why a course is not open."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fieldwise.apps.learning import queries
from fieldwise.apps.learning.papers import MODES, education_units
from fieldwise.apps.learning.queries.courses import Offer
from fieldwise.apps.people.queries import agency_in_view
from fieldwise.rulebook.learning.completion import minutes_unit

LONGEST_QUERY = 100


def catalogue(request: HttpRequest) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    offers = queries.catalogue(agency_in_view(person), person, timezone.now())
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].split()
    found = [offer for offer in offers if _matches(offer, words)]
    modes = set(request.GET.getlist("mode")) & set(MODES)
    only_open = request.GET.get("open") == "1" and person is not None
    shown = [offer for offer in found if not modes or offer.version.mode in modes]
    is_open = [offer for offer in shown if offer.open_to_viewer]
    closed = [offer for offer in shown if not offer.open_to_viewer]
    context = {
        "query": " ".join(words),
        "total": len(offers),
        "open_to_me": person and {"count": sum(o.open_to_viewer for o in found), "checked": only_open},
        "modes": _mode_filters(found, modes),
        "found": f"{len(is_open)} course{'' if len(is_open) == 1 else 's'}",
        "found_rest": _found_rest(bool(words), person is not None, len(is_open)),
        "order": None,
        "rows": [_row(offer, words) for offer in is_open],
        "closed": [] if only_open else [_closed(offer) for offer in closed],
        "empty": _empty(bool(words or modes), bool(closed)),
    }
    return render(request, "learning/catalogue.html", context)


def _text(offer: Offer) -> str:
    return " ".join([offer.version.title, *_lines(offer)]).casefold()


def _lines(offer: Offer) -> list[str]:
    page = offer.version.page
    return [*page["description"], *page["benefits"], *page["titles"]]


def _matches(offer: Offer, words: list[str]) -> bool:
    text = _text(offer)
    return all(word.casefold() in text for word in words)


def _mode_filters(found: list[Offer], chosen: set[str]) -> list[dict[str, Any]]:
    counts = {mode: sum(offer.version.mode == mode for offer in found) for mode in MODES}
    return [
        {"value": mode, "label": label, "count": counts[mode], "checked": mode in chosen}
        for mode, label in MODES.items()
        if counts[mode] or mode in chosen
    ]


def _found_rest(searched: bool, signed_in: bool, count: int) -> str:
    verb = ("match" if count != 1 else "matches") if searched else ""
    is_open = f"{'are' if count != 1 else 'is'} open to you" if signed_in else ""
    return " and ".join(part for part in (verb, is_open) if part)


def _pieces(text: str, words: list[str]) -> list[dict[str, Any]]:
    if not words:
        return [{"text": text, "hit": False}]
    parts = re.split(f"({'|'.join(re.escape(word) for word in words)})", text, flags=re.IGNORECASE)
    return [{"text": part, "hit": bool(index % 2)} for index, part in enumerate(parts) if part]


def _sentence(offer: Offer, words: list[str]) -> str:
    """The first sentence that holds a word searched for, else the first of the description."""
    sentences = [sentence for line in _lines(offer) for sentence in re.split(r"(?<=[.!?])\s", line)]
    hits = (each for each in sentences if any(word.casefold() in each.casefold() for word in words))
    return next(hits, sentences[0])


def _row(offer: Offer, words: list[str]) -> dict[str, Any]:
    version = offer.version
    url = reverse("course", args=[offer.course.slug])
    done = offer.enrollment and offer.enrollment.completed_at
    label = "Certificate" if done else ("Resume" if offer.enrollment else "Open")
    hours = version.page["contact_hours"]
    certificate = [] if version.page["certificate"] == "none" else ["Certificate"]
    return {
        "icon": "micro_video",
        "label": MODES[version.mode],
        "figure": str(version.minutes),
        "figure_note": minutes_unit(version.minutes),
        "title": version.title,
        "url": url,
        "title_pieces": _pieces(version.title, words),
        "sentence_pieces": _pieces(_sentence(offer, words), words),
        "facts": [*certificate, education_units(hours) if hours else "No contact hours"],
        "deed": {
            "label": label,
            "url": reverse("certificates") if done else url,
            "kind": "filled" if label == "Resume" else "outline",
        },
        "state": {"icon": "check_circle", "text": "Done"} if done else None,
    }


def _closed(offer: Offer) -> dict[str, str]:
    first = next(reason.sentence for reason in offer.reasons if not reason.ok)
    return {
        "title": offer.version.title,
        "sentence": f"is not open to you yet. {first}",
        "why_url": f"{reverse('course', args=[offer.course.slug])}#why",
    }


def _empty(searched: bool, some_are_closed: bool) -> dict[str, Any]:
    if searched:
        deed = {"label": "Show all courses", "url": reverse("catalogue")}
        return {
            "title": "Nothing matches",
            "sentence": "Try fewer or other words, or clear the filters.",
            "deed": deed,
        }
    return {
        "title": "No course is open to you yet",
        "sentence": "Each course below says why."
        if some_are_closed
        else "Your training office puts courses up here.",
        "deed": None,
    }
