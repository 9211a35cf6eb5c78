"""A database between two versions is told apart from an old and a new one."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from foundation.halfway import no_database_halfway

pytestmark = pytest.mark.django_db
BUYERS = ["0001_initial", "0002_discovery", "0003_portal", "0004_needs", "0005_registered"]


def test_a_new_database_is_fine() -> None:
    assert no_database_halfway(databases=["default"]) == []
    assert no_database_halfway(databases=None) == []


def test_what_is_lacking_is_named() -> None:
    recorder = MigrationRecorder(connection)
    of_buyers = recorder.migration_qs.filter(app="buyers")
    of_buyers.delete()
    assert no_database_halfway(databases=["default"]) == []
    for name in BUYERS[:3]:
        recorder.record_applied("buyers", name)
    (error,) = no_database_halfway(databases=["default"])
    assert error.id == "fairlead.E001"
    assert "buyers.0004_needs" in error.msg
    for name in BUYERS[3:]:
        recorder.record_applied("buyers", name)
    assert no_database_halfway(databases=["default"]) == []
