"""Buyers and sourcing needs."""

from django.db import migrations

from foundation.migrating import Together

from . import _tables


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('buyers', '0001_initial'),
        ('buyers', '0002_discovery'),
        ('buyers', '0003_portal'),
        ('buyers', '0004_needs'),
        ('buyers', '0005_registered'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('expo', '0001_tables'),
    ]

    operations = [
        Together([
            *_tables.OPERATIONS,
        ]),
    ]
