"""Media, to those who are enrolled: in pieces that free the server's thread at once, or where the storage has them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from fieldwise.apps.learning import queries
from fieldwise.apps.ledger.queries import open_stored_file, stored_file_address
from fieldwise.apps.people.queries import signed_in

if TYPE_CHECKING:
    from fieldwise.apps.ledger.models import StoredFile

# A streamed answer would hold one of the server's few threads until a slow reader has read it.
PIECE_BYTES = 1024 * 1024
WHOLE_BYTES = 32 * PIECE_BYTES
RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?(?:,.*)?")
TYPES = {
    "video": "video/mp4",
    "captions": "text/vtt; charset=utf-8",
    "transcript": "text/markdown; charset=utf-8",
    "poster": "image/jpeg",
}
log = logging.getLogger(__name__)


def medium(request: HttpRequest, component_id: UUID, part: str) -> HttpResponse:
    file = _file_or_404(request, component_id, part)
    try:
        return _answer(request, part, file)
    except FileNotFoundError:
        log.error("The storage does not have %s, the %s of component %s.", file.path, part, component_id)
        return render(request, "learning/no_medium.html", {"gone": True}, status=404)
    except OSError as problem:
        log.error("%s, the %s of component %s, cannot be read: %s", file.path, part, component_id, problem)
        response = render(request, "learning/no_medium.html", status=503)
        response["Retry-After"] = "60"
        return response


def _file_or_404(request: HttpRequest, component_id: UUID, part: str) -> StoredFile:
    file = queries.file_for(signed_in(request).id, component_id, part) if part in TYPES else None
    if file is None:
        raise Http404
    return file


def _answer(request: HttpRequest, part: str, file: StoredFile) -> HttpResponse:
    address = stored_file_address(file)
    if address and part == "video":
        keep_seconds = settings.MEDIA_ADDRESS_SECONDS // 2  # what a browser kept is good for as long again
        return HttpResponseRedirect(address, headers={"Cache-Control": f"private, max-age={keep_seconds}"})
    if settings.ENV.accelerated_media and not address:
        open_stored_file(file).close()  # nginx says less of a file that is gone
        response = HttpResponse(headers={"X-Accel-Redirect": f"/internal-media/{file.path}"})
    else:
        response = _ranged(request.headers.get("Range", ""), file)
    response["Content-Type"] = TYPES[part]
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _ranged(header: str, file: StoredFile) -> HttpResponse:
    with open_stored_file(file) as stream:
        size = stream.size
        found = RANGE.fullmatch(header.replace(" ", ""))
        if not found or found.group(1) is found.group(2) is None:
            return HttpResponse(stream.read()) if size <= WHOLE_BYTES else _unsatisfiable(size)
        start, end = _bounds(found, size)
        if start >= size or end < start:
            return _unsatisfiable(size)
        stream.seek(start)
        body = stream.read(end - start + 1)
    return HttpResponse(body, status=206, headers={"Content-Range": f"bytes {start}-{end}/{size}"})


def _bounds(found: re.Match[str], size: int) -> tuple[int, int]:
    first, last = found.groups()
    if first is None:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), int(last) if last is not None else size - 1
    return start, min(end, size - 1, start + PIECE_BYTES - 1)


def _unsatisfiable(size: int) -> HttpResponse:
    return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
