"""`python -m demo.agency roster.csv --as-of 2026-11-12` writes the roster; `--figures` prints its figures."""

import argparse
from datetime import date
from pathlib import Path

from demo.agency.figures import figures
from demo.agency.roster import rows, write

AS_OF = date(2026, 11, 12)


def day(text: str) -> date:
    """A day written as 2026-11-12."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date. Write it as {AS_OF}.") from None


def main(arguments: list[str] | None = None) -> None:
    """Write the roster, or print its figures, or both."""
    parser = argparse.ArgumentParser(prog="python -m demo.agency", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="where to write the roster as CSV")
    parser.add_argument("--as-of", type=day, default=AS_OF, help=f"the day of the roster (default {AS_OF})")
    parser.add_argument("--figures", action="store_true", help="print the figures beside the measured ones")
    asked = parser.parse_args(arguments)
    if not asked.file and not asked.figures:
        parser.error("Name a file to write the roster to, or ask for --figures.")
    if asked.file:
        roster = rows(asked.as_of)
        write(asked.file, roster)
        print(f"Wrote {len(roster):,} rows to {asked.file}.")
    if asked.figures:
        print(figures(asked.as_of))


if __name__ == "__main__":
    main()
