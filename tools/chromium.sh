#!/bin/sh
# The journeys drive Debian's Chromium: root installs it, others are told. libatomic1 is for Playwright's driver.
set -eu
command -v chromium >/dev/null && ldconfig -p | grep -q libatomic.so.1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium libatomic1; } >/dev/null
else
    echo "The tests need Chromium. Install it with: sudo apt-get install chromium libatomic1" >&2
    exit 1
fi
