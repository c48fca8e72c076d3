"""To the provider and back; a provider that is silent or speaks nonsense is told of on a page."""

from collections.abc import Callable

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from fieldwise.shell.oidc.conversation import Conversation


def _view(part: type[OAuth2LoginView] | type[OAuth2CallbackView]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, provider_id: str) -> HttpResponse:
        conversation = Conversation(request, provider_id)
        try:
            provider = conversation.get_provider()
        except SocialApp.DoesNotExist:
            raise Http404
        try:
            answer: HttpResponse = part.adapter_view(conversation)(request)
        except (OSError, OAuth2Error) as problem:
            answer = render_authentication_error(request, provider, exception=problem)
        return answer

    return view


openid_connect_login = _view(OAuth2LoginView)
openid_connect_callback = _view(OAuth2CallbackView)
