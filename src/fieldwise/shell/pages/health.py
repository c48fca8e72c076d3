"""Whether this installation is well, for those who watch over it."""

import logging
import shutil
import tempfile
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fieldwise.apps.ledger import queries

SILENCE = timedelta(seconds=60)
FREE_BYTES = 200 * 1000 * 1000
OK = "ok"
log = logging.getLogger(__name__)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, worker and disk are well; otherwise 503, with a sentence for each that is not."""
    database, worker = _database_and_worker(timezone.now())
    disk = _disk()
    ok = database == worker == disk == OK
    answer = {"ok": ok, "database": database, "worker": worker, "disk": disk}
    return JsonResponse(answer, status=200 if ok else 503)


def _database_and_worker(at: datetime) -> tuple[str, str]:
    try:
        alive = queries.is_alive("worker", at, SILENCE)
    except Error:
        log.exception("The database does not answer.")
        return "The database does not answer.", "Not known, because the database does not answer."
    return OK, OK if alive else f"The worker has given no sign of life for {SILENCE.seconds} seconds."


def _disk() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.ENV.data) as file:
            file.write(b"well")
        free = shutil.disk_usage(settings.ENV.data).free
    except OSError as problem:
        return f"The data folder cannot be written: {problem.strerror}."
    if free < FREE_BYTES:
        return f"Only {free // 10**6} MB are free where the data lie; {FREE_BYTES // 10**6} MB are needed."
    return OK
