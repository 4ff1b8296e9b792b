#!/usr/bin/env python
"""Django's command line for the shop: `manage.py help` lists what there is."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:  # a shell outside the virtual environment
        raise SystemExit("Django is not installed here. Run 'make install' first.") from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
