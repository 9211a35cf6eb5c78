"""Tables of matchmaking: exchange."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import matchmaking.models.webhook
import uuid
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='KeptAnswer',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('key', models.CharField(max_length=128)),
            ('fingerprint', models.CharField(max_length=64)),
            ('status', models.PositiveSmallIntegerField(default=0)),
            ('headers', models.JSONField(default=dict)),
            ('body', models.BinaryField(default=b'')),
            ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
        ],
        options={
            'verbose_name': 'kept answer',
            'verbose_name_plural': 'kept answers',
            'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='kept_answer_key_unique')],
        },
    ),
    migrations.CreateModel(
        name='RegistrationSource',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registration_sources', to='expo.edition', verbose_name='edition')),
            ('name', models.SlugField(max_length=40, verbose_name='name')),
            ('style', models.CharField(choices=[('pretix', 'orders as pretix has them'), ('rows', 'plain rows (CSV or JSON)')], default='rows', max_length=8, verbose_name='style')),
            ('side', models.CharField(choices=[('exhibitor', 'exhibitor'), ('buyer', 'buyer')], default='buyer', max_length=10, verbose_name='side, where the ticket does not say')),
            ('mapping', models.JSONField(blank=True, default=dict, verbose_name='mapping')),
            ('items', models.JSONField(blank=True, default=dict, verbose_name='tickets')),
            ('fetch_url', models.CharField(blank=True, help_text='With {code} where its code stands.', max_length=300, verbose_name='where an order is fetched')),
            ('fetch_token', models.CharField(blank=True, max_length=200, verbose_name='token for fetching')),
            ('approve', models.BooleanField(default=False, verbose_name='let in at once')),
            ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
        ],
        options={
            'verbose_name': 'registration source',
            'verbose_name_plural': 'registration sources',
            'ordering': ['name'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'name'), name='registration_source_once')],
        },
    ),
    migrations.CreateModel(
        name='Registration',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='matchmaking.registrationsource', verbose_name='source')),
            ('code', models.CharField(max_length=64, verbose_name='code')),
            ('side', models.CharField(blank=True, max_length=10, verbose_name='side')),
            ('participant', models.IntegerField(blank=True, null=True, verbose_name='participant')),
            ('state', models.CharField(choices=[('taken', 'taken'), ('skipped', 'skipped'), ('cancelled', 'cancelled'), ('failed', 'failed')], max_length=10, verbose_name='state')),
            ('message', models.CharField(blank=True, max_length=500, verbose_name='message')),
            ('digest', models.CharField(editable=False, max_length=64)),
            ('came_at', models.DateTimeField(auto_now=True, verbose_name='came')),
        ],
        options={
            'verbose_name': 'registration',
            'verbose_name_plural': 'registrations',
            'ordering': ['-id'],
            'constraints': [models.UniqueConstraint(fields=('source', 'code'), name='registration_code_once')],
        },
    ),
    migrations.CreateModel(
        name='WebhookEndpoint',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='expo.edition', verbose_name='edition')),
            ('organization', models.ForeignKey(blank=True, help_text='None: it hears of the whole edition.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='accounts.organization', verbose_name='organization')),
            ('url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='address')),
            ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('match.created', 'Match Created'), ('request.created', 'Request Created'), ('request.accepted', 'Request Accepted'), ('request.declined', 'Request Declined'), ('request.withdrawn', 'Request Withdrawn'), ('request.expired', 'Request Expired'), ('request.changed', 'Request Changed'), ('meeting.confirmed', 'Meeting Confirmed'), ('meeting.changed', 'Meeting Changed'), ('meeting.cancelled', 'Meeting Cancelled'), ('meeting.held', 'Meeting Held'), ('meeting.no_show', 'Meeting No Show'), ('schedule.approved', 'Schedule Approved'), ('outcome.recorded', 'Outcome Recorded'), ('outcome.changed', 'Outcome Changed')], max_length=24), size=None, verbose_name='events')),
            ('secret', models.CharField(default=matchmaking.models.webhook.new_secret, editable=False, max_length=80)),
            ('active', models.BooleanField(default=True, verbose_name='active')),
            ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
        ],
        options={
            'verbose_name': 'webhook',
            'verbose_name_plural': 'webhooks',
            'ordering': ['id'],
            'constraints': [models.CheckConstraint(condition=models.Q(('topics__contained_by', ['match.created', 'request.created', 'request.accepted', 'request.declined', 'request.withdrawn', 'request.expired', 'request.changed', 'meeting.confirmed', 'meeting.changed', 'meeting.cancelled', 'meeting.held', 'meeting.no_show', 'schedule.approved', 'outcome.recorded', 'outcome.changed']), ('topics__len__gt', 0)), name='webhook_events_known')],
        },
    ),
    migrations.CreateModel(
        name='WebhookDelivery',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='matchmaking.webhookendpoint', verbose_name='webhook')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='message id')),
            ('event', models.CharField(choices=[('match.created', 'Match Created'), ('request.created', 'Request Created'), ('request.accepted', 'Request Accepted'), ('request.declined', 'Request Declined'), ('request.withdrawn', 'Request Withdrawn'), ('request.expired', 'Request Expired'), ('request.changed', 'Request Changed'), ('meeting.confirmed', 'Meeting Confirmed'), ('meeting.changed', 'Meeting Changed'), ('meeting.cancelled', 'Meeting Cancelled'), ('meeting.held', 'Meeting Held'), ('meeting.no_show', 'Meeting No Show'), ('schedule.approved', 'Schedule Approved'), ('outcome.recorded', 'Outcome Recorded'), ('outcome.changed', 'Outcome Changed')], max_length=24, verbose_name='event')),
            ('subject', models.CharField(max_length=60, verbose_name='object')),
            ('payload', models.JSONField(verbose_name='content')),
            ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
            ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
            ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt')),
            ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer')),
            ('error', models.CharField(blank=True, max_length=300, verbose_name='error')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
        ],
        options={
            'verbose_name': 'webhook delivery',
            'verbose_name_plural': 'webhook deliveries',
            'ordering': ['id'],
            'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['endpoint', 'subject', 'id'], name='delivery_waiting')],
        },
    ),
    migrations.CreateModel(
        name='WebhookEndpointEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matchmaking.webhookendpoint')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('edition', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.edition', verbose_name='edition')),
            ('organization', models.ForeignKey(blank=True, db_constraint=False, help_text='None: it hears of the whole edition.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='organization')),
            ('url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='address')),
            ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('match.created', 'Match Created'), ('request.created', 'Request Created'), ('request.accepted', 'Request Accepted'), ('request.declined', 'Request Declined'), ('request.withdrawn', 'Request Withdrawn'), ('request.expired', 'Request Expired'), ('request.changed', 'Request Changed'), ('meeting.confirmed', 'Meeting Confirmed'), ('meeting.changed', 'Meeting Changed'), ('meeting.cancelled', 'Meeting Cancelled'), ('meeting.held', 'Meeting Held'), ('meeting.no_show', 'Meeting No Show'), ('schedule.approved', 'Schedule Approved'), ('outcome.recorded', 'Outcome Recorded'), ('outcome.changed', 'Outcome Changed')], max_length=24), size=None, verbose_name='events')),
            ('active', models.BooleanField(default=True, verbose_name='active')),
            ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='WebhookEvent',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.edition')),
            ('event', models.CharField(choices=[('match.created', 'Match Created'), ('request.created', 'Request Created'), ('request.accepted', 'Request Accepted'), ('request.declined', 'Request Declined'), ('request.withdrawn', 'Request Withdrawn'), ('request.expired', 'Request Expired'), ('request.changed', 'Request Changed'), ('meeting.confirmed', 'Meeting Confirmed'), ('meeting.changed', 'Meeting Changed'), ('meeting.cancelled', 'Meeting Cancelled'), ('meeting.held', 'Meeting Held'), ('meeting.no_show', 'Meeting No Show'), ('schedule.approved', 'Schedule Approved'), ('outcome.recorded', 'Outcome Recorded'), ('outcome.changed', 'Outcome Changed')], max_length=24)),
            ('subject', models.CharField(max_length=60)),
            ('data', models.JSONField()),
            ('created_at', models.DateTimeField()),
        ],
        options={
            'verbose_name': 'event',
            'verbose_name_plural': 'events',
            'ordering': ['id'],
        },
    ),
]
