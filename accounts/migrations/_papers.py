"""Tables of accounts: papers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='AccessToken',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='accounts.organization', verbose_name='organization')),
            ('kind', models.CharField(choices=[('personal', 'personal'), ('machine', 'of a machine')], default='personal', max_length=8, verbose_name='kind')),
            ('name', models.CharField(max_length=80, verbose_name='name')),
            ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None, verbose_name='scopes')),
            ('digest', models.CharField(editable=False, max_length=64, unique=True)),
            ('hint', models.CharField(editable=False, max_length=12, verbose_name='begins with')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='good until')),
            ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
            ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
        ],
        options={
            'verbose_name': 'access token',
            'verbose_name_plural': 'access tokens',
            'ordering': ['-id'],
            'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'personal'), ('organization__isnull', True)), models.Q(('kind', 'machine'), ('organization__isnull', False)), _connector='OR'), name='token_machine_has_organization'), models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['catalogue:read', 'catalogue:write', 'demand:read', 'demand:write', 'matches:read', 'matches:write', 'requests:read', 'requests:write', 'meetings:read', 'meetings:write', 'outcomes:read', 'outcomes:write', 'planning:read', 'planning:write', 'webhooks:read', 'webhooks:write', 'registration:read', 'registration:write', 'account:read', 'account:write']), ('scopes__len__gt', 0)), name='token_scopes_known')],
        },
    ),
    migrations.CreateModel(
        name='Consent',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('purpose', models.CharField(choices=[('share_contact', 'show my contact details to whom I agreed to meet'), ('follow_up', 'ask me after the expo what came of my meetings'), ('news', 'write to me about the next edition'), ('cross_border', 'let my data be processed outside my country')], max_length=16, verbose_name='purpose')),
            ('given', models.BooleanField(verbose_name='given')),
            ('text_version', models.CharField(max_length=16, verbose_name='version of the text')),
            ('text', models.TextField(verbose_name='text')),
            ('language', models.CharField(max_length=16, verbose_name='language of its texts')),
            ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said')),
        ],
        options={
            'verbose_name': 'consent',
            'verbose_name_plural': 'consents',
            'ordering': ['-id'],
            'indexes': [models.Index(fields=['user', 'purpose', '-id'], name='consent_newest')],
        },
    ),
    migrations.CreateModel(
        name='ConsentEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.consent')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('purpose', models.CharField(choices=[('share_contact', 'show my contact details to whom I agreed to meet'), ('follow_up', 'ask me after the expo what came of my meetings'), ('news', 'write to me about the next edition'), ('cross_border', 'let my data be processed outside my country')], max_length=16, verbose_name='purpose')),
            ('given', models.BooleanField(verbose_name='given')),
            ('text_version', models.CharField(max_length=16, verbose_name='version of the text')),
            ('text', models.TextField(verbose_name='text')),
            ('language', models.CharField(max_length=16, verbose_name='language of its texts')),
            ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='AccessTokenEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='user_organization_name_scopes_expires_at_ended_at_events', to='accounts.accesstoken')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ('organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='organization')),
            ('name', models.CharField(max_length=80, verbose_name='name')),
            ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None, verbose_name='scopes')),
            ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='good until')),
            ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
        ],
        options={
            'abstract': False,
        },
    ),
]
