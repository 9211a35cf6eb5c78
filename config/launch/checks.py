"""`make check`: every check runs, whatever the ones before found."""

import os
import subprocess
import sys
from secrets import token_urlsafe

from config.services.control import ROOT

CHECKS = {
    "ruff": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy", "."],
    # import-linter has no `-m`; a script's own first line breaks on long paths and spaces.
    "import-linter": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
    # Without a database it cannot compare with what was migrated, and says so: that is fine.
    "missing migrations": [
        "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run",
    ],
    "translations": ["-m", "config.messages", "check"],
    "deployment": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}  # fmt: skip


def main(_: list[str]) -> int:
    """0 when all passed, else 1 with the names of those that did not."""
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        env = {**os.environ, **(_production() if name == "deployment" else {})}
        if subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _production() -> dict[str, str]:
    return {
        "FAIRLEAD_ENV": "production",
        "SECRET_KEY": token_urlsafe(50),
        "ALLOWED_HOSTS": "expo.example",
        "CSRF_TRUSTED_ORIGINS": "https://expo.example",
    }
