"""What the command line says when a server is away."""

import os
import subprocess
import sys

from django.conf import settings


def test_a_database_that_is_away_is_said_without_a_traceback():
    away = {**os.environ, "DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/none"}
    command = [sys.executable, "manage.py", "plan", "harbour-2027"]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, env=away, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "services start" in ended.stderr
    assert "Traceback" not in ended.stderr
