"""History's own functions in PostgreSQL, made quick where one transaction writes many rows.

As their packages install them, django-pgtrigger and django-pghistory ask PostgreSQL for a setting
in a block that catches the error of one that is not set. Such an error rolls a subtransaction back
for each row, and PostgreSQL then looks through everything that the transaction has yet to check:
time grows with the square of the rows, and an import of 40,000 buyers takes hours. A setting can be
asked for without an error.
"""

import re
from typing import Any

from django.db import connections

FUNCTIONS = ("_pgtrigger_should_ignore", "_pgh_attach_context")
ASKED = r"SELECT INTO (\w+)\s+CURRENT_SETTING\('([\w.]+)'\);\s*"
CAUGHT = re.compile(rf"BEGIN\s+(?:{ASKED})+EXCEPTION WHEN OTHERS THEN\s+END;")


def without_errors(definition: str) -> str:
    """The function that does the same; itself where it is written otherwise by now."""

    def plainly(block: re.Match[str]) -> str:
        return " ".join(
            f"{name} := nullif(current_setting('{setting}', true), '');"
            for name, setting in re.findall(ASKED, block[0])
        )

    return CAUGHT.sub(plainly, definition)


def quicken_history(using: str = "default", **_signal: Any) -> None:
    """After every migration, which may have installed them anew. Safe to repeat."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc"
            " WHERE proname = ANY(%s) AND pronamespace = current_schema()::regnamespace",
            [list(FUNCTIONS)],
        )
        for (definition,) in cursor.fetchall():
            quicker = without_errors(definition)
            if quicker != definition:
                cursor.execute(quicker)
