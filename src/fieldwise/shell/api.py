"""The API: the slices' routers, and one shape for every error."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fieldwise import __version__
from fieldwise.apps.learning.api import router as learning

ABOUT = """Reading the catalogue is public. Everything else is asked with the session cookie of a signed-in person; each
POST also carries the cookie `csrftoken` in the header `X-CSRFToken`. Ids are strings, seconds are numbers. Every error
has one shape: `{reasons: [{code, text, field?}]}`."""

api = NinjaAPI(title="Fieldwise", version=__version__, description=ABOUT, docs_url=None, urls_namespace="api")
api.add_router("", learning, tags=["learning"])


def _refuse(request: HttpRequest, status: int, *reasons: dict[str, str]) -> HttpResponse:
    return api.create_response(request, {"reasons": list(reasons)}, status=status)


@api.exception_handler(ValidationError)
def _not_the_schema(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _refuse(request, 422, *(_explained(each) for each in error.errors))


def _explained(error: dict[str, Any]) -> dict[str, str]:
    field = ".".join(str(part) for part in error["loc"] if part not in ("body", "path"))
    return {"code": str(error["type"]), "text": f"{error['msg']}.", "field": field}


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refuse(request, 401, {"code": "not_signed_in", "text": "Sign in first."})


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refuse(request, 404, {"code": "not_found", "text": "There is nothing of yours with this id."})


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:  # a body that is not JSON at all
        return _refuse(request, 422, {"code": "not_json", "text": "The body is not valid JSON."})
    code = "csrf" if error.status_code == 403 else "refused"
    text = "The X-CSRFToken header is missing or too old." if code == "csrf" else f"{error}."
    return _refuse(request, error.status_code, {"code": code, "text": text})
