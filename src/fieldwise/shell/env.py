"""What the environment says: every variable that Fieldwise reads, in one place."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """The variables, read once. Reading them writes nothing."""

    data: Path
    database_url: str
    secret_key: str
    address: str
    smtp_url: str
    mail_from: str
    home_agency: str
    trusted_proxies: int
    accelerated_media: bool
    debug: bool

    @property
    def secret_file(self) -> Path:
        return self.data / "secret"

    @property
    def demonstration_file(self) -> Path:
        return self.data / "demonstration"

    @property
    def media(self) -> Path:
        return self.data / "media"

    @property
    def seals_file(self) -> Path:
        return self.data / "seals.jsonl"


def read_environment() -> Environment:
    """The environment of this process, with its defaults."""
    data = Path(os.environ.get("FIELDWISE_DATA", "data")).resolve()
    secret = os.environ.get("FIELDWISE_SECRET_KEY", "")
    if not secret and (data / "secret").is_file():
        secret = (data / "secret").read_text().strip()
    return Environment(
        data=data,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data / 'fieldwise.sqlite3'}"),
        secret_key=secret,
        address=os.environ.get("FIELDWISE_ADDRESS", "http://localhost:8000").rstrip("/"),
        smtp_url=os.environ.get("FIELDWISE_SMTP_URL", ""),
        mail_from=os.environ.get("FIELDWISE_MAIL_FROM", "Fieldwise <fieldwise@example.org>"),
        home_agency=os.environ.get("FIELDWISE_AGENCY", ""),
        trusted_proxies=int(os.environ.get("FIELDWISE_TRUSTED_PROXIES", "0")),
        accelerated_media=os.environ.get("FIELDWISE_ACCELERATED_MEDIA", "") == "1",
        debug=os.environ.get("FIELDWISE_DEBUG", "") == "1",
    )
