#!/bin/sh
# Makes sure of a browser for the tests, and of Chinese letters in it; quick when both are there. Debian's packages.
set -eu

packages="chromium fontconfig fonts-noto-cjk"

is_there() {
    command -v chromium >/dev/null && command -v fc-list >/dev/null && fc-list :lang=zh | grep -q .
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
    as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $packages
}

if is_there; then exit 0; fi
if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
    echo "the browser tests need the packages $packages: install them, or run this as root or with passwordless sudo" >&2
    exit 1
fi
echo "Installing $packages for the browser tests …"
if ! said=$(install 2>&1) || ! is_there; then
    echo "$packages could not be installed; apt-get said: $(echo "$said" | tail -n 1)" >&2
    exit 1
fi
