"""One person's browser: one connection, with its cookies."""

import http.client
import json
import re
from typing import Any


class Browser:
    """Asks pages and the API of a server on this machine; `csrf` is the name of its CSRF cookie."""

    def __init__(self, port: int, csrf: str, cookies: dict[str, str] | None = None) -> None:
        self.port, self.csrf, self.cookies = port, csrf, dict(cookies or {})

    def headers(self) -> dict[str, str]:
        """What it sends with every request."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = {"X-CSRFToken": self.cookies[self.csrf]} if self.csrf in self.cookies else {}
        return {"Cookie": cookie, "Content-Type": "application/json", **token}

    def ask(self, method: str, path: str, body: Any = None) -> bytes:
        """The answer's body; fails unless it is 200 or 201."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, self.headers())
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status in (200, 201), (method, path, answer.status, content[:500])
        for header in answer.headers.get_all("Set-Cookie") or []:
            if found := re.match(r"\s*([^=]+)=([^;]*)", header):
                self.cookies[found.group(1)] = found.group(2)
        return content

    def prepared(self, method: str, path: str, body_bytes: int | None = None, **more: str) -> bytes:
        """The request up to its body, as it is sent again and again."""
        headers = {"Host": f"127.0.0.1:{self.port}", **self.headers(), **more}
        if body_bytes is not None:
            headers["Content-Length"] = str(body_bytes)
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()
