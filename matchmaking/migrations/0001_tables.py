"""From the scoring run to the outcome."""

from django.conf import settings
from django.db import migrations

from foundation.migrating import Together

from . import (
    _desk,
    _exchange,
    _exchange_triggers,
    _matching,
    _matching_triggers,
    _meetings,
    _meetings_triggers,
    _timetable,
    _timetable_triggers,
    _wishes,
    _wishes_triggers,
)

ROLES = ("owner", "matchmaker", "floor", "reporter", "delegations")


def make_groups(apps, schema_editor):
    """A group for each role; what it may do is set after every migration (matchmaking.roles)."""
    for role in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=f"organizer: {role}")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('matchmaking', '0001_initial'),
        ('matchmaking', '0002_match_marks'),
        ('matchmaking', '0003_run_inputs'),
        ('matchmaking', '0004_fresh_matches'),
        ('matchmaking', '0005_shown'),
        ('matchmaking', '0006_planning'),
        ('matchmaking', '0007_portal'),
        ('matchmaking', '0008_exhibitor_pages'),
        ('matchmaking', '0009_talks'),
        ('matchmaking', '0010_notices'),
        ('matchmaking', '0011_desk'),
        ('matchmaking', '0012_rules'),
        ('matchmaking', '0013_api'),
        ('matchmaking', '0014_reports'),
        ('matchmaking', '0015_desk'),
        ('matchmaking', '0016_size'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('accounts', '0001_tables'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('buyers', '0001_tables'),
        ('exhibitors', '0001_tables'),
        ('expo', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
            *_matching.OPERATIONS,
            *_wishes.OPERATIONS,
            *_timetable.OPERATIONS,
            *_meetings.OPERATIONS,
            *_desk.OPERATIONS,
            *_exchange.OPERATIONS,
            *_matching_triggers.OPERATIONS,
            *_wishes_triggers.OPERATIONS,
            *_timetable_triggers.OPERATIONS,
            *_meetings_triggers.OPERATIONS,
            *_exchange_triggers.OPERATIONS,
        ]),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
