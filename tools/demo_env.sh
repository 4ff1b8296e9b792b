#!/bin/sh
# Write .env for the demo when there is none; refuse to load demo data into a shop that is none.
set -eu
if [ ! -e .env ]; then
    cp .env.example .env
    echo "Wrote .env (SHOP_MODE=demo)"
fi
mode=${SHOP_MODE:-$(sed -n 's/^SHOP_MODE=//p' .env | tail -n 1)}
if [ "$mode" != demo ]; then
    echo "SHOP_MODE is '$mode', not 'demo': the demo's goods and logins are not loaded into a real shop. See .env." >&2
    exit 1
fi
