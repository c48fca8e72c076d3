"""The files that course.toml names: inside the folder, there, not empty, and text in UTF-8."""

from pathlib import Path, PurePosixPath, PureWindowsPath

TEXT_LIMIT_BYTES = 1_000_000
PICTURE_LIMIT_BYTES = 5_000_000


class UnusableFile(ValueError):
    """A file cannot be used; the message is a sentence for its author."""


def file_in(folder: Path, written: str, at_most_bytes: int | None = None) -> Path:
    """The file that a path in course.toml means; raises UnusableFile for any but a file inside the folder."""
    _check_path(written)
    try:
        path = (folder / written).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()):
            raise UnusableFile(
                "The file is a link that leaves the course folder. Copy the file itself into it."
            )
        if not path.is_file():
            raise UnusableFile("This is not a file.")
        _check_size(path.stat().st_size, at_most_bytes)
    except FileNotFoundError:
        raise UnusableFile("The file is not in the course folder.") from None
    except (OSError, RuntimeError) as error:
        raise UnusableFile(f"The file cannot be read: {_cause(error)}.") from error
    return path


def _check_path(written: str) -> None:
    if not written.strip() or not written.isprintable():
        raise UnusableFile("This is not the name of a file.")
    if PurePosixPath(written).is_absolute() or PureWindowsPath(written).drive or "\\" in written:
        raise UnusableFile("Write the path from the course folder on, with / between its parts.")
    if ".." in PurePosixPath(written).parts:
        raise UnusableFile("The path climbs out of its folder. Write it without “..”.")


def _check_size(size: int, at_most_bytes: int | None) -> None:
    if not size:
        raise UnusableFile("The file is empty.")
    if at_most_bytes and size > at_most_bytes:
        raise UnusableFile(f"The file has {size:,} bytes; at most {at_most_bytes:,} fit.")


def text_of(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark, its lines ended by a line feed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableFile(f"The file cannot be read: {_cause(error)}.") from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFile("The file is in UTF-16. Save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableFile(f"Line {line} is not UTF-8. Save the file as UTF-8.") from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnusableFile(f"Line {line} contains a NUL character. Remove it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_picture(path: Path) -> None:
    """Raises UnusableFile unless the file is a JPEG or PNG picture."""
    with path.open("rb") as file:
        if not file.read(8).startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
            raise UnusableFile("The file is neither a JPEG nor a PNG picture.")


def _cause(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
