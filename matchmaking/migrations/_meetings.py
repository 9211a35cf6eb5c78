"""Tables of matchmaking: meetings."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import foundation.constraints
import foundation.texts
import matchmaking.models.meeting
import uuid
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='Meeting',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='expo.edition')),
            ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='matchmaking.schedule', verbose_name='schedule')),
            ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='matchmaking.meetingrequest', verbose_name='request')),
            ('exhibitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='exhibitors.exhibitor', verbose_name='exhibitor')),
            ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='buyers.buyer', verbose_name='buyer')),
            ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='expo.meetingtable', verbose_name='table')),
            ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='expo.timeslot', verbose_name='slot')),
            ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='expo.interpreter', verbose_name='interpreter')),
            ('status', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('cancelled', 'cancelled'), ('held', 'held'), ('no_show', 'no-show')], default='proposed', max_length=10, verbose_name='status')),
            ('score', models.FloatField(blank=True, null=True, verbose_name='score')),
            ('reasons', models.JSONField(default=list, verbose_name='reasons')),
            ('pinned', models.BooleanField(default=False, verbose_name='pinned')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='calendar id')),
            ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='calendar revision')),
            ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, verbose_name='time')),
            ('exhibitor_seat', models.PositiveSmallIntegerField(default=1, verbose_name="exhibitor's seat")),
            ('buyer_seat', models.PositiveSmallIntegerField(default=1, verbose_name="buyer's seat")),
            ('exhibitor_organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ('buyer_organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ('exhibitor_team', models.PositiveSmallIntegerField(editable=False)),
            ('buyer_team', models.PositiveSmallIntegerField(editable=False)),
        ],
        options={
            'verbose_name': 'meeting',
            'verbose_name_plural': 'meetings',
            'ordering': ['during', 'table'],
            'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('schedule', '='), ('table', '='), ('during', '&&')], name='meeting_table_free_in_schedule'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ['confirmed', 'held', 'no_show'])), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('table', '='), ('during', '&&')], name='meeting_table_free'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('schedule', '='), ('during', '&&'), (django.contrib.postgres.indexes.OpClass(matchmaking.models.meeting.Seats(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('exhibitor_organization'), '*', models.Value(64)), '+', models.F('exhibitor_seat')), django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('buyer_organization'), '*', models.Value(64)), '+', models.F('buyer_seat'))), name='gist__intbig_ops(siglen=64)'), '&&')], name='meeting_seats_free_in_schedule'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ['confirmed', 'held', 'no_show'])), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('during', '&&'), (django.contrib.postgres.indexes.OpClass(matchmaking.models.meeting.Seats(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('exhibitor_organization'), '*', models.Value(64)), '+', models.F('exhibitor_seat')), django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('buyer_organization'), '*', models.Value(64)), '+', models.F('buyer_seat'))), name='gist__intbig_ops(siglen=64)'), '&&')], name='meeting_seats_free'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('schedule', '='), ('interpreter', '='), ('during', '&&')], name='meeting_interpreter_free_in_schedule'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ['confirmed', 'held', 'no_show'])), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('interpreter', '='), ('during', '&&')], name='meeting_interpreter_free'), models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('schedule', 'exhibitor', 'buyer'), name='meeting_pair_once'), models.UniqueConstraint(condition=models.Q(('status__in', ['confirmed', 'held', 'no_show'])), fields=('uid',), name='meeting_uid_unique'), models.CheckConstraint(condition=models.Q(('status', 'cancelled'), models.Q(('buyer_seat__gte', 1), ('exhibitor_seat__gte', 1), ('buyer_seat__lte', models.F('buyer_team')), ('exhibitor_seat__lte', models.F('exhibitor_team'))), _connector='OR'), name='meeting_seat_of_team'), models.CheckConstraint(condition=models.Q(('exhibitor_organization', models.F('buyer_organization')), _negated=True), name='meeting_two_organizations'), models.UniqueConstraint(fields=('edition', 'id'), name='meeting_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'schedule'), name='meeting_schedule_edition', to='matchmaking.Schedule', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'request'), name='meeting_request_edition', to='matchmaking.MeetingRequest', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'table'), name='meeting_table_edition', to='expo.MeetingTable', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'interpreter'), name='meeting_interpreter_edition', to='expo.Interpreter', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'slot', 'during'), name='meeting_slot_time', to='expo.TimeSlot', to_fields=('edition', 'id', 'during')), foundation.constraints.CompositeForeignKey(fields=('edition', 'exhibitor', 'exhibitor_organization', 'exhibitor_team'), name='meeting_exhibitor_team', to='exhibitors.Exhibitor', to_fields=('edition', 'id', 'organization', 'team_size')), foundation.constraints.CompositeForeignKey(fields=('edition', 'buyer', 'buyer_organization', 'buyer_team'), name='meeting_buyer_team', to='buyers.Buyer', to_fields=('edition', 'id', 'organization', 'team_size'))],
        },
    ),
    migrations.CreateModel(
        name='LeadWord',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.edition')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='matchmaking.meeting', verbose_name='meeting')),
            ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='expo.delegation', verbose_name='delegation')),
            ('slot', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.timeslot', verbose_name='slot')),
            ('table', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.meetingtable', verbose_name='table')),
            ('approved', models.BooleanField(verbose_name='approved')),
            ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
            ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ('said_at', models.DateTimeField(auto_now=True, verbose_name='when')),
        ],
        options={
            'verbose_name': "lead's word",
            'verbose_name_plural': "leads' words",
            'ordering': ['id'],
            'constraints': [models.UniqueConstraint(fields=('meeting', 'delegation'), name='word_once'), models.CheckConstraint(condition=models.Q(('approved', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='word_no_with_reason'), foundation.constraints.CompositeForeignKey(fields=('edition', 'meeting'), name='word_meeting_edition', to='matchmaking.Meeting', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'delegation'), name='word_delegation_edition', to='expo.Delegation', to_fields=('edition', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='LeadWordEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matchmaking.leadword')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('edition', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.edition')),
            ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matchmaking.meeting', verbose_name='meeting')),
            ('delegation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.delegation', verbose_name='delegation')),
            ('slot', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.timeslot', verbose_name='slot')),
            ('table', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.meetingtable', verbose_name='table')),
            ('approved', models.BooleanField(verbose_name='approved')),
            ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
            ('said_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ('said_at', models.DateTimeField(auto_now=True, verbose_name='when')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='Outcome',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='matchmaking.meeting', verbose_name='meeting')),
            ('side', models.CharField(choices=[('exhibitor', 'exhibitor'), ('buyer', 'buyer')], max_length=10, verbose_name='side')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='language of its texts')),
            ('talked_about', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='talked about')),
            ('next_step', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='next step')),
            ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='intended value')),
            ('value_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('rating', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='how useful the meeting was (1–5)')),
            ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='recorded')),
        ],
        options={
            'verbose_name': 'outcome',
            'verbose_name_plural': 'outcomes',
            'constraints': [models.UniqueConstraint(fields=('meeting', 'side'), name='outcome_once_a_side'), models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', True), ('value_currency', '')), models.Q(('value__isnull', False), models.Q(('value_currency', ''), _negated=True)), _connector='OR'), name='outcome_value_currency'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), ('rating__range', (1, 5)), _connector='OR'), name='outcome_rating')],
        },
    ),
    migrations.CreateModel(
        name='OutcomeEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matchmaking.outcome')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matchmaking.meeting', verbose_name='meeting')),
            ('side', models.CharField(choices=[('exhibitor', 'exhibitor'), ('buyer', 'buyer')], max_length=10, verbose_name='side')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='language of its texts')),
            ('talked_about', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='talked about')),
            ('next_step', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='next step')),
            ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='intended value')),
            ('value_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('rating', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='how useful the meeting was (1–5)')),
            ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='recorded')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='OutcomeStep',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='matchmaking.outcome', verbose_name='outcome')),
            ('rung', models.CharField(choices=[('intent', 'letter of intent'), ('sample', 'sample order'), ('contract', 'contract'), ('repeat', 'repeat order')], max_length=10, verbose_name='step')),
            ('reached_on', models.DateField(verbose_name='reached on')),
            ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='realised value')),
            ('value_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
        ],
        options={
            'verbose_name': 'step',
            'verbose_name_plural': 'steps',
            'ordering': ['reached_on', 'id'],
            'constraints': [models.UniqueConstraint(condition=models.Q(('rung', 'repeat'), _negated=True), fields=('outcome', 'rung'), name='outcome_step_once'), models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', True), ('value_currency', '')), models.Q(('value__isnull', False), models.Q(('value_currency', ''), _negated=True)), _connector='OR'), name='outcome_step_value_currency')],
        },
    ),
    migrations.CreateModel(
        name='OutcomeStepEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matchmaking.outcomestep')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('outcome', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matchmaking.outcome', verbose_name='outcome')),
            ('rung', models.CharField(choices=[('intent', 'letter of intent'), ('sample', 'sample order'), ('contract', 'contract'), ('repeat', 'repeat order')], max_length=10, verbose_name='step')),
            ('reached_on', models.DateField(verbose_name='reached on')),
            ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='realised value')),
            ('value_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='MeetingEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matchmaking.meeting')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('edition', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.edition')),
            ('schedule', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matchmaking.schedule', verbose_name='schedule')),
            ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matchmaking.meetingrequest', verbose_name='request')),
            ('exhibitor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exhibitors.exhibitor', verbose_name='exhibitor')),
            ('buyer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='buyers.buyer', verbose_name='buyer')),
            ('table', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.meetingtable', verbose_name='table')),
            ('slot', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.timeslot', verbose_name='slot')),
            ('interpreter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='expo.interpreter', verbose_name='interpreter')),
            ('status', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('cancelled', 'cancelled'), ('held', 'held'), ('no_show', 'no-show')], default='proposed', max_length=10, verbose_name='status')),
            ('score', models.FloatField(blank=True, null=True, verbose_name='score')),
            ('pinned', models.BooleanField(default=False, verbose_name='pinned')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='calendar id')),
            ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='calendar revision')),
            ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, verbose_name='time')),
            ('exhibitor_seat', models.PositiveSmallIntegerField(default=1, verbose_name="exhibitor's seat")),
            ('buyer_seat', models.PositiveSmallIntegerField(default=1, verbose_name="buyer's seat")),
            ('exhibitor_organization', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization')),
            ('buyer_organization', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization')),
            ('exhibitor_team', models.PositiveSmallIntegerField(editable=False)),
            ('buyer_team', models.PositiveSmallIntegerField(editable=False)),
        ],
        options={
            'abstract': False,
        },
    ),
]
