"""One agency's provider: what is asked of it, and what it says of a person."""

from secrets import token_urlsafe
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from fieldwise.shell.oidc.conversation import Conversation


class AgencyProvider(OpenIDConnectProvider):
    """allauth's, with a nonce besides PKCE, and deaf to what else an address may ask for.

    Source: OpenID Connect Core 1.0, 3.1.2.1 and 3.1.3.7 (nonce), 5.3.2 (the same subject in both answers).
    """

    oauth2_adapter_class = Conversation

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        return {"process": AuthProcess.LOGIN, "next_url": get_next_redirect_url(request)}

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None) -> HttpResponse:
        nonce = token_urlsafe(16)
        answer: HttpResponse = super().redirect(
            request, process, next_url, auth_params={"nonce": nonce}, nonce=nonce
        )
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}  # the link between person and account is all that is kept

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """What the provider says, as `claims` of the login."""
        said, signed = response["userinfo"], response["id_token"]
        if said["sub"] != signed["sub"]:
            raise OAuth2Error("the two answers speak of different subjects")
        login = super().sociallogin_from_response(request, response)
        login.claims = {**said, **signed}
        return login
