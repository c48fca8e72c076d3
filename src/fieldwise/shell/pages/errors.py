"""Answers when something is not there, not allowed, or went wrong: pages for people, one shape for the API."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def _answer(request: HttpRequest, status: int, code: str, text: str, template: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"reasons": [{"code": code, "text": text}]}, status=status)
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
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
    if request.path.startswith("/api/"):
        reason = {
            "code": "server_error",
            "text": "Something broke on our side. Nothing was stored; try again.",
        }
        return JsonResponse({"reasons": [reason]}, status=500)
    return render(request, "500.html", status=500)
