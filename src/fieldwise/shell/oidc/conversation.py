"""The conversation with a provider: allauth's, in which nonsense is told as one kind of error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

DESCRIBED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint")


@contextmanager
def _as_specified() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise OAuth2Error(f"an answer is not as specified: {type(problem).__name__} {problem}") from problem


class Conversation(OpenIDConnectOAuth2Adapter):
    """Raises OAuth2Error when an answer cannot be used, OSError when none comes."""

    @property
    def openid_config(self) -> dict[str, str]:
        with _as_specified():
            found: dict[str, str] = super().openid_config
            missing = [name for name in DESCRIBED if not isinstance(found.get(name), str)]
        if missing:
            raise OAuth2Error(f"its description lacks {', '.join(missing)}")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address that the agency registered, whatever name a proxy calls us by."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.ADDRESS}{path}"

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _as_specified():
            found: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        return found

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token=data["access_token"])

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        with _as_specified():
            return super().complete_login(request, app, token, **kwargs)
