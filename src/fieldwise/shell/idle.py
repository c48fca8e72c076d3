"""Idle sign-out: a shared tablet forgets its person after a silence."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NOTED = "seen_at"
NOTE_EVERY_SECONDS = 60


class IdleSignOut:
    """Signs out a session that has made no request for `IDLE_SECONDS`; a playing video makes one every 15 s."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            silence = now - request.session.get(NOTED, now)
            if silence > settings.IDLE_SECONDS:
                logout(request)
                messages.info(request, "You were signed out because this screen was not used for a while.")
            elif silence >= NOTE_EVERY_SECONDS or NOTED not in request.session:
                _note(request.session, now)
        return self.get_response(request)


def _note(session: SessionBase, now: float) -> None:
    """Store it now: where nothing can be stored, whoever only reads goes on reading."""
    session[NOTED] = now
    with suppress(UpdateError, DatabaseError, OSError):
        session.save()
    session.modified = False
