#!/bin/sh
# Run a command with DATABASE_URL of a PostgreSQL of its own, which is gone afterwards: tools/with_postgres.sh pytest
# Nothing is shared with a server on this machine: own directory, unix socket, no port. It does not sync to the disk, because tests
# need not survive a power cut; DURABLE=1 leaves that as in production, for measurements.
set -eu

bin=""
for candidate in /usr/lib/postgresql/*/bin; do # the newest comes last
    [ -x "$candidate/initdb" ] && bin=$candidate
done
if [ -z "$bin" ]; then
    found=$(command -v initdb || true)
    [ -z "$found" ] || bin=$(dirname "$(readlink -f "$found")")
fi
if [ -z "$bin" ]; then
    echo "PostgreSQL is not installed (apt-get install postgresql): not run on PostgreSQL: $*" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi

dir=$(mktemp -d /tmp/sternregal-pg-XXXXXX) # short: the path of a unix socket holds 107 bytes
as_owner=""
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$dir"
    as_owner="runuser -u postgres --"
fi
chmod 755 "$dir"

stop() {
    trap - EXIT INT TERM HUP
    (cd / && $as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

user=$(id -un)
fast="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ -z "${DURABLE:-}" ] || fast=""
(
    cd / # the owner may not enter the directory we stand in
    $as_owner "$bin/initdb" -D "$dir/data" -U "$user" -A trust -E UTF8 --locale=C.UTF-8 --no-sync
    $as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start -o \
        "-k $dir -c listen_addresses='' $fast -c max_connections=200"
) >"$dir.out" 2>&1 || {
    echo "PostgreSQL did not start:" >&2
    cat "$dir.out" >&2
    cat "$dir/log" >&2 2>/dev/null || true
    rm -f "$dir.out"
    exit 1
}
rm -f "$dir.out"

DATABASE_URL="postgres:///$dir/postgres" PGUSER=$user "$@"
