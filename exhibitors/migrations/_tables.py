"""Tables of exhibitors: tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import foundation.constraints
import foundation.texts
import uuid
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='Exhibitor',
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
            ('booth', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exhibitors', to='expo.booth', verbose_name='booth')),
            ('first_time', models.BooleanField(default=False, verbose_name='first time at an expo abroad')),
            ('target_markets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='target markets (countries)')),
            ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
            ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees')),
        ],
        options={
            'verbose_name': 'exhibitor',
            'verbose_name_plural': 'exhibitors',
            'ordering': ['ref'],
            'abstract': False,
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='exhibitor_ref_unique'), models.UniqueConstraint(fields=('edition', 'organization'), name='exhibitor_once_an_edition'), models.UniqueConstraint(fields=('edition', 'id', 'organization', 'team_size'), name='exhibitor_seat_key'), models.CheckConstraint(condition=models.Q(('team_size__range', (1, 60))), name='exhibitor_team_size'), models.UniqueConstraint(fields=('edition', 'id'), name='exhibitor_edition_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'delegation'), name='exhibitor_delegation_edition', to='expo.Delegation', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('edition', 'booth'), name='exhibitor_booth_edition', to='expo.Booth', to_fields=('edition', 'id'))],
        },
    ),
    migrations.CreateModel(
        name='Product',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='products', to='expo.edition')),
            ('exhibitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='exhibitors.exhibitor', verbose_name='exhibitor')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('language', models.CharField(default='en', max_length=16, verbose_name='language of its texts')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
            ('description', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='description')),
            ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='expo.category', verbose_name='category')),
            ('hs_code', models.CharField(blank=True, max_length=10, verbose_name='HS code')),
            ('origin', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}\\Z', 'Use the two-letter country code (RW).')], verbose_name='origin')),
            ('moq', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='minimum order (MOQ)')),
            ('moq_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='unit')),
            ('unit_size', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='one bag, carton … holds')),
            ('unit_size_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='unit')),
            ('capacity', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='capacity')),
            ('capacity_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='unit')),
            ('capacity_period', models.CharField(blank=True, choices=[('month', 'a month'), ('year', 'a year')], max_length=8, verbose_name='a month or a year')),
            ('price_min', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='price from')),
            ('price_max', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='price to')),
            ('price_currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('\\A[A-Z]{3}\\Z', 'Use the three-letter currency code (USD).')], verbose_name='currency')),
            ('price_unit', models.CharField(blank=True, choices=[('kg', 'kg'), ('t', 't'), ('g', 'g'), ('l', 'l'), ('pcs', 'pieces'), ('bag', 'bags'), ('carton', 'cartons'), ('pallet', 'pallets'), ('fcl20', 'containers (20 ft)'), ('fcl40', 'containers (40 ft)'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('set', 'sets'), ('pair', 'pairs'), ('bottle', 'bottles'), ('hour', 'hours'), ('day', 'days'), ('month', 'months'), ('year', 'years'), ('user', 'users'), ('project', 'projects')], max_length=8, verbose_name='price is for one')),
            ('incoterm', models.CharField(blank=True, choices=[('EXW', 'Exw'), ('FCA', 'Fca'), ('FAS', 'Fas'), ('FOB', 'Fob'), ('CFR', 'Cfr'), ('CIF', 'Cif'), ('CPT', 'Cpt'), ('CIP', 'Cip'), ('DAP', 'Dap'), ('DPU', 'Dpu'), ('DDP', 'Ddp')], max_length=3, verbose_name='Incoterm')),
            ('incoterm_place', models.CharField(blank=True, max_length=100, verbose_name='named place')),
            ('lead_time_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lead time (days)')),
            ('shelf_life_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='shelf life (days)')),
            ('temperature_min', models.FloatField(blank=True, null=True, verbose_name='from °C')),
            ('temperature_max', models.FloatField(blank=True, null=True, verbose_name='to °C')),
            ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='entered')),
        ],
        options={
            'verbose_name': 'product',
            'verbose_name_plural': 'products',
            'ordering': ['ref'],
            'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper(django.db.models.functions.comparison.Cast('name', models.TextField())), name='gin_trgm_ops'), name='product_name_text')],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='product_ref_unique'), models.UniqueConstraint(fields=('exhibitor', 'id'), name='product_exhibitor_key'), foundation.constraints.CompositeForeignKey(fields=('edition', 'exhibitor'), name='product_exhibitor_edition', to='exhibitors.Exhibitor', to_fields=('edition', 'id')), models.CheckConstraint(condition=models.Q(models.Q(('moq__isnull', True), ('moq_unit', '')), models.Q(('moq__isnull', False), models.Q(('moq_unit', ''), _negated=True)), _connector='OR'), name='product_moq_unit'), models.CheckConstraint(condition=models.Q(models.Q(('unit_size__isnull', True), ('unit_size_unit', '')), models.Q(('unit_size__isnull', False), models.Q(('unit_size_unit', ''), _negated=True)), _connector='OR'), name='product_unit_size_unit'), models.CheckConstraint(condition=models.Q(models.Q(('capacity__isnull', True), ('capacity_unit', '')), models.Q(('capacity__isnull', False), models.Q(('capacity_unit', ''), _negated=True)), _connector='OR'), name='product_capacity_unit'), models.CheckConstraint(condition=models.Q(models.Q(('capacity__isnull', True), ('capacity_period', '')), models.Q(('capacity__isnull', False), models.Q(('capacity_period', ''), _negated=True)), _connector='OR'), name='product_capacity_period'), models.CheckConstraint(condition=models.Q(models.Q(('price_currency', ''), ('price_min__isnull', True)), models.Q(('price_min__isnull', False), models.Q(('price_currency', ''), _negated=True)), _connector='OR'), name='product_price_min_currency'), models.CheckConstraint(condition=models.Q(models.Q(('price_currency', ''), ('price_max__isnull', True)), models.Q(('price_max__isnull', False), models.Q(('price_currency', ''), _negated=True)), _connector='OR'), name='product_price_max_currency'), models.CheckConstraint(condition=models.Q(models.Q(('price_min__isnull', True), ('price_unit', '')), models.Q(('price_min__isnull', False), models.Q(('price_unit', ''), _negated=True)), _connector='OR'), name='product_price_unit'), models.CheckConstraint(condition=models.Q(('price_min__isnull', True), models.Q(('price_min__gte', 0), ('price_min__lte', models.F('price_max'))), _connector='OR'), name='product_price_band'), models.CheckConstraint(condition=models.Q(('temperature_min__isnull', True), ('temperature_max__isnull', True), ('temperature_min__lte', models.F('temperature_max')), _connector='OR'), name='product_temperature_band'), models.CheckConstraint(condition=models.Q(('hs_code', ''), ('hs_code__regex', '^(\\d{4}|\\d{6}|\\d{8}|\\d{10})$'), _connector='OR'), name='product_hs_code')],
        },
    ),
    migrations.CreateModel(
        name='Picture',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='expo.edition', verbose_name='edition')),
            ('exhibitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='exhibitors.exhibitor', verbose_name='exhibitor')),
            ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='exhibitors.product', verbose_name='product')),
            ('number', models.PositiveSmallIntegerField(default=1, verbose_name='place')),
            ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ('width', models.PositiveSmallIntegerField(verbose_name='width')),
            ('height', models.PositiveSmallIntegerField(verbose_name='height')),
            ('alt', foundation.texts.TranslatedText(default=foundation.texts.Text, help_text='For those who cannot see it: “Green beans on a drying bed”.', verbose_name='what it shows')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
        ],
        options={
            'verbose_name': 'picture',
            'verbose_name_plural': 'pictures',
            'ordering': ['exhibitor', 'product', 'number'],
            'constraints': [foundation.constraints.CompositeForeignKey(fields=('edition', 'exhibitor'), name='picture_exhibitor_edition', to='exhibitors.Exhibitor', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('exhibitor', 'product'), name='picture_product_exhibitor', to='exhibitors.Product', to_fields=('exhibitor', 'id')), models.UniqueConstraint(fields=('product', 'number'), name='picture_place_unique'), models.UniqueConstraint(condition=models.Q(('product__isnull', True)), fields=('exhibitor',), name='picture_one_logo'), models.CheckConstraint(condition=models.Q(('number__range', (1, 6))), name='picture_place'), models.CheckConstraint(condition=models.Q(('height__range', (1, 1600)), ('width__range', (1, 1600))), name='picture_size')],
        },
    ),
    migrations.CreateModel(
        name='Certificate',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='expo.edition')),
            ('exhibitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='exhibitors.exhibitor', verbose_name='exhibitor')),
            ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='exhibitors.product', verbose_name='product')),
            ('ref', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', 'Use 1–64 of the characters A–Z a–z 0–9 . _ -')], verbose_name='reference')),
            ('standard', models.SlugField(max_length=64, verbose_name='standard')),
            ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issuer')),
            ('scope', foundation.texts.TranslatedText(blank=True, default=foundation.texts.Text, verbose_name='scope')),
            ('number', models.CharField(blank=True, max_length=100, verbose_name='number')),
            ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
            ('paper', models.CharField(blank=True, editable=False, max_length=48, verbose_name='paper')),
            ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
        ],
        options={
            'verbose_name': 'certificate',
            'verbose_name_plural': 'certificates',
            'ordering': ['ref'],
            'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='certificate_ref_unique'), foundation.constraints.CompositeForeignKey(fields=('edition', 'exhibitor'), name='certificate_exhibitor_edition', to='exhibitors.Exhibitor', to_fields=('edition', 'id')), foundation.constraints.CompositeForeignKey(fields=('exhibitor', 'product'), name='certificate_product_exhibitor', to='exhibitors.Product', to_fields=('exhibitor', 'id')), models.CheckConstraint(condition=models.Q(('checked_by__isnull', True), ('checked_on__isnull', False), _connector='OR'), name='certificate_checked'), models.CheckConstraint(condition=models.Q(('paper', ''), ('paper__regex', '^papers/[0-9a-f]{32}\\.(pdf|webp)$'), _connector='OR'), name='certificate_paper')],
        },
    ),
    migrations.CreateModel(
        name='SearchEntry',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='expo.edition')),
            ('exhibitor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exhibitors.exhibitor')),
            ('product', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exhibitors.product')),
            ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='expo.category')),
            ('document', django.contrib.postgres.search.SearchVectorField()),
            ('title', django.contrib.postgres.search.SearchVectorField()),
        ],
        options={
            'indexes': [models.Index(fields=['edition'], name='search_edition'), django.contrib.postgres.indexes.GinIndex(fields=['document'], name='search_document')],
            'constraints': [models.UniqueConstraint(fields=('product',), name='search_product_once'), models.UniqueConstraint(condition=models.Q(('product', None)), fields=('exhibitor',), name='search_exhibitor_once')],
        },
    ),
    migrations.CreateModel(
        name='SearchWord',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('edition', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='expo.edition')),
            ('word', models.TextField()),
        ],
        options={
            'indexes': [models.Index(fields=['edition', 'word'], name='search_word'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('word', name='gin_trgm_ops'), name='search_word_alike')],
        },
    ),
]
