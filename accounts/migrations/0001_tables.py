"""People, organizations, tokens and consent."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
)
from django.db import migrations

from foundation.migrating import Together

from . import _papers, _papers_triggers, _people, _people_triggers


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_joining'),
        ('accounts', '0003_tokens_consent'),
        ('accounts', '0004_desk'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        # Exclusion constraints compare keys (btree_gist) and seats (intarray); searches use trigrams.
        BtreeGistExtension(),
        CreateExtension("intarray"),
        TrigramExtension(),
        Together([
            *_people.OPERATIONS,
            *_papers.OPERATIONS,
            *_people_triggers.OPERATIONS,
            *_papers_triggers.OPERATIONS,
        ]),
    ]
