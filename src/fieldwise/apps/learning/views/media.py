"""Media, to those who are enrolled: ranges answered by 206 in pieces that free the server's thread at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from fieldwise.apps.learning import queries
from fieldwise.apps.ledger.queries import stored_file_path
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


def medium(request: HttpRequest, component_id: UUID, part: str) -> HttpResponseBase:
    person = signed_in(request)
    component = queries.component(person.agency, component_id)
    if component is None or not queries.is_enrolled_in_version(person.id, component.version_id):
        raise Http404
    file = component.medium.file if part == "video" else getattr(component, part, None)
    if part not in TYPES or file is None:
        raise Http404
    if settings.ENV.accelerated_media:
        response = HttpResponse(headers={"X-Accel-Redirect": f"/internal-media/{file.path}"})
    else:
        response = _ranged(request.headers.get("Range", ""), file)
    response["Content-Type"] = TYPES[part]
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _ranged(header: str, file: StoredFile) -> HttpResponse:
    path = stored_file_path(file)
    size = path.stat().st_size
    found = RANGE.fullmatch(header.replace(" ", ""))
    if not found or found.group(1) is found.group(2) is None:
        if size > WHOLE_BYTES:
            return _unsatisfiable(size)
        return HttpResponse(path.read_bytes())
    start, end = _bounds(found, size)
    if start >= size or end < start:
        return _unsatisfiable(size)
    with path.open("rb") as stream:
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
