"""Whom a provider signs in: one person of its agency's roster, or nobody."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from fieldwise.apps.people import queries as people
from fieldwise.shell.oidc.provider import AgencyProvider
from fieldwise.shell.sign_in import note_failure

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency, Person


class Refusal(Enum):
    """Why somebody whom a provider knows is not signed in."""

    NOT_THIS_SIGN_IN = "The answer does not belong to the sign-in that was begun here. Begin again."
    NOT_SAID = "{provider} did not say who you are: {claim} is missing in its answer, or cannot be read."
    NOT_VERIFIED = "{provider} has not verified that {value} is your address."
    NOT_IN_ROSTER = "The roster of {agency} has nobody with {claim} {value}."
    ANOTHER_PERSON = "Your account at {provider} was used before by another person of the roster."
    SERVICE_OVER = "The roster of {agency} no longer carries you as in service."


WORDS = {"email": "the work e-mail", "employee_id": "the employee ID"}


class Refused(Exception):
    """Not signed in; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


class OneAgencyAdapter(DefaultSocialAccountAdapter):
    """Signs in only who stands in the roster of the provider's agency today; nobody signs up or connects."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        provider = sociallogin.provider
        agency = people.agency_with_code(provider.app.settings["agency"])
        try:
            person = _person(sociallogin, agency)
        except Refused as refused:
            note_failure(
                request, f"refused by {provider.sub_id} ({refused.refusal.name})", _said(sociallogin)
            )
            context = _told(refused.refusal, sociallogin, agency)
            raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", context, status=403))
        sociallogin.user = person

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: AgencyProvider,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            return
        is_silent = isinstance(exception, OSError)  # as all that requests raises
        is_lost = exception is None and "state_id" in (extra_context or {})
        how = (
            f"through {provider.sub_id}: {type(exception).__name__ if exception else error} {exception or ''}"
        )
        note_failure(request, how.strip(), "")
        context = {"provider": provider.name, "is_silent": is_silent, "is_lost": is_lost}
        status = 503 if is_silent else 403
        raise ImmediateHttpResponse(
            render(request, "socialaccount/authentication_error.html", context, status=status)
        )


def _person(sociallogin: SocialLogin, agency: Agency | None) -> Person:
    claims, state = sociallogin.claims, sociallogin.state
    if not constant_time_compare(str(claims.get("nonce", "")), str(state.get("nonce"))):
        raise Refused(Refusal.NOT_THIS_SIGN_IN)
    person = _claimed(sociallogin, agency)
    account, _ = SocialAccount.objects.get_or_create(
        provider=sociallogin.account.provider, uid=sociallogin.account.uid, defaults={"user": person}
    )
    if account.user_id != person.id:
        raise Refused(Refusal.ANOTHER_PERSON)
    sociallogin.account = account
    return person


def _claimed(sociallogin: SocialLogin, agency: Agency | None) -> Person:
    """The person in service for whom the provider vouches, looked for in its agency alone."""
    value, is_email = _said(sociallogin), sociallogin.provider.app.settings["claim"] == "email"
    if not value:
        raise Refused(Refusal.NOT_SAID)
    if is_email and sociallogin.claims.get("email_verified") is not True:
        raise Refused(Refusal.NOT_VERIFIED)
    find = people.person_with_email if is_email else people.person_with_employee_id
    person = find(agency, value) if agency else None
    if person is None:
        raise Refused(Refusal.NOT_IN_ROSTER)
    if not person.is_active:
        raise Refused(Refusal.SERVICE_OVER)
    return person


def _said(sociallogin: SocialLogin) -> str:
    """The claim that names the person; "" when it is missing or cannot be one."""
    value = sociallogin.claims.get(sociallogin.provider.app.settings["claim"])
    is_plain = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value).strip() if is_plain else ""
    return text if text.isprintable() else ""


def _told(refusal: Refusal, sociallogin: SocialLogin, agency: Agency | None) -> dict[str, Any]:
    place = sociallogin.provider.app.settings
    sentence = refusal.value.format(
        provider=sociallogin.provider.name,
        agency=agency.name if agency else place["agency"],
        claim=WORDS[place["claim"]],
        value=_said(sociallogin),
    )
    reasons = {"allowed": False, "heading": "You are not signed in. Why?", "lines": [{"text": sentence}]}
    return {"reasons": reasons, "home": agency}
