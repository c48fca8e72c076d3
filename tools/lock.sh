#!/bin/sh
# Writes the locks anew: versions and hashes, never the address of an index.
set -eu
compile() { .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade "$@"; }
compile pyproject.toml -o locks/run.txt
compile pyproject.toml --group test -o locks/test.txt
echo uv | compile - -o locks/uv.txt
