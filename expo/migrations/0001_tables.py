"""Editions, their floor, categories and delegations."""

from django.conf import settings
from django.db import migrations

from foundation.migrating import Together

from . import _editions, _editions_triggers, _people, _people_triggers


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('expo', '0001_initial'),
        ('expo', '0002_exposure_glossary'),
        ('expo', '0003_portal'),
        ('expo', '0004_desk'),
        ('expo', '0005_settings_history'),
        ('expo', '0006_privacy'),
        ('expo', '0007_desk'),
        ('expo', '0008_trees'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('accounts', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
            *_editions.OPERATIONS,
            *_people.OPERATIONS,
            *_editions_triggers.OPERATIONS,
            *_people_triggers.OPERATIONS,
        ]),
    ]
