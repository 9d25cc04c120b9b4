import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.clock
import lanhmanh.kernel.ids
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial')]

    initial = True

    dependencies = [
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('username', models.CharField(max_length=60, unique=True)),
                        ('full_name', models.CharField(max_length=120)),
                        ('is_active', models.BooleanField(default=True)),
                        ('must_change_password', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(max_length=40)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='membership_dates_in_order'), models.UniqueConstraint(fields=('user', 'role', 'unit', 'valid_from'), name='membership_once')],
                    },
                ),
            ],
        ),
    ]
