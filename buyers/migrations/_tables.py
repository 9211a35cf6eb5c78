"""Tables of buyers: tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import foundation.constraints
import foundation.texts
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='Buyer',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='expo.edition', verbose_name='edition')),
            ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='accounts.organization', verbose_name='organization')),
            ('delegation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='expo.delegation', verbose_name='delegation')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='language of its texts')),
            ('description', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='description')),
            ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='contact')),
            ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name="contact's e-mail")),
            ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='languages spoken')),
            ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='channels')),
            ('team_size', models.PositiveSmallIntegerField(default=1, help_text='People who can hold meetings at the same time.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='team size')),
            ('max_meetings', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='most meetings')),
            ('max_meetings_a_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='most meetings a day')),
            ('available', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), blank=True, default=list, size=None, verbose_name='available')),
            ('state', models.CharField(choices=[('applied', 'waiting for the organizer'), ('approved', 'taking part'), ('refused', 'not taking part')], db_index=True, default='approved', max_length=10, verbose_name='state')),
            ('delegated', models.BooleanField(default=False, help_text="The delegation's lead may then do in the portal what its own editors may.", verbose_name='its delegation acts for it')),
            ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='registered')),
            ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='sells in')),
            ('annual_volume', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='buys a year for')),
            ('annual_volume_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('discovery', models.PositiveSmallIntegerField(default=20, help_text='How far exhibitors it has never met move up in its list.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='wish for discovery (0–100)')),
            ('hosted', models.BooleanField(default=False, verbose_name='hosted buyer')),
        ],
        options={
            'verbose_name': 'buyer',
            'verbose_name_plural': 'buyers',
            'ordering': ['ref'],
            'abstract': False,
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='buyer_ref_unique'), models.UniqueConstraint(fields=('edition', 'organization'), name='buyer_once_an_edition'), models.UniqueConstraint(fields=('edition', 'id', 'organization', 'team_size'), name='buyer_seat_key'), models.CheckConstraint(condition=models.Q(('team_size__range', (1, 60))), name='buyer_team_size'), models.UniqueConstraint(fields=('edition', 'id'), name='buyer_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'delegation'), name='buyer_delegation_edition', to='expo.Delegation', to_fields=('edition', 'id')), models.CheckConstraint(condition=models.Q(('discovery__lte', 100)), name='buyer_discovery'), models.CheckConstraint(condition=models.Q(models.Q(('annual_volume__isnull', True), ('annual_volume_currency', '')), models.Q(('annual_volume__isnull', False), models.Q(('annual_volume_currency', ''), _negated=True)), _connector='OR'), name='buyer_volume_currency')],
        },
    ),
    migrations.CreateModel(
        name='SourcingNeed',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='expo.edition')),
            ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='buyers.buyer', verbose_name='buyer')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='language of its text')),
            ('text', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='text')),
            ('volume', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='volume')),
            ('volume_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='unit')),
            ('volume_period', models.CharField(blank=True, choices=[('once', 'once'), ('month', 'a month'), ('year', 'a year')], max_length=8, verbose_name='once or regularly')),
            ('target_price', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='target price')),
            ('target_price_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('target_price_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='price is for one')),
            ('certificates', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='certificates it must have')),
            ('certificates_nice', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='certificates that speak for an offer')),
            ('incoterms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='Incoterms accepted')),
            ('incoterm_place', models.CharField(blank=True, max_length=100, verbose_name='named place')),
            ('origins_wanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='origins wanted')),
            ('origins_unwanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='origins not wanted')),
            ('deadline', models.DateField(blank=True, null=True, verbose_name='goods wanted by')),
            ('min_shelf_life_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='shelf life at least (days)')),
            ('priority', models.CharField(choices=[('high', 'high'), ('normal', 'normal'), ('low', 'low')], default='normal', max_length=8, verbose_name='priority')),
            ('state', models.CharField(choices=[('open', 'open'), ('paused', 'paused'), ('closed', 'closed')], default='open', max_length=8, verbose_name='state')),
            ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='entered')),
            ('categories', models.ManyToManyField(blank=True, related_name='needs', to='expo.category', verbose_name='categories')),
        ],
        options={
            'verbose_name': 'sourcing need',
            'verbose_name_plural': 'sourcing needs',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='need_ref_unique'), foundation.constraints.CompositeForeignKey(fields=('edition', 'buyer'), name='need_buyer_edition', to='buyers.Buyer', to_fields=('edition', 'id')), models.CheckConstraint(condition=models.Q(models.Q(('volume__isnull', True), ('volume_unit', '')), models.Q(('volume__isnull', False), models.Q(('volume_unit', ''), _negated=True)), _connector='OR'), name='need_volume_unit'), models.CheckConstraint(condition=models.Q(models.Q(('volume__isnull', True), ('volume_period', '')), models.Q(('volume__isnull', False), models.Q(('volume_period', ''), _negated=True)), _connector='OR'), name='need_volume_period'), models.CheckConstraint(condition=models.Q(models.Q(('target_price__isnull', True), ('target_price_currency', '')), models.Q(('target_price__isnull', False), models.Q(('target_price_currency', ''), _negated=True)), _connector='OR'), name='need_price_currency'), models.CheckConstraint(condition=models.Q(models.Q(('target_price__isnull', True), ('target_price_unit', '')), models.Q(('target_price__isnull', False), models.Q(('target_price_unit', ''), _negated=True)), _connector='OR'), name='need_price_unit')],
        },
    ),
]
