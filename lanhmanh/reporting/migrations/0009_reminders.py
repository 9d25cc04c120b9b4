import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.ids
from lanhmanh.db.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0008_designs'),
        ('units', '0002_no_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('form', models.CharField(max_length=20)),
                ('period', models.CharField(max_length=8)),
                ('how', models.CharField(choices=[('phone', 'Điện thoại'), ('message', 'Zalo, tin nhắn'), ('meeting', 'Họp, giao ban')], max_length=7)),
                ('day', models.DateField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['form', 'period', 'unit'], name='reminder_by_report')],
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['phone', 'message', 'meeting'])), name='reminder_how_known')],
            },
        ),
        *append_only('reporting_reminder'),
    ]
