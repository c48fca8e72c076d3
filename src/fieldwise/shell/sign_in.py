"""Sign-in is allauth's; here is only what an agency's roster changes about it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest


class RosterOnlyAdapter(DefaultAccountAdapter):
    """People come from the roster, so nobody signs up; the login page says what to enter."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SignInForm(LoginForm):
    """One field for either name that a person may sign in by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Work e-mail, or agency and employee id"
        self.fields["login"].help_text = "For example d.whitlock@example.org, or ACS/104417."
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
