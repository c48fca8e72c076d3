"""Sign-in is allauth's; here is only what an agency's roster changes about it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import LoginForm
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person

LOGIN_LABEL = "Work e-mail, or agency and employee id"
LOGIN_HELP = "For example d.whitlock@example.org, or ACS/104417."
LONGEST_LOGIN, LONGEST_HOW = 80, 200
log = logging.getLogger("fieldwise.sign_in")


def note_failure(request: HttpRequest, how: str, login: str) -> None:
    """Log a sign-in that failed: how, what was typed or claimed as the login, and from which address."""
    address = get_adapter().get_client_ip(request)
    said, named = _noted(how, LONGEST_HOW), _noted(login, LONGEST_LOGIN)
    log.warning("Sign-in failed, %s: login %s, from %s", said, named or "-", address)


def _noted(text: str, longest: int) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:longest])


class RosterOnlyAdapter(DefaultAccountAdapter):
    """People come from the roster, so nobody signs up; the login page says what to enter."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_failure(request, "locked out", _login(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(request, "wrong name or password", _login(credentials))

    def set_password(self, user: Person, password: str) -> None:
        """Of a person in service only: a roster that was applied meanwhile is not written over."""
        user.set_password(password)
        get_user_model().objects.filter(id=user.id, is_active=True).update(password=user.password)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")


class SignInForm(LoginForm):
    """One field for either name that a person may sign in by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = LOGIN_LABEL
        self.fields["login"].help_text = LOGIN_HELP
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
