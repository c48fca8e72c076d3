"""S3-compatible storage on loopback: moto behind a gate that lets in only what is signed, as the real one does.

moto checks no signatures. The gate recomputes them with botocore's own signer, and looks at the expiry.
"""

from __future__ import annotations

import hmac
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

KEY_ID, SECRET, BUCKET, PREFIX = (
    "AKIAEXAMPLE",
    "a-secret-that-no-page-may-show",
    "fieldwise-media",
    "test/media",
)
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}


@dataclass
class Server:
    """What the storage was asked for, and how it behaves."""

    port: int
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    clock_ahead: timedelta = timedelta()
    longest_piece_bytes: int = 0  # a short video comes in as many pieces as a long one; 0 is as asked
    seconds_a_piece: float = 0
    expire_after: int | None = (
        None  # so many more answers to presigned addresses, then those given out are too old
    )
    expired: set[str] = field(default_factory=set)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def media(self) -> str:
        """The setting that names its bucket."""
        return f"s3://{BUCKET}/{PREFIX}?endpoint={self.endpoint}"

    @property
    def presigned(self) -> list[int]:
        """The status of each answer to a presigned address, in order."""
        return [status for _, query, status in self.asked if "X-Amz-Signature" in query]

    @cached_property
    def bucket(self) -> Any:
        """The bucket as its owner sees it."""
        session = boto3.Session(KEY_ID, SECRET, region_name="us-east-1")
        return session.resource("s3", endpoint_url=self.endpoint).Bucket(BUCKET)

    def keys(self) -> list[str]:
        return [each.key for each in self.bucket.objects.all()]

    def refuses(self, environ: dict[str, Any]) -> bool:
        """Whether a request is not signed, or not well, or too late."""
        if environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-HMAC-SHA256"):
            return f"Credential={KEY_ID}/" not in environ["HTTP_AUTHORIZATION"]
        said = dict(parse_qsl(environ["QUERY_STRING"]))
        if "X-Amz-Signature" not in said:
            return True
        signed_at = datetime.strptime(said["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        expires_at = signed_at + timedelta(seconds=int(said["X-Amz-Expires"]))
        if self._is_expired(said["X-Amz-Signature"]):
            return True
        right = _signature(f"{self.endpoint}{environ['PATH_INFO']}", said)
        return datetime.now(UTC) + self.clock_ahead > expires_at or not hmac.compare_digest(
            right, said["X-Amz-Signature"]
        )

    def _is_expired(self, signature: str) -> bool:
        if self.expire_after == 0:
            self.expired.update(
                dict(parse_qsl(query)).get("X-Amz-Signature", "") for _, query, _ in self.asked
            )
        if self.expire_after is not None:
            self.expire_after = self.expire_after - 1 if self.expire_after else None
        return signature in self.expired


def _signature(address: str, said: dict[str, str]) -> str:
    """What the signature must be, by botocore's own signer."""
    signer = S3SigV4QueryAuth(Credentials(KEY_ID, SECRET), "s3", said["X-Amz-Credential"].split("/")[2])
    params = {name: value for name, value in said.items() if name != "X-Amz-Signature"}
    request = AWSRequest("GET", address, params=params, headers={"host": urlsplit(address).netloc})
    request.context["timestamp"] = said["X-Amz-Date"]
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return signer.signature(text, request)


class _Quiet(MotoRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Say nothing: `Server.asked` has it."""


@contextmanager
def s3_server() -> Iterator[Server]:
    """A server with an empty bucket, until the context ends."""
    moto = DomainDispatcherApplication(create_backend_app)

    def gate(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            server.asked.append((environ["PATH_INFO"], environ["QUERY_STRING"], int(status[:3])))
            return start_response(status, headers, *more)

        if server.refuses(environ):
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"]
        if server.longest_piece_bytes and (asked := environ.get("HTTP_RANGE")):
            time.sleep(server.seconds_a_piece)
            first = int(asked.removeprefix("bytes=").split("-")[0])
            environ["HTTP_RANGE"] = f"bytes={first}-{first + server.longest_piece_bytes - 1}"
        answer: Iterable[bytes] = moto(environ, start)
        return answer

    listening = make_server("127.0.0.1", 0, gate, threaded=True, request_handler=_Quiet)
    server = Server(listening.server_port)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        server.bucket.create()
        yield server
        server.bucket.objects.all().delete()
        server.bucket.delete()
    finally:
        listening.shutdown()
        thread.join()


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
