"""Every parser of other people's files: samples that are good, and how one input is given to it."""

import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from drill.house import REPOSITORY
from drill.malformed.mutations import mutated
from fieldwise.shell.env import data_folder
from fieldwise.standards import media, webvtt
from fieldwise.standards.course_file import CourseFile, read_course
from fieldwise.standards.course_file.files import UnusableFile, text_of
from fieldwise.standards.hr_roster import Mapping, RosterUnreadable, read, read_mapping

COURSE = REPOSITORY / "tests" / "courses" / "short-series"
FILES = REPOSITORY / "tests" / "standards" / "files"
CSV = (
    b"employee_id,name,email,title,unit,hired_on,leave_status,supervisor_id\r\n"
    b'104417,"Whitlock, Dana",d.whitlock@example.org,Child Protective Specialist,Bronx East 4-A,2022-08-29,ACTIVE,\r\n'
    b"104418,Kim Park,k.park@example.org,Child Protective Specialist,Bronx East 4-B,11/21/2022,ACTIVE,104417\r\n"
)
SETTINGS = b"""address = "https://learn.example.org"
agency = "ACS"
smtp = "smtp+starttls://user:word@mail.example.org:587"
trusted_proxies = 1
accelerated_media = true

[[oidc]]
agency = "ACS"
name = "City"
issuer = "https://login.example.org"
client_id = "fieldwise"
client_secret = "secret"
claim = "employee_id"
"""


@dataclass(frozen=True)
class Parser:
    """`make` turns chance into one input; `take` gives it to the parser and answers whether it was accepted."""

    make: Callable[[random.Random], bytes]
    take: Callable[[Path, bytes], bool]


def _of(*samples: bytes) -> Callable[[random.Random], bytes]:
    return partial(mutated, samples=samples)


def _webvtt(folder: Path, content: bytes) -> bool:
    try:
        return not webvtt.problems(webvtt.read(text_of(_file(folder, "captions.vtt", content))), 6.8)
    except (UnusableFile, webvtt.NotWebVTT):
        return False


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


TEXTS = ("course.toml", "captions/1-first.vtt", "transcripts/1-first.md")
WITH_VIDEOS = 128


def _course(folder: Path, content: bytes) -> bool:
    """The first byte says which file the rest takes the place of, and whether there are videos, which take long."""
    course, first = folder / "course", content[0]
    if not course.exists():
        shutil.copytree(COURSE, course)
    for video in (COURSE / "media").glob("*.mp4"):
        (course / "media" / video.name).write_bytes(
            video.read_bytes() if first & WITH_VIDEOS else b"no video"
        )
    name = TEXTS[first % WITH_VIDEOS]
    _file(course, name, content[1:])
    accepted = isinstance(read_course(course), CourseFile)
    shutil.copyfile(COURSE / name, course / name)
    return accepted


def _course_input(chance: random.Random) -> bytes:
    which = chance.choice((0, 0, 0, 1, 2))
    videos = WITH_VIDEOS * (chance.random() < 0.03)
    return bytes([which + videos]) + mutated(chance, [(COURSE / TEXTS[which]).read_bytes()])


def _roster(name: str, folder: Path, content: bytes) -> bool:
    try:
        return not read(_file(folder, name, content), Mapping()).problems
    except RosterUnreadable:
        return False


@cache
def _parts() -> dict[str, bytes]:
    """The parts of a good workbook, without the moment at which it was made."""
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in CSV.decode().splitlines():
        book.active.append(row.replace('"Whitlock, Dana"', "Dana").split(","))
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {
            name: re.sub(rb"20\d\d-[\d:T-]+Z", b"2026-11-12T00:00:00Z", archive.read(name))
            for name in archive.namelist()
        }


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return stream.getvalue()


def _xlsx_input(chance: random.Random) -> bytes:
    """The archive itself damaged, or one of its parts changed before it is packed, now and then into a bomb."""
    if chance.random() < 0.4:
        return mutated(chance, [_packed(_parts())])
    chosen = chance.choice(list(_parts()))
    part = b"\0" * 300_000_000 if chance.random() < 0.002 else mutated(chance, [_parts()[chosen]])
    return _packed(_parts() | {chosen: part})


def _mapping(folder: Path, content: bytes) -> bool:
    try:
        read_mapping(content.decode("utf-8-sig"), "map.toml")
    except (UnicodeDecodeError, RosterUnreadable):
        return False
    return True


def _media_input(chance: random.Random) -> bytes:
    """Most damage to the boxes at the front, which say what the rest is; the first box is kept."""
    sample = chance.choice(sorted(FILES.glob("*.mp4"))).read_bytes()
    head = 32 + chance.choice((100, 1_000, 4_000, len(sample)))
    return sample[:32] + mutated(chance, [sample[32:head]]) + sample[head:]


def _media(folder: Path, content: bytes) -> bool:
    return not media.problems(media.probe(_file(folder, "video.mp4", content)))


def _settings(folder: Path, content: bytes) -> bool:
    from fieldwise.shell.env import Unreadable, read_environment, settings_file

    path = settings_file(data_folder())
    path.write_bytes(content)
    try:
        read_environment()
    except Unreadable:
        return False
    return True


@cache
def _backup_parts() -> dict[str, bytes]:
    """What is in a backup of this installation."""
    from drill import people
    from fieldwise.shell.keeping.backup import back_up

    people.prepare()
    at = datetime(2026, 11, 12, tzinfo=UTC)
    people.make_people(people.make_agency(at), 5, at)
    people.seal()
    made = back_up(data_folder() / "backups", at, str)
    with zipfile.ZipFile(made.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _backup_input(chance: random.Random) -> bytes:
    """Damaged anywhere; or with one of its parts changed, and a digest that fits."""
    from fieldwise.shell.keeping.backup_file import writing

    parts, draft = dict(_backup_parts()), data_folder() / "draft"
    forged = chance.random() < 0.7
    if forged:
        name = chance.choice(["manifest.json", *parts])
        parts[name] = mutated(chance, [parts[name]])
        if chance.random() < 0.1:
            parts[chance.choice(("../evil", "/etc/evil", "rows/evil.jsonl"))] = b"evil"
    with writing(draft) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    content = draft.read_bytes()
    draft.unlink()
    return content if forged else mutated(chance, [content])


def _backup(folder: Path, content: bytes) -> bool:
    """Read as `fieldwise restore` reads it before it changes anything."""
    from fieldwise.shell.keeping import Refused
    from fieldwise.shell.keeping.backup_file import reading

    try:
        with reading(_file(folder, "a.fieldwise", content)) as backup:
            for name in backup.manifest.members:
                for _ in backup.lines(name):
                    pass
    except Refused:
        return False
    return True


PARSERS = {
    "webvtt": Parser(_of((COURSE / "captions/1-first.vtt").read_bytes()), _webvtt),
    "course folder": Parser(_course_input, _course),
    "roster in csv": Parser(
        _of(CSV, CSV.replace(b",", b";"), CSV.decode().encode("utf-16")), partial(_roster, "roster.csv")
    ),
    "roster in xlsx": Parser(_xlsx_input, partial(_roster, "roster.xlsx")),
    "roster map": Parser(_of((REPOSITORY / "demo/rosters/public_payroll.toml").read_bytes()), _mapping),
    "media": Parser(_media_input, _media),
    "settings.toml": Parser(_of(SETTINGS), _settings),
    "backup": Parser(_backup_input, _backup),
}
