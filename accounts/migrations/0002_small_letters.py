"""Addresses in small letters, as the sign-in looks for them."""

from django.db import migrations
from django.db.models import Q
from django.db.models.functions import Lower


def write_small(apps, schema_editor):
    """No two people's addresses differ in their letters' size alone: the database forbade it."""
    people = apps.get_model('accounts', 'User').objects
    people.exclude(email=Lower('email')).update(email=Lower('email'))
    addresses = apps.get_model('account', 'EmailAddress').objects
    for row in addresses.exclude(email=Lower('email')):
        small = addresses.filter(email=row.email.lower())
        if not small.filter(Q(user=row.user_id) | Q(verified=True)).exists():
            addresses.filter(pk=row.pk).update(email=Lower('email'))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_tables'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [migrations.RunPython(write_small, migrations.RunPython.noop)]
