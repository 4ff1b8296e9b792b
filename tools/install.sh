#!/bin/sh
# Install a requirements file into .venv, unless this very file is installed: tools/install.sh requirements.txt
set -eu
file=$1
python=${PYTHON:-python3}
stamp=.venv/.installed-$file
tools=$(dirname "$0")

# A .venv whose Python is gone, too old or without pip (a stopped first run) is made anew.
if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    sh "$tools/check_python.sh"
    echo "Creating .venv"
    "$python" -m venv --clear .venv
fi
if cmp -s "$file" "$stamp"; then
    exit 0
fi
echo "Installing $file into .venv (once; about a minute)"
# Without dependencies: the file names every package. Pip's resolver would look at the newest release of one that another asks
# for with an extra (pytest-cov's coverage[toml]), find no hash for it, and give up.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$file" || {
    echo "The packages could not be installed; pip says above why (mostly: no network)." >&2
    exit 1
}
cp "$file" "$stamp"
