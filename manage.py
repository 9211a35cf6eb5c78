#!/usr/bin/env python
"""Django's command line, with Fairlead's settings."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        said = str(error).splitlines()[0]
        sys.exit(f"{said}\nIs PostgreSQL running? manage.py services start, or see DATABASE_URL.")
