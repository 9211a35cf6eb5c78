"""Tables of expo: people."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import foundation.constraints
import foundation.texts
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='Delegation',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='expo.edition', verbose_name='edition')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='expo.delegation', verbose_name='part of')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
            ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}\\Z', 'Use the two-letter country code (RW).')], verbose_name='country')),
            ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='lead')),
            ('meeting_quota', models.PositiveIntegerField(blank=True, null=True, verbose_name='meeting quota')),
            ('approves', models.BooleanField(default=False, help_text="Of its companies and those of its parts that have no such lead. None of their meetings is approved without the lead's word, or the word of a lead above.", verbose_name='the lead approves its meetings')),
        ],
        options={
            'verbose_name': 'delegation',
            'verbose_name_plural': 'delegations',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='delegation_ref_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='delegation_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'parent'), name='delegation_parent_edition', to='expo.Delegation', to_fields=('edition', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='DelegationEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='expo.delegation')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.delegation', verbose_name='part of')),
            ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lead')),
            ('meeting_quota', models.PositiveIntegerField(blank=True, null=True, verbose_name='meeting quota')),
            ('approves', models.BooleanField(default=False, help_text="Of its companies and those of its parts that have no such lead. None of their meetings is approved without the lead's word, or the word of a lead above.", verbose_name='the lead approves its meetings')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='Interpreter',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interpreters', to='expo.edition', verbose_name='edition')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sign-in')),
            ('name', models.CharField(max_length=200, verbose_name='name')),
            ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
            ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='languages')),
            ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='knows the field of (category codes)')),
            ('shifts', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), blank=True, default=list, size=None, verbose_name='shifts')),
            ('max_run_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='longest run without a break (minutes)')),
        ],
        options={
            'verbose_name': 'interpreter',
            'verbose_name_plural': 'interpreters',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='interpreter_ref_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='interpreter_edition_key')],
        },
    ),
    migrations.CreateModel(
        name='Organizer',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organizing', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organizers', to='expo.edition', verbose_name='edition')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('matchmaker', 'matchmaker'), ('floor', 'floor manager'), ('reporter', 'reporter'), ('delegations', 'delegation desk')], max_length=12, verbose_name='role')),
        ],
        options={
            'verbose_name': 'organizer',
            'verbose_name_plural': 'organizers',
            'ordering': ['edition', 'role', 'pk'],
            'constraints': [models.UniqueConstraint(fields=('user', 'edition'), name='organizer_one_role')],
        },
    ),
    migrations.CreateModel(
        name='OrganizerEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='expo.organizer')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('edition', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.edition', verbose_name='edition')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('matchmaker', 'matchmaker'), ('floor', 'floor manager'), ('reporter', 'reporter'), ('delegations', 'delegation desk')], max_length=12, verbose_name='role')),
        ],
        options={
            'abstract': False,
        },
    ),
]
