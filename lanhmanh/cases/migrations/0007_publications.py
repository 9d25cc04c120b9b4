"""What was published stays as it was."""

import django.db.models.deletion
import lanhmanh.kernel.clock
import lanhmanh.kernel.ids
from django.conf import settings
from django.db import migrations, models

from lanhmanh.db.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_course_facts'),
        ('units', '0002_no_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('period', models.CharField(max_length=6)),
                ('issue', models.PositiveSmallIntegerField()),
                ('tree_day', models.DateField()),
                ('published_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                ('cells', models.JSONField()),
                ('hidden', models.PositiveIntegerField()),
                ('kept', models.BinaryField()),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('province', 'number'), name='publication_one_after_the_other'), models.UniqueConstraint(fields=('unit', 'period', 'issue'), name='publication_issue_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('issue__gte', 1)), name='publication_counts_from_one')],
            },
        ),
        *append_only("cases_publication"),
    ]
