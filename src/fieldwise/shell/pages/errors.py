"""Answers when something is not there, not allowed, or went wrong: pages for people, one shape for the API."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from fieldwise.shell.cache import CannotStore

RETRY_AFTER_SECONDS = 30
NO_ROOM = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
SQLITE_TROUBLE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
)
READ_ONLY_TRANSACTION = "25006"
# classes of SQLSTATE: connection exception, insufficient resources, operator intervention, system error
POSTGRESQL_TROUBLE = ("08", "53", "57P", "58")


def _answer(request: HttpRequest, status: int, code: str, text: str, template: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"reasons": [{"code": code, "text": text}]}, status=status)
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if cannot_store(exception):  # a session that cannot be saved is told as a bad request
        return not_now(request)
    text = "The request cannot be read, or is larger than it may be."
    return JsonResponse({"reasons": [{"code": "bad_request", "text": text}]}, status=400)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 404, "not_found", "There is nothing at this address.", "404.html")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 403, "not_allowed", "This is not open to you.", "403.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = "The token of this form is missing or too old. Load the page again and repeat."
    return _answer(request, 403, "csrf", text, "shell/csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    if cannot_store(sys.exc_info()[1]):
        return not_now(request)
    text = "Something broke on our side. Nothing was stored; try again."
    return _bare_answer(request, 500, "server_error", text, "500.html")


def not_now(request: HttpRequest) -> HttpResponse:
    text = "Nothing can be stored at the moment, so what you sent was not stored. Send it again later."
    answer = _bare_answer(request, 503, "cannot_store", text, "503.html")
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _bare_answer(request: HttpRequest, status: int, code: str, text: str, template: str) -> HttpResponse:
    """Without the layout, which asks the database."""
    if request.path.startswith("/api/"):
        return JsonResponse({"reasons": [{"code": code, "text": text}]}, status=status)
    return HttpResponse(render_to_string(template), status=status)


def cannot_store(problem: BaseException | None) -> bool:
    """Whether disk or database are in trouble that passes, and nothing is wrong with the program."""
    return any(_is_trouble(each) for each in _chain(problem))


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def _is_trouble(problem: BaseException) -> bool:
    if isinstance(problem, sqlite3.Error):
        return getattr(problem, "sqlite_errorcode", 0) & 0xFF in SQLITE_TROUBLE
    if isinstance(problem, OSError):
        return problem.errno in NO_ROOM
    if isinstance(problem, CannotStore):
        return True
    if hasattr(problem, "sqlstate"):  # psycopg's; not imported here, where it is not used
        return (problem.sqlstate or "").startswith((READ_ONLY_TRANSACTION, *POSTGRESQL_TROUBLE))
    # a connection that broke has no code
    broken = isinstance(problem, OperationalError | InterfaceError) and hasattr(problem.__cause__, "sqlstate")
    return broken and problem.__cause__.sqlstate is None  # type: ignore[union-attr]
