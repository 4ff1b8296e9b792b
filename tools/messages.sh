#!/bin/sh
# Collect the texts of the code and templates below DIR into its locale/: tools/messages.sh [DIR]. Needs gettext.
set -eu
python=$(pwd)/.venv/bin/python
cd "${1:-.}"
SHOP_MODE=test "$python" manage.py makemessages --locale de --no-obsolete --no-wrap --add-location file \
    --extension html,txt,py --ignore ".venv" --ignore "var" --ignore "tests" --ignore "tools" --ignore "static" --ignore "requirements*"
