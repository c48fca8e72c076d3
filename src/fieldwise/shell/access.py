"""Who may open which route: one table, enforced by a middleware that denies by default."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from fieldwise.apps.people.queries import capabilities
from fieldwise.shell.demonstration import is_demonstration


class Who(Enum):
    """Whom a row lets in; a row may name a capability instead."""

    PUBLIC = "anyone"
    SIGNED_IN = "a signed-in person"
    DEMONSTRATION = "anyone, in a demonstration only"
    SIGNED_IN_TO_DEMONSTRATION = "a signed-in person, in a demonstration only"
    NOBODY = "nobody: a library brings the route, and we do not offer it"


@dataclass(frozen=True)
class Row:
    """One route pattern: its methods, who may open it, and whose rows it shows."""

    methods: str
    who: Who | str
    relation: str = "none"


PUBLIC, SIGNED_IN, DEMONSTRATION, NOBODY = Who.PUBLIC, Who.SIGNED_IN, Who.DEMONSTRATION, Who.NOBODY
IN_DEMONSTRATION = (DEMONSTRATION, Who.SIGNED_IN_TO_DEMONSTRATION)

TABLE: dict[str, Row] = {
    # the shell's pages
    "": Row("GET", SIGNED_IN, "own"),
    "help/": Row("GET POST", SIGNED_IN, "own"),
    "here": Row("GET", SIGNED_IN, "own"),
    "accessibility": Row("GET", PUBLIC),
    "healthz": Row("GET", PUBLIC),
    "sign-in/link": Row("GET POST", PUBLIC),
    "sign-in/link/sent": Row("GET", PUBLIC),
    "sign-in/link/open": Row("GET POST", PUBLIC, "own"),
    "demo/sign-in": Row("GET POST", DEMONSTRATION),
    "demo/mail": Row("GET", Who.SIGNED_IN_TO_DEMONSTRATION),
    # people
    "you/": Row("GET", SIGNED_IN, "own"),
    "you/name": Row("POST", SIGNED_IN, "own"),
    "you/data": Row("GET", SIGNED_IN, "own"),
    "you/data.json": Row("GET", SIGNED_IN, "own"),
    "roster/": Row("GET POST", "import_roster", "agency"),
    "roster/<uuid:import_id>/": Row("GET", "import_roster", "agency"),
    "roster/<uuid:import_id>/apply": Row("POST", "import_roster", "agency"),
    # learning
    "courses/": Row("GET", PUBLIC, "agency"),
    "courses/<slug:slug>/": Row("GET", PUBLIC, "agency"),
    "courses/<slug:slug>/flyer.pdf": Row("GET", PUBLIC, "agency"),
    "courses/<slug:slug>/enroll": Row("POST", SIGNED_IN, "own"),
    "courses/<slug:slug>/<slug:component>/": Row("GET", SIGNED_IN, "own"),
    "media/<uuid:component_id>/<slug:part>": Row("GET", SIGNED_IN, "own"),
    "certificates/": Row("GET", SIGNED_IN, "own"),
    "certificates/<str:number>.pdf": Row("GET", SIGNED_IN, "own"),
    "certificates/<str:number>/": Row("GET", SIGNED_IN, "own"),
    "verify/": Row("GET", PUBLIC),
    "verify/<str:number>": Row("GET", PUBLIC),
    # the API answers for itself, in JSON
    "api/v1/openapi.json": Row("GET", PUBLIC),
    "api/v1/courses": Row("GET", PUBLIC, "agency"),
    "api/v1/courses/<slug>": Row("GET", PUBLIC, "agency"),
    "api/v1/enrollments": Row("POST", SIGNED_IN, "own"),
    "api/v1/plays": Row("POST", SIGNED_IN, "own"),
    "api/v1/plays/<play>/segments": Row("POST", SIGNED_IN, "own"),
    "api/v1/": Row("GET", NOBODY),
    # sign-in, by allauth
    "accounts/login/": Row("GET POST", PUBLIC),
    "accounts/logout/": Row("GET POST", PUBLIC),
    "accounts/inactive/": Row("GET", PUBLIC),
    "accounts/reauthenticate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/password/change/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/password/set/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/password/reset/": Row("GET POST", PUBLIC),
    "accounts/password/reset/done/": Row("GET", PUBLIC),
    "accounts/password/reset/key/done/": Row("GET", PUBLIC),
    "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Row("GET POST", PUBLIC, "own"),
    "accounts/2fa/": Row("GET", SIGNED_IN, "own"),
    "accounts/2fa/authenticate/": Row("GET POST", PUBLIC, "own"),
    "accounts/2fa/reauthenticate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/totp/activate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/totp/deactivate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/recovery-codes/": Row("GET", SIGNED_IN, "own"),
    "accounts/2fa/recovery-codes/download/": Row("GET", SIGNED_IN, "own"),
    "accounts/2fa/recovery-codes/generate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/webauthn/": Row("GET", SIGNED_IN, "own"),
    "accounts/2fa/webauthn/add/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/2fa/webauthn/login/": Row("GET POST", PUBLIC),
    "accounts/2fa/webauthn/reauthenticate/": Row("GET POST", SIGNED_IN, "own"),
    "accounts/oidc/<str:provider_id>/login/": Row("GET", PUBLIC),
    "accounts/oidc/<str:provider_id>/login/callback/": Row("GET", PUBLIC, "own"),
    "accounts/3rdparty/login/cancelled/": Row("GET", PUBLIC),
    # people come from the roster, and so do their addresses
    "accounts/signup/": Row("GET", NOBODY),
    "accounts/email/": Row("GET", NOBODY),
    "accounts/confirm-email/": Row("GET", NOBODY),
    "accounts/confirm-email/(?P<key>[-:\\w]+)/$": Row("GET", NOBODY),
    "accounts/login/code/confirm/": Row("GET", NOBODY),
    "accounts/3rdparty/": Row("GET", NOBODY),
    "accounts/3rdparty/login/error/": Row("GET", NOBODY),
    "accounts/3rdparty/signup/": Row("GET", NOBODY),
    "accounts/social/login/cancelled/": Row("GET", NOBODY),
    "accounts/social/login/error/": Row("GET", NOBODY),
    "accounts/social/signup/": Row("GET", NOBODY),
    "accounts/social/connections/": Row("GET", NOBODY),
}


def refusal(request: HttpRequest, row: Row | None) -> HttpResponse | None:
    """None when the row lets the request in; otherwise the answer, or an error raised."""
    if row is None:
        raise PermissionDenied
    if row.who is NOBODY or (row.who in IN_DEMONSTRATION and not is_demonstration()):
        raise Http404
    if request.method not in allowed_methods(row):
        return _wrong_method(request, row)
    if row.who in (PUBLIC, DEMONSTRATION):
        return None
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if isinstance(row.who, str) and row.who not in capabilities(request, timezone.now()):
        raise PermissionDenied
    return None


def allowed_methods(row: Row) -> set[str]:
    """The methods of a row; HEAD and OPTIONS follow GET."""
    methods = set(row.methods.split())
    return methods | ({"HEAD", "OPTIONS"} if "GET" in methods else set())


def _wrong_method(request: HttpRequest, row: Row) -> HttpResponse:
    allowed = ", ".join(sorted(allowed_methods(row)))
    reason = {"code": "wrong_method", "text": f"This address answers {allowed} only."}
    return JsonResponse({"reasons": [reason]}, status=405, headers={"Allow": allowed})


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        reason = {"code": "not_signed_in", "text": "Sign in first."}
        return JsonResponse({"reasons": [reason]}, status=401)
    door = "demo_sign_in" if is_demonstration() else settings.LOGIN_URL
    return redirect_to_login(request.get_full_path(), resolve_url(door))


class AccessMiddleware:
    """Asks the table before any view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if "\0" in request.path:  # PostgreSQL cannot be asked about it
            raise Http404
        assert request.resolver_match is not None
        return refusal(request, TABLE.get(request.resolver_match.route))
