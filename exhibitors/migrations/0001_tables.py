"""Exhibitors, products, certificates, and the search over them."""

from django.conf import settings
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

from foundation.migrating import Together

from . import _search, _tables


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('exhibitors', '0001_initial'),
        ('exhibitors', '0002_portal'),
        ('exhibitors', '0003_pictures'),
        ('exhibitors', '0004_search'),
        ('exhibitors', '0005_search_kept'),
        ('exhibitors', '0006_registered'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('accounts', '0001_tables'),
        ('expo', '0001_tables'),
    ]

    operations = [
        Together([
            *_tables.OPERATIONS,
        ]),
        UnaccentExtension(),
        migrations.RunSQL(_search.FUNCTIONS + _search.WRITERS + _search.TRIGGERS, _search.BACK),
    ]
