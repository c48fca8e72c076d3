"""Bad inputs made from good ones; the same source of chance makes the same input."""

import random
from collections.abc import Callable, Sequence

MOST_BYTES = 2_000_000
WORDS = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\r\n\r\n", b"\n" * 500, b"\t",
    b'"', b"'", b"\\", b"-->", b"00:00:01.000 --> 00:00:00.500", b"99:59:59.999", b"-1", b"0", b"1e999", b"NaN",
    b"-Infinity", b"9" * 400, b"9223372036854775808", b"0x10", b"true", b"null", b"[]", b"{}", b"[" * 2_000,
    b'{"a":' * 2_000, b"../../etc/passwd", b"/etc/passwd", b"C:\\x", b"%00", b"%s%n", b"=1+1", b"@SUM(A1)",
    b"' OR 1=1 --", b"<script>", b"&#0;", b"&lol;", "\u202e".encode(), "\u2028".encode(), "\U0001d7d9".encode(),
    "\u0660".encode(), "İ".encode(), "é".encode("latin-1"), b"FW-0000-0000-0000", b"2026-02-30", b"0000-00-00",
    b"00000000-0000-0000-0000-000000000000", b"9999-12-31T23:59:60Z",
]  # fmt: skip
Mutation = Callable[[random.Random, bytes], bytes]


def mutated(chance: random.Random, samples: Sequence[bytes]) -> bytes:
    """One input: most often a sample with a few things changed, sometimes nothing but noise."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(3_000))
    text = chance.choice(samples)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        text = chance.choice(MUTATIONS)(chance, text)[:MOST_BYTES]
    return text


def _place(chance: random.Random, text: bytes) -> int:
    return chance.randrange(len(text) + 1)


def _stretch(chance: random.Random, text: bytes) -> tuple[int, int]:
    start = _place(chance, text)
    return start, min(len(text), start + chance.choice((1, 4, 30, 300)))


def _flip(chance: random.Random, text: bytes) -> bytes:
    changed = bytearray(text)
    for _ in range(chance.choice((1, 3, 20)) if text else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, text: bytes) -> bytes:
    start, end = _stretch(chance, text)
    return text[:start] + text[end:]


def _end(chance: random.Random, text: bytes) -> bytes:
    return text[: _place(chance, text)]


def _repeat(chance: random.Random, text: bytes) -> bytes:
    start, end = _stretch(chance, text)
    return text[:end] + text[start:end] * chance.choice((1, 10, 1_000)) + text[end:]


def _insert(chance: random.Random, text: bytes) -> bytes:
    start = _place(chance, text)
    return text[:start] + chance.choice(WORDS) + text[start:]


def _replace(chance: random.Random, text: bytes) -> bytes:
    start, end = _stretch(chance, text)
    return text[:start] + chance.choice(WORDS) + text[end:]


def _replace_number(chance: random.Random, text: bytes) -> bytes:
    digits = [place for place, byte in enumerate(text) if 48 <= byte <= 57]
    if not digits:
        return text
    place = chance.choice(digits)
    return text[:place] + chance.choice(WORDS) + text[place + 1 :]


def _move_line(chance: random.Random, text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _recode(chance: random.Random, text: bytes) -> bytes:
    letters = text.decode("utf-8", "replace")
    return letters.encode(
        chance.choice(("utf-16", "utf-16-be", "utf-8-sig", "utf-32", "utf-7", "cp037")), "replace"
    )


MUTATIONS: list[Mutation] = [
    _flip, _flip, _cut, _end, _repeat, _insert, _insert, _replace, _replace_number, _replace_number,
    _move_line, _recode,
]  # fmt: skip
