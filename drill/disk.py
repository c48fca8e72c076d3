"""A disk that is full to its last byte, and one that turns read-only, under eight writers. SQLite; needs root.

The disk is a real ext4 file system in a file. It turns read-only as Linux does it after an error of the device.
"""

import http.client
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from drill import people
from drill.accounts import discrepancies, lost, undone
from drill.house import House, house, inside
from drill.report import NotRun, line
from drill.writers import FORM, NOT_NOW, TOKEN, Crowd

SEED = 20261113
DISK_BYTES = 600 * 1024 * 1024
SECONDS_IN_TROUBLE = 3.0
PIECES_BYTES = (64 * 1024 * 1024, 1024 * 1024, 64 * 1024, 4096)
PLAIN_READS = ("/", "/courses/", "/courses/short-series/", "/certificates/", "/you/", "/help/")
READS: dict[str, tuple[int, ...]] = dict.fromkeys(PLAIN_READS, (200,))
# It counts who asks, and cannot; the lock on a count that was begun before the disk was full lasts ten seconds.
READS["/verify/FW-0000-0000-0000"] = (503, 429)


def main(rounds: int) -> bool:
    """Full so many times, then read-only once."""
    missing = [tool for tool in ("mkfs.ext4", "fsck.ext4", "mount") if not shutil.which(tool)]
    if missing or os.geteuid():
        raise NotRun(f"A disk can be made by root only, with {', '.join(missing) or 'mount'}.")
    with tempfile.TemporaryDirectory(prefix="fieldwise-disk-") as scratch:
        image, disk = Path(scratch) / "image", Path(scratch) / "disk"
        disk.mkdir()
        with image.open("wb") as file:
            file.truncate(DISK_BYTES)
        _run("mkfs.ext4", "-q", "-m", "0", str(image))
        with mounted(image, disk):
            return inside("disk", str(rounds), str(image), folder=disk)


@contextmanager
def mounted(image: Path, disk: Path) -> Iterator[None]:
    """The disk in its place; raises NotRun where nothing can be mounted."""
    try:
        mount(image, disk)
    except subprocess.CalledProcessError as problem:
        raise NotRun(f"The disk cannot be mounted: {problem.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def mount(image: Path, disk: Path) -> None:
    """Put it in its place; an error of the device will make it read-only."""
    _run("mount", "-o", "loop,errors=remount-ro", str(image), str(disk))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


class Trouble:
    """An installation on a disk, a crowd that writes to it, and what is seen while nothing can be stored."""

    def __init__(self, here: House, crowd: Crowd, learners: list[people.Learner]) -> None:
        self.here, self.crowd = here, crowd
        self.readers = itertools.cycle(learners)  # one reader alone would meet the limits on forms
        self.faults: list[str] = []

    def begins(self, what: str) -> None:
        """Wait until each writer was refused, and look at everything for a while."""
        before = self.crowd.acknowledged.refused[NOT_NOW]
        self.here.wait_until(lambda: self.crowd.acknowledged.refused[NOT_NOW] > before + 8)
        until = time.monotonic() + SECONDS_IN_TROUBLE
        while time.monotonic() < until:
            self._look(what)
            time.sleep(1)

    def _look(self, what: str) -> None:
        for path, expected in READS.items():
            status, _, content = self._ask("GET", path)
            if status not in expected:
                self.faults.append(f"{what}: {path} answered {status}: {content[:300]!r}")
        status, headers, content = self._ask("POST", "/help/", {"topic": "other", "message": "Is it full?"})
        if status == NOT_NOW and (b"not stored" not in content or "Retry-After" not in headers):
            self.faults.append(f"{what}: the page does not say what happened: {content[:300]!r}")
        if status not in (NOT_NOW, 302):  # a little may still fit
            self.faults.append(f"{what}: a form was answered {status}: {content[:300]!r}")
        status, content = self.here.health()[0], self.here.health()[1].encode()
        if status != NOT_NOW or b"data folder cannot be written" not in content:
            self.faults.append(f"{what}: /healthz says {status}: {content!r}")

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("localhost", self.here.port, timeout=60)
        headers = {
            "Cookie": f"sessionid={next(self.readers).session}; csrftoken={TOKEN}",
            "Content-Type": FORM,
        }
        body = urlencode(form | {"csrfmiddlewaretoken": TOKEN}) if form else None
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    def ends(self) -> float:
        """Wait until everybody is served again and all is well; answers how many seconds that took."""
        began, before = time.monotonic(), self.crowd.acknowledged.writes
        self.here.wait_until(lambda: self.crowd.acknowledged.writes > before + 50)
        self.here.wait_until(self.here.is_well, seconds=90)
        return time.monotonic() - began


def drill(rounds: int, image: Path) -> bool:
    """Fill and free, then break; compare afterwards."""
    people.prepare()
    at = datetime.now(UTC)
    agency = people.make_agency(at)
    learners = people.sign_in(people.make_people(agency, 300, at))
    course = people.make_course(agency, at)
    with house() as here:
        crowd = Crowd(here.port, course, learners, SEED)
        trouble = Trouble(here, crowd, learners)
        here.start()
        here.wait_until(here.is_well)
        crowd.start()
        processes = here.processes()
        recoveries = [_fill_and_free(trouble, here.data.parent / "filler") for _ in range(rounds)]
        same = here.processes() == processes
        turn_read_only(here.data.parent)
        trouble.begins("read-only")
        crowd.stop()
        _mend(here, image)
        verified = here.command("ledger", "verify")
        here.stop()
    return _told(crowd, trouble, recoveries, same, verified.returncode == 0)


def _fill_and_free(trouble: Trouble, filler: Path) -> float:
    before = trouble.crowd.acknowledged.writes
    trouble.here.wait_until(lambda: trouble.crowd.acknowledged.writes > before + 200)
    fill(filler)
    trouble.begins("full")
    filler.unlink()
    return trouble.ends()


def fill(filler: Path) -> None:
    """Take what is free, to the last byte."""
    with filler.open("wb", buffering=0) as file:
        for piece in PIECES_BYTES:
            while True:
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), piece)
                except OSError:
                    break


def turn_read_only(disk: Path) -> None:
    """What the kernel does when the device reports an error."""
    mounts = [row.split() for row in Path("/proc/mounts").read_text().splitlines()]
    device = next(source for source, place, *_ in mounts if place == str(disk))
    (Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error").write_text("drill")


def _mend(here: House, image: Path) -> None:
    """What an administrator does: stop, check the disk, mount it, start; then wait until nothing is left to do."""
    from django.db import connections

    here.stop()
    connections.close_all()
    disk = here.data.parent
    _run("umount", str(disk))
    subprocess.run(["fsck.ext4", "-fy", str(image)], check=False, capture_output=True)
    mount(image, disk)
    here.start()
    here.wait_until(here.is_well)
    here.wait_until(lambda: [each for each in undone() if "letters" not in each] == [])


def _told(crowd: Crowd, trouble: Trouble, recoveries: list[float], same: bool, verified: bool) -> bool:
    kept = crowd.acknowledged
    missing, wrong = lost(kept), [*discrepancies(), *kept.surprises, *trouble.faults]
    for each in [*missing, *wrong][:20]:
        print(f"       {each}")
    return all(
        [
            line("writes refused with 503 while nothing could be stored", f"{kept.refused[NOT_NOW]:,}"),
            line("answers that were not clear, and what disagrees", f"{len(wrong)}", not wrong),
            line("acknowledged writes lost", f"{len(missing)} of {kept.writes:,}", not missing),
            line(
                "seconds until all was well again after room was made, without a restart",
                f"{max(recoveries, default=0):.1f} at worst",
                same,
            ),
            line("ledger verify after the disk was mended", "nothing" if verified else "findings", verified),
        ]
    )


if __name__ == "__main__":
    sys.exit(not drill(int(sys.argv[1]), Path(sys.argv[2])))
