#!/bin/sh
# Write requirements.txt and requirements-dev.txt from pyproject.toml: exact versions with hashes, for every system.
# More words go to uv: sh tools/lock.sh --upgrade-package django
set -eu
lock() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 "$@"
}
lock "$@" pyproject.toml --output-file requirements.txt
lock "$@" pyproject.toml --group dev --output-file requirements-dev.txt
