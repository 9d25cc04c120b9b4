import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.clock
import lanhmanh.kernel.ids
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('keyring', '0001_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='MemberKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('public', models.BinaryField(max_length=32)),
                        ('locked', models.BinaryField(max_length=512)),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_on__isnull', True)), fields=('user',), name='memberkey_one_in_use')],
                    },
                ),
                migrations.CreateModel(
                    name='RecoveryKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('public', models.BinaryField(max_length=32)),
                        ('needed', models.PositiveSmallIntegerField()),
                        ('given', models.PositiveSmallIntegerField()),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_on__isnull', True)), fields=('province',), name='recoverykey_one_in_use'), models.CheckConstraint(condition=models.Q(('needed__gte', 2), ('needed__lte', models.F('given')), ('given__lte', 16)), name='recoverykey_shares_make_sense')],
                    },
                ),
                migrations.CreateModel(
                    name='Custodian',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recovery_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodians', to='keyring.recoverykey')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('recovery_key', 'number'), name='custodian_one_a_share')],
                    },
                ),
                migrations.CreateModel(
                    name='Drill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recovery_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='keyring.recoverykey')),
                        ('at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('by', models.CharField(max_length=60)),
                        ('shares', models.PositiveSmallIntegerField()),
                        ('passed', models.BooleanField()),
                    ],
                ),
                migrations.CreateModel(
                    name='UnitKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('generation', models.PositiveIntegerField(default=1)),
                        ('public', models.BinaryField(max_length=32)),
                        ('recovery_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keyring.recoverykey')),
                        ('recovery', models.BinaryField(max_length=256)),
                        ('index', models.BinaryField(max_length=256)),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'generation'), name='unitkey_generations_in_order'), models.UniqueConstraint(condition=models.Q(('retired_on__isnull', True)), fields=('unit',), name='unitkey_one_in_use')],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='keyring.unitkey')),
                        ('member_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='keyring.memberkey')),
                        ('sealed', models.BinaryField(max_length=256)),
                        ('granted_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit_key', 'member_key'), name='grant_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Box',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('destroyed_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='BoxSeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('box', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seals', to='keyring.box')),
                        ('unit_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='keyring.unitkey')),
                        ('sealed', models.BinaryField(max_length=256)),
                        ('shared', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('box', 'unit_key'), name='boxseal_once')],
                    },
                ),
            ],
        ),
    ]
