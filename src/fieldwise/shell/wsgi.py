"""The WSGI application that granian serves."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldwise.shell.settings")

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

WHOLE_BYTES = 1024 * 1024
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
    """Django's answer, given to granian whole when it is at most 1 MiB.

    A stream holds one of granian's few threads until its reader has taken it, however slow the reader is.
    """
    response = _django(environ, start_response)
    if response.streaming and int(response.headers.get("Content-Length", WHOLE_BYTES + 1)) > WHOLE_BYTES:
        return response
    body = [b"".join(response)]
    response.close()
    return body
