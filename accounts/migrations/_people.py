"""Tables of accounts: people."""

import accounts.models.joining
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import foundation.texts
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name='User',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('password', models.CharField(max_length=128, verbose_name='password')),
            ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
            ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
            ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
            ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
            ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文'), ('fr', 'Français'), ('es', 'Español'), ('ar', 'العربية'), ('ru', 'Русский')], default='en', max_length=10, verbose_name='language')),
            ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ('is_staff', models.BooleanField(default=False, help_text="May enter the organizer's desk.", verbose_name='organizer')),
            ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
            ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
            ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
        ],
        options={
            'verbose_name': 'person',
            'verbose_name_plural': 'people',
            'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique')],
        },
    ),
    migrations.CreateModel(
        name='Organization',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', foundation.texts.TranslatedText(default=foundation.texts.Text, verbose_name='name')),
            ('country', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}\\Z', 'Use the two-letter country code (RW).')], verbose_name='country')),
            ('city', models.CharField(blank=True, max_length=100, verbose_name='city')),
            ('website', models.URLField(blank=True, verbose_name='website')),
            ('registration_number', models.CharField(blank=True, max_length=64, verbose_name='registration number')),
            ('standing', models.CharField(choices=[('new', 'to be checked'), ('known', 'known'), ('refused', 'refused')], db_default='known', default='known', editable=False, max_length=8, verbose_name='standing')),
            ('standing_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
            ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ('founded_at', models.DateTimeField(auto_now_add=True, null=True, verbose_name='founded')),
        ],
        options={
            'verbose_name': 'organization',
            'verbose_name_plural': 'organizations',
            'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper(django.db.models.functions.comparison.Cast('name', models.TextField())), name='gin_trgm_ops'), name='organization_name_text'), models.Index(condition=models.Q(('standing', 'new')), fields=['id'], name='organization_to_check')],
            'constraints': [models.UniqueConstraint(condition=models.Q(('registration_number', ''), _negated=True), fields=('country', 'registration_number'), name='organization_registration_unique'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'refused'), _negated=True), models.Q(('standing_reason', ''), _negated=True), _connector='OR'), name='organization_refused_why')],
        },
    ),
    migrations.CreateModel(
        name='Invitation',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.organization', verbose_name='organization')),
            ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('editor', 'editor'), ('viewer', 'viewer')], default='editor', max_length=8, verbose_name='role')),
            ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ('expires_at', models.DateTimeField(default=accounts.models.joining.invitation_end, verbose_name='good until')),
            ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
            ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
        ],
        options={
            'verbose_name': 'invitation',
            'verbose_name_plural': 'invitations',
            'ordering': ['-id'],
            'constraints': [models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='invitation_one_open')],
        },
    ),
    migrations.CreateModel(
        name='JoinRequest',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='accounts.organization', verbose_name='organization')),
            ('state', models.CharField(choices=[('pending', 'pending'), ('accepted', 'accepted'), ('declined', 'declined')], default='pending', max_length=8, verbose_name='state')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
        ],
        options={
            'verbose_name': 'request to join',
            'verbose_name_plural': 'requests to join',
            'ordering': ['-id'],
            'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('user', 'organization'), name='join_request_one_pending')],
        },
    ),
    migrations.CreateModel(
        name='Membership',
        fields=[
            ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.organization', verbose_name='organization')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('editor', 'editor'), ('viewer', 'viewer')], default='viewer', max_length=8, verbose_name='role')),
        ],
        options={
            'verbose_name': 'membership',
            'verbose_name_plural': 'memberships',
            'constraints': [models.UniqueConstraint(fields=('user', 'organization'), name='membership_unique')],
        },
    ),
    migrations.CreateModel(
        name='MembershipEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.membership')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='organization')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('editor', 'editor'), ('viewer', 'viewer')], default='viewer', max_length=8, verbose_name='role')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='JoinRequestEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.joinrequest')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='organization')),
            ('state', models.CharField(choices=[('pending', 'pending'), ('accepted', 'accepted'), ('declined', 'declined')], default='pending', max_length=8, verbose_name='state')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='InvitationEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.invitation')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='organization')),
            ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
            ('role', models.CharField(choices=[('owner', 'owner'), ('editor', 'editor'), ('viewer', 'viewer')], default='editor', max_length=8, verbose_name='role')),
            ('invited_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ('expires_at', models.DateTimeField(default=accounts.models.joining.invitation_end, verbose_name='good until')),
            ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
            ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='OrganizationEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.organization')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('standing', models.CharField(choices=[('new', 'to be checked'), ('known', 'known'), ('refused', 'refused')], db_default='known', default='known', editable=False, max_length=8, verbose_name='standing')),
            ('standing_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
            ('checked_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='UserEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='email_is_active_is_staff_is_superuser_events', to=settings.AUTH_USER_MODEL)),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
            ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ('is_staff', models.BooleanField(default=False, help_text="May enter the organizer's desk.", verbose_name='organizer')),
            ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='UserGroup',
        fields=[
        ],
        options={
            'proxy': True,
            'indexes': [],
            'constraints': [],
        },
        bases=('accounts.user_groups',),
    ),
    migrations.CreateModel(
        name='UserGroupEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.usergroup')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='UserPermission',
        fields=[
        ],
        options={
            'proxy': True,
            'indexes': [],
            'constraints': [],
        },
        bases=('accounts.user_user_permissions',),
    ),
    migrations.CreateModel(
        name='UserPermissionEvent',
        fields=[
            ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
            ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
            ('pgh_label', models.TextField(help_text='The event label.')),
            ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.userpermission')),
            ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ('id', models.IntegerField()),
            ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ('permission', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
        ],
        options={
            'abstract': False,
        },
    ),
]
