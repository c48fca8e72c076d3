"""A real OpenID Connect provider in a process of its own: `python -m tests.oidc_provider PORT FOLDER REDIRECT_URI …`.

Its sign-in page takes the subject and the claims as JSON, so that each test says who it is.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT_ID, CLIENT_SECRET = "fieldwise", "a secret between the two"
CLAIMS: dict[str, dict[str, Any]] = {}
PAGE = """<!doctype html><title>Provider</title><link rel="icon" href="data:,">
<form method="post"><label>Subject <input name="subject"></label> <label>Claims <input name="claims"></label>
<button>Go on</button></form>"""


@contextmanager
def provider(port: int, folder: Path, *redirect_uris: str) -> Iterator[str]:
    """The issuer of a provider that runs meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.oidc_provider", str(port), str(folder), *redirect_uris]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE"))}
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], env=kept)
    issuer = f"http://127.0.0.1:{port}/o"
    try:
        _wait_for(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.kill()
        process.wait(10)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the provider ended"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider does not answer")


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _configure(folder: Path) -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="only-for-tests",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="tests.oidc_provider",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        LOGIN_URL="/sign-in/",
        SESSION_COOKIE_NAME="provider",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": _key(),
            "SCOPES": {"openid": "who you are", "email": "your address", "profile": "your name"},
            "OAUTH2_VALIDATOR_CLASS": "tests.oidc_claims.SaysWhatTheTestSaid",
            "REQUEST_APPROVAL_PROMPT": "auto",
        },
    )  # fmt: skip
    django.setup()


def _fill(redirect_uris: list[str]) -> None:
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    get_application_model().objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        name="Fieldwise",
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=" ".join(redirect_uris),
        algorithm="RS256",
        skip_authorization=True,
    )


def sign_in(request: Any) -> Any:
    """The provider's own sign-in page."""
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse, HttpResponseRedirect

    if request.method != "POST":
        return HttpResponse(PAGE)
    user, _ = get_user_model().objects.get_or_create(username=request.POST["subject"])
    CLAIMS[user.username] = json.loads(request.POST["claims"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(request.GET["next"])


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main(port: int, folder: Path, redirect_uris: list[str]) -> None:
    """Run until killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.modules["tests.oidc_provider"] = sys.modules["__main__"]  # one module, one CLAIMS
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
    (folder / "provider.sqlite3").unlink(missing_ok=True)
    _configure(folder)
    _fill(redirect_uris)
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    global urlpatterns
    urlpatterns = [path("sign-in/", sign_in), path("o/", include("oauth2_provider.urls"))]
    make_server("127.0.0.1", port, get_wsgi_application(), _Server, _Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
