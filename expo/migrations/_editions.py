"""Tables of expo: editions."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import expo.models.edition
import foundation.constraints
import foundation.texts
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='Category',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('scheme', models.CharField(default='hs', max_length=32, verbose_name='tree')),
            ('code', models.CharField(max_length=32, verbose_name='code')),
            ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='expo.category', verbose_name='under')),
            ('kind', models.CharField(choices=[('goods', 'goods'), ('service', 'service')], default='goods', max_length=8, verbose_name='kind')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
        ],
        options={
            'verbose_name': 'category',
            'verbose_name_plural': 'categories',
            'ordering': ['scheme', 'code'],
            'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper(django.db.models.functions.comparison.Cast('name', models.TextField())), name='gin_trgm_ops'), name='category_name_text')],
            'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='category_code_unique'), models.UniqueConstraint(fields=('scheme', 'id'), name='category_scheme_key'), foundation.constraints.CompositeForeignKey(fields=('scheme', 'parent'), name='category_parent_scheme', to='expo.Category', to_fields=('scheme', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='Edition',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('slug', models.SlugField(unique=True, verbose_name='short name')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
            ('venue', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='venue')),
            ('city', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='city')),
            ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}\\Z', 'Use the two-letter country code (RW).')], verbose_name='country')),
            ('time_zone', models.CharField(max_length=64, validators=[expo.models.edition.validate_zone], verbose_name='time zone')),
            ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('rates', models.JSONField(blank=True, default=dict, help_text="Units of the edition's currency for one unit of another: {“EUR”: 1.08}.", verbose_name='exchange rates')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='main language')),
            ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='languages of its pages')),
            ('slot_minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480)], verbose_name='slot length (minutes)')),
            ('category_scheme', models.CharField(default='hs', max_length=32, verbose_name='category tree')),
            ('match_threshold', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='score from which a match may fill a free slot')),
            ('registration_open', models.BooleanField(default=False, verbose_name='organizations may apply in the portal')),
            ('request_days', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days until an unanswered request expires')),
            ('pending_cap', models.PositiveSmallIntegerField(default=25, validators=[django.core.validators.MinValueValidator(1)], verbose_name='unanswered requests a participant may have sent at a time')),
            ('exposure_floor', models.PositiveSmallIntegerField(default=3, help_text='If it has a match from the score above on. 0 leaves the lists as they are.', verbose_name="buyers' lists that each exhibitor is to stand in")),
            ('exposure_list', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name="length of a buyer's list")),
            ('second_approval', models.BooleanField(default=False, help_text='Whoever approved first cannot be the second.', verbose_name='a second person approves the timetable')),
            ('leads_approve', models.BooleanField(default=False, help_text='Of those delegations where it is ticked. Otherwise each draft can be sent to them.', verbose_name="leads approve their delegations' meetings first")),
            ('undo_minutes', models.PositiveSmallIntegerField(default=5, help_text='So long e-mails about the timetable wait before they leave; what caused them can be undone. 0: they leave at once.', validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes to think better of it')),
            ('keep_people_days', models.PositiveSmallIntegerField(default=730, help_text='Contacts, messages and notices; figures stay.', validators=[django.core.validators.MinValueValidator(30), django.core.validators.MaxValueValidator(3650)], verbose_name='days after its end until personal data is erased')),
            ('max_break_difference', models.PositiveSmallIntegerField(blank=True, help_text='Between any two participants. Set, the plan minimises idle breaks.', null=True, verbose_name='largest difference of idle breaks')),
        ],
        options={
            'verbose_name': 'edition',
            'verbose_name_plural': 'editions',
            'ordering': ['-id'],
            'constraints': [models.CheckConstraint(condition=models.Q(('match_threshold__lte', 100)), name='edition_threshold'), models.CheckConstraint(condition=models.Q(('exposure_list__range', (1, 100))), name='edition_exposure_list'), models.CheckConstraint(condition=models.Q(('slot_minutes__range', (5, 480))), name='edition_slot'), models.CheckConstraint(condition=models.Q(('undo_minutes__lte', 120)), name='edition_undo')],
        },
    ),
    migrations.CreateModel(
        name='EditionEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='expo.edition')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('match_threshold', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='score from which a match may fill a free slot')),
            ('exposure_floor', models.PositiveSmallIntegerField(default=3, help_text='If it has a match from the score above on. 0 leaves the lists as they are.', verbose_name="buyers' lists that each exhibitor is to stand in")),
            ('exposure_list', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name="length of a buyer's list")),
            ('max_break_difference', models.PositiveSmallIntegerField(blank=True, help_text='Between any two participants. Set, the plan minimises idle breaks.', null=True, verbose_name='largest difference of idle breaks')),
            ('second_approval', models.BooleanField(default=False, help_text='Whoever approved first cannot be the second.', verbose_name='a second person approves the timetable')),
            ('leads_approve', models.BooleanField(default=False, help_text='Of those delegations where it is ticked. Otherwise each draft can be sent to them.', verbose_name="leads approve their delegations' meetings first")),
            ('undo_minutes', models.PositiveSmallIntegerField(default=5, help_text='So long e-mails about the timetable wait before they leave; what caused them can be undone. 0: they leave at once.', validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes to think better of it')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='GlossaryTerm',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glossary', to='expo.edition', verbose_name='edition')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('text', foundation.texts.TranslatedText(default=foundation.texts.Text, help_text='The same in each language; several ways to say it parted by “/”.', verbose_name='text')),
            ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='expo.category', verbose_name='category')),
        ],
        options={
            'verbose_name': 'glossary term',
            'verbose_name_plural': 'glossary',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='glossary_ref_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='glossary_edition_key')],
        },
    ),
    migrations.CreateModel(
        name='Hall',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='halls', to='expo.edition', verbose_name='edition')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
            ('x', models.FloatField(default=0, verbose_name='x (m)')),
            ('y', models.FloatField(default=0, verbose_name='y (m)')),
            ('width', models.FloatField(default=0, verbose_name='width (m)')),
            ('depth', models.FloatField(default=0, verbose_name='depth (m)')),
        ],
        options={
            'verbose_name': 'hall',
            'verbose_name_plural': 'halls',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='hall_ref_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='hall_edition_key')],
        },
    ),
    migrations.CreateModel(
        name='Booth',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='booths', to='expo.edition', verbose_name='edition')),
            ('hall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='booths', to='expo.hall', verbose_name='hall')),
            ('code', models.CharField(max_length=32, verbose_name='code')),
        ],
        options={
            'verbose_name': 'booth',
            'verbose_name_plural': 'booths',
            'ordering': ['code'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='booth_code_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='booth_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'hall'), name='booth_hall_edition', to='expo.Hall', to_fields=('edition', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='HallDistance',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distances', to='expo.edition')),
            ('start', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.hall', verbose_name='from')),
            ('end', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='expo.hall', verbose_name='to')),
            ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes on foot')),
        ],
        options={
            'verbose_name': 'walking distance',
            'verbose_name_plural': 'walking distances',
            'constraints': [models.UniqueConstraint(fields=('start', 'end'), name='hall_distance_unique'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='hall_distance_once'), foundation.constraints.CompositeForeignKey(fields=('edition', 'start'), name='hall_distance_start_edition', to='expo.Hall', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'end'), name='hall_distance_end_edition', to='expo.Hall', to_fields=('edition', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='MeetingTable',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='expo.edition', verbose_name='edition')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('hall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tables', to='expo.hall', verbose_name='hall')),
            ('booth', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tables', to='expo.booth', verbose_name='booth')),
            ('kind', models.CharField(choices=[('booth', 'booth'), ('lounge', 'lounge'), ('quiet', 'quiet room')], default='lounge', max_length=8, verbose_name='kind')),
            ('x', models.FloatField(default=0, verbose_name='x (m)')),
            ('y', models.FloatField(default=0, verbose_name='y (m)')),
            ('open', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), blank=True, default=list, size=None, verbose_name='open')),
            ('reserved_for', models.ForeignKey(blank=True, help_text="A private table: only this organization's meetings are planned at it. While it takes no part, nobody's are.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization', verbose_name='kept for')),
        ],
        options={
            'verbose_name': 'meeting table',
            'verbose_name_plural': 'meeting tables',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='table_ref_unique'), models.UniqueConstraint(fields=('edition', 'id'), name='table_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'hall'), name='table_hall_edition', to='expo.Hall', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'booth'), name='table_booth_edition', to='expo.Booth', to_fields=('edition', 'id')), models.CheckConstraint(condition=models.Q(('booth', None), ('reserved_for', None), _connector='OR'), name='table_kept_once', violation_error_message="A booth's table is its exhibitor's already.")],
        },
    ),
    migrations.CreateModel(
        name='OpeningDay',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='expo.edition', verbose_name='edition')),
            ('date', models.DateField(verbose_name='date')),
            ('hours', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='opening hours')),
            ('breaks', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), blank=True, default=list, size=None, verbose_name='breaks')),
        ],
        options={
            'verbose_name': 'opening day',
            'verbose_name_plural': 'opening days',
            'ordering': ['date'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'date'), name='opening_day_unique'), models.UniqueConstraint(fields=('edition', 'id', 'hours'), name='opening_day_key'), models.CheckConstraint(condition=models.Q(('hours__isempty', False), ('hours__lower_inf', False), ('hours__upper_inf', False)), name='opening_day_hours'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('edition', '='), ('hours', '&&')], name='opening_day_overlap')],
        },
    ),
    migrations.CreateModel(
        name='TimeSlot',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='expo.edition', verbose_name='edition')),
            ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='expo.openingday', verbose_name='day')),
            ('opening', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False)),
            ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='time')),
        ],
        options={
            'verbose_name': 'time slot',
            'verbose_name_plural': 'time slots',
            'ordering': ['during'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'id', 'during'), name='time_slot_key'), models.UniqueConstraint(fields=('edition', 'id'), name='time_slot_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'day', 'opening'), name='time_slot_of_day', to='expo.OpeningDay', to_fields=('edition', 'id', 'hours')), models.CheckConstraint(condition=models.Q(('during__contained_by', models.F('opening')), ('during__isempty', False)), name='time_slot_within_opening_hours'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('edition', '='), ('during', '&&')], name='time_slot_overlap')],
        },
    ),
]
