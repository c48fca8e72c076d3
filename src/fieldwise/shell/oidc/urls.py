"""The addresses of a provider; allauth's templates and libraries know them by these names."""

from django.urls import path

from fieldwise.shell.oidc.views import openid_connect_callback, openid_connect_login

urlpatterns = [
    path("oidc/<str:provider_id>/login/", openid_connect_login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", openid_connect_callback, name="openid_connect_callback"),
]
