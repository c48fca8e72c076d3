"""Copies from an unpacked @uswds/uswds package only what Fieldwise shows, and writes the files' hashes.

Get the package with `npm pack @uswds/uswds@3.14` and unpack it; then run
`python tools/vendor_uswds.py path/to/package`. Our own few icons lie in `tools/icons/`.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

TOOLS = Path(__file__).parent
STATIC = TOOLS.parent / "src/fieldwise/shell/static"
FONTS = ("Regular", "SemiBold", "Bold")
ICONS = (
    "account_circle", "add", "arrow_back", "assessment", "check", "check_circle", "close", "closed_caption",
    "error", "event", "expand_more", "fast_forward", "fast_rewind", "file_download", "file_present",
    "file_upload", "groups", "help_outline", "home", "info_outline", "lock_outline", "login", "logout",
    "mail_outline", "navigate_before", "navigate_next", "people", "phone", "print", "radio_button_unchecked",
    "schedule", "school", "search", "undo", "verified", "warning", "zoom_out_map",
)  # fmt: skip


def symbol(icon: Path) -> str:
    """One icon file as a symbol of the sprite."""
    match = re.fullmatch(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>\s*', icon.read_text(), re.DOTALL)
    if match is None:
        sys.exit(f"{icon} is not an icon that this script can read: it has no viewBox.")
    return f'<symbol id="{icon.stem}" viewBox="{match[1]}">{match[2]}</symbol>'


def sprite(package: Path) -> str:
    """All icons in one file, theirs first, ours after them."""
    icons = [package / f"dist/img/usa-icons/{name}.svg" for name in ICONS]
    symbols = "\n".join(symbol(icon) for icon in [*icons, *sorted((TOOLS / "icons").glob("*.svg"))])
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def sha256(path: str) -> str:
    """The hash of one file under `static/`."""
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()


def vendor(package: Path) -> None:
    """Copies the fonts, the license and the icons, and lists them in `vendored.sha256`."""
    (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
    fonts = [f"PublicSans-{weight}.woff2" for weight in FONTS]
    for font in fonts:
        shutil.copyfile(package / "dist/fonts/public-sans" / font, STATIC / "fonts" / font)
    shutil.copyfile(package / "LICENSE.md", STATIC / "LICENSE-uswds.md")
    (STATIC / "icons.svg").write_text(sprite(package))
    version = json.loads((package / "package.json").read_text())["version"]
    paths = ["LICENSE-uswds.md", "icons.svg", *(f"fonts/{font}" for font in fonts)]
    lines = [f"# @uswds/uswds {version}", *(f"{sha256(path)}  {path}" for path in paths), ""]
    (STATIC / "vendored.sha256").write_text("\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "package.json").exists():
        sys.exit("Name the folder of the unpacked package: python tools/vendor_uswds.py path/to/package")
    vendor(Path(sys.argv[1]))
