"""nginx before an installation of ours, over plain HTTP and over TLS, with its files in a folder of its own."""

import os
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.ours import SIGN_IN_PAGE, Installation
from bench.serving import Server, free_port, plain_environment

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream fieldwise {{ server 127.0.0.1:{app}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    listen 127.0.0.1:{tls_port} ssl;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    location / {{
      proxy_pass http://fieldwise;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }}
    location /internal-media/ {{ internal; alias {media}/; }}
    location /plain/ {{ alias {media}/; }}
  }}
}}
"""


@dataclass
class Nginx:
    """nginx as it runs: `tls` is how to reach `tls_port`."""

    server: Server
    tls_port: int
    tls: ssl.SSLContext


def found() -> str | None:
    """Where nginx is, if it is."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def in_front(nginx: str, made: Installation) -> Iterator[Nginx]:
    """nginx before our running server, ended with the block."""
    with tempfile.TemporaryDirectory(prefix="fieldwise-bench-") as name:
        folder, port, tls_port = Path(name), free_port(), free_port()
        tls = _certified(folder)
        text = CONFIGURATION.format(
            user="user root;" if os.getuid() == 0 else "",  # the media belong to who runs this
            folder=folder,
            media=made.folder / "media",
            app=made.port,
            port=port,
            tls_port=tls_port,
        )
        (folder / "nginx.conf").write_text(text)
        command = [nginx, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
        server = Server(command, plain_environment(), port, SIGN_IN_PAGE)
        try:
            yield Nginx(server, tls_port, tls)
        finally:
            server.stop()


def _certified(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine in the folder; how to trust it."""
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    subprocess.run(["openssl", "req", "-x509", *key, *names, *files], check=True, capture_output=True)
    return ssl.create_default_context(cafile=f"{folder}/certificate.pem")
