#!/usr/bin/env bash
# Every check of CI, one after the other; all of them run, so that one look shows all that is wrong.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/ci
failed=()
summaries=()
begun=$SECONDS

step() { # step NAME COMMAND…
    local name=$1 since=$SECONDS log=var/ci/$1.log
    shift
    printf '\n==== %s: %s\n' "$name" "$*"
    if "$@" 2>&1 | tee "$log"; then
        printf -- '---- %s: ok, %d s\n' "$name" $((SECONDS - since))
    else
        failed+=("$name")
        printf -- '---- %s: FAILED, %d s\n' "$name" $((SECONDS - since))
    fi
}

tests() { # tests NAME COMMAND…: a step that ends with pytest's summary, which is shown again at the end
    step "$@"
    summaries+=("$1: $(grep -aE '^=+ .*(passed|failed|error|skipped|no tests ran).* =+$' "var/ci/$1.log" | tail -n 1)")
}

run="make --no-print-directory"
step format $run format-check
step lint $run lint
step types $run types
step ladder $run ladder
step migrations $run check-migrations
step deploy $run check-deploy
step translations $run check-translations
tests sqlite $run test-sqlite
tests postgres $run test-postgres
tests browser $run test-browser

total=$((SECONDS - begun))
printf '\n==== CI took %d min %02d s\n' $((total / 60)) $((total % 60))
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}"
else
    echo "All checks passed."
fi
printf '%s\n' "${summaries[@]}"
[ ${#failed[@]} -eq 0 ]
