#!/bin/sh
# Install what the tests need from Debian or Ubuntu and is missing: tools/system_packages.sh chromium postgresql gettext
# Without root or apt it says what will be skipped. It never fails: the tests themselves decide (in CI they fail).
set -u

present() {
    case $1 in
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        postgresql) command -v initdb || ls /usr/lib/postgresql/*/bin/initdb ;;
        gettext) command -v xgettext ;;
        *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

consequence() {
    case $1 in
        chromium) echo "the browser tests are skipped" ;;
        postgresql) echo "the tests on PostgreSQL are skipped" ;;
        gettext) echo "whether the translations are up to date is not checked" ;;
        *) echo "some tests are skipped" ;;
    esac
}

missing=""
for package in "$@"; do
    present "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=none
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
fi
if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing with apt-get"
    $as_root apt-get update -qq
    for package in $missing; do # one by one: what one archive lacks does not hold up the rest
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
    done
fi
for package in $missing; do
    present "$package" || echo "$package is not installed: $(consequence "$package")."
done
exit 0
