#!/bin/sh
# Say in one sentence what is missing before anything can be installed.
set -eu
python=${PYTHON:-python3}
fail() {
    echo "$*" >&2
    exit 1
}
install="sudo apt-get install python3 python3-venv"
command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or newer is needed. On Debian and Ubuntu: $install"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || fail "'$python' does not run. On Debian and Ubuntu: $install"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' ||
    fail "Python 3.11 to 3.14 is needed, and '$python' is $version. Name another one: make demo PYTHON=python3.13"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "The package python3-venv is missing. On Debian and Ubuntu: $install"
