"""Malformed requests to one endpoint: path, query, headers, cookies and body, each good or bad by chance."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from drill.malformed.mutations import mutated

PART = re.compile(r"<[^>]+>|\(\?P<\w+>(?:[^()\\]|\\.)*\)")
JSON, FORM, MULTIPART = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
)
KINDS = (
    JSON,
    FORM,
    MULTIPART,
    "text/plain",
    "multipart/form-data",
    "application/json; charset=utf-99",
    "",
    "\xff/\x01",
)
FIELDS = {
    "login": "DRILL/100000", "password": "a long password", "topic": "other", "message": "What now?",
    "name": "Dana Whitlock", "number": "FW-0000-0000-0000", "q": "short", "mode": "changes", "mapping": "newest",
    "confirm": "1", "open": "1", "deed": "take_good_rows", "next": "/courses/", "email": "p0@example.org",
    "code": "123456", "oldpassword": "a", "password1": "another long one", "password2": "another long one",
    "credential": "{}", "persona": "learner",
}  # fmt: skip
HEADERS = (
    "HTTP_RANGE", "HTTP_REFERER", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE",
    "HTTP_X_CSRFTOKEN", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_IF_NONE_MATCH", "CONTENT_TYPE",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_X_HTTP_METHOD_OVERRIDE", "REMOTE_ADDR", "HTTP_USER_AGENT", "HTTP_AUTHORIZATION",
)  # fmt: skip
ODD_VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    2**63,
    2**70,
    1e308,
    "",
    "\0",
    "\ud800",
    "x" * 20_000,
    [],
    {},
    [[]],
    "2026-99-99",
]


@dataclass
class Sent:
    """One request as it is given to the application."""

    method: str
    path: str
    body: bytes = b""
    environ: dict[str, str] = field(default_factory=dict)

    def shown(self) -> str:
        """Enough to see what it was."""
        asked = f"{self.method} {self.path[:300]!r} {str(self.environ)[:600]}"
        return f"{asked} {len(self.body):,} bytes: {self.body[:300].hex()}"


def request(
    chance: random.Random, route: str, methods: str, samples: Mapping[str, str], bodies: list[Any]
) -> Sent:
    """One request to a route; `samples` are good values of its path parts, `bodies` good bodies of its API."""
    method = chance.choice(methods.split())
    if method == "GET":
        method = chance.choice(("GET",) * 8 + ("HEAD", "OPTIONS"))
    sent = Sent(method, _path(chance, route, samples))
    sent.environ = {"HTTP_COOKIE": "", "CONTENT_TYPE": ""}
    if chance.random() < 0.6:
        sent.path += f"?{_query(chance)}"
    if method == "POST" or chance.random() < 0.05:
        sent.body, sent.environ["CONTENT_TYPE"] = _body(chance, bodies)
    for name in chance.sample(HEADERS, chance.choice((0, 0, 1, 2, 4))):
        sent.environ[name] = mutated(chance, [b"bytes=0-99", b"localhost", b"a=b; c=d"])[:5_000].decode(
            "latin-1"
        )
    return sent


def _path(chance: random.Random, route: str, samples: Mapping[str, str]) -> str:
    """The route with its parts filled in, quoted as a browser would."""

    def part(found: re.Match[str]) -> str:
        sample = samples.get(found[0], "nothing")
        if chance.random() < 0.5:
            return sample
        return quote_from_bytes(mutated(chance, [sample.encode()])[:3_000], safe="")

    return "/" + PART.sub(part, route).removesuffix("$")


def _query(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return _form(chance)
    return quote_from_bytes(mutated(chance, [_form(chance).encode()])[:20_000], safe="&=%+")


def _form(chance: random.Random) -> str:
    chosen = {name: FIELDS[name] for name in chance.sample(list(FIELDS), chance.randrange(1, 6))}
    for name in chosen:
        if chance.random() < 0.5:
            chosen[name] = mutated(chance, [chosen[name].encode()]).decode("utf-8", "replace")[:50_000]
    return urlencode(chosen, errors="surrogatepass")


def _body(chance: random.Random, bodies: list[Any]) -> tuple[bytes, str]:
    makers = (
        (_json_body, _json_body, _form_body, _multipart_body) if bodies else (_form_body, _multipart_body)
    )
    body, kind = chance.choice(makers)(chance, bodies)
    if chance.random() < 0.3:
        body = mutated(chance, [body])
    return body, kind if chance.random() < 0.9 else chance.choice(KINDS)


def _json_body(chance: random.Random, bodies: list[Any]) -> tuple[bytes, str]:
    """A good body with some of its values replaced by values of other types and sizes."""
    return json.dumps(_odd(chance, chance.choice(bodies))).encode("utf-8", "surrogatepass"), JSON


def _odd(chance: random.Random, value: Any) -> Any:
    if chance.random() < 0.15:
        return chance.choice(ODD_VALUES)
    if isinstance(value, dict):
        return {name: _odd(chance, each) for name, each in value.items() if chance.random() < 0.95}
    if isinstance(value, list):
        return [_odd(chance, each) for each in value] * chance.choice((1, 1, 1, 600))
    return value


def _form_body(chance: random.Random, bodies: list[Any]) -> tuple[bytes, str]:
    if chance.random() < 0.02:
        return b"&".join(b"a%d=1" % number for number in range(5_000)), FORM
    return _form(chance).encode(), FORM


def _multipart_body(chance: random.Random, bodies: list[Any]) -> tuple[bytes, str]:
    """Fields and files, sometimes far too many, in the shape that a browser sends."""
    parts = [_part(name, FIELDS[name].encode()) for name in ("mode", "mapping")]
    content = mutated(chance, [b"employee_id,name,title,unit,hired_on\r\n1,Dana,CPS,4-A,2022-08-29\r\n"])
    file_name = chance.choice(
        (b"roster.csv", b"roster.xlsx", b"../../x.csv", b"\0.csv", b"x" * 3_000 + b".csv", b"map.toml")
    )
    parts.append(_part("file", content, file_name))
    if chance.random() < 0.3:
        parts.append(_part("mapping_file", mutated(chance, [b'[columns]\nname = "Name"\n']), b"map.toml"))
    if chance.random() < 0.02:
        parts = [_part(f"f{number}", b"x", b"x.csv") for number in range(2_000)]
    return b"".join(parts) + b"--b--\r\n", MULTIPART


def _part(name: str, content: bytes, file_name: bytes = b"") -> bytes:
    said = b'; filename="%s"' % file_name if file_name else b""
    return b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        name.encode(),
        said,
        content,
    )
