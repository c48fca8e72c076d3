#!/bin/sh
# Makes .venv with uv in it. Debian's python3 comes without ensurepip: root installs it, others are told.
set -eu
python=${PYTHON:-python3}
say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Fieldwise needs Python 3.11 or newer as '$python'. Install it, or name another with PYTHON=/path/to/python3 make …"
    exit 1
}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing python3-venv …"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null
    else
        say "Python's venv module is missing. Install it with: sudo apt-get install python3-venv"
        exit 1
    fi
fi
say "Making the virtual environment .venv …"
"$python" -m venv --clear .venv
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r locks/uv.txt || {
    say "The package uv could not be installed. Is this machine connected to a Python package index?"
    exit 1
}
