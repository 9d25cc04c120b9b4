"""Whoever settles that two cases are of one person says which unit goes on; what was settled without is asked again.

A province sets for how long it keeps what is at rest; what it set is never changed.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.clock
import lanhmanh.kernel.ids
from lanhmanh.db.triggers import append_only

IN_USE = ("open", "closed")


def ask_again(apps: Any, _schema: Any) -> None:
    """Lay before those above the pairs of two units of which nobody said who goes on."""
    rows = apps.get_model("cases", "Twin").objects.filter(same=True, kept=None)
    rows = rows.filter(first__state__in=IN_USE, second__state__in=IN_USE)
    apart = rows.exclude(first__unit=models.F("second__unit")).values_list("pk", flat=True)
    apps.get_model("cases", "Twin").objects.filter(pk__in=list(apart)).update(
        same=None, settled_at=None, settled_by=None
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_found'),
        ('units', '0002_refused'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='twin',
            name='kept',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddConstraint(
            model_name='twin',
            constraint=models.CheckConstraint(condition=models.Q(('kept', None), models.Q(('same', True), ('same__isnull', False), models.Q(('kept', models.F('first')), ('kept', models.F('second')), _connector='OR')), _connector='OR'), name='twin_kept_is_one_of_one_person'),
        ),
        migrations.CreateModel(
            name='RetentionTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('code', models.CharField(max_length=20)),
                ('seal_days', models.PositiveSmallIntegerField()),
                ('erase_months', models.PositiveSmallIntegerField()),
                ('effective_from', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'effective_from'], name='retention_of_province')],
                'constraints': [models.CheckConstraint(condition=models.Q(('seal_days__lte', 365), ('erase_months__gte', 1), ('erase_months__lte', 120)), name='retention_within_reason'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('code', ''), _negated=True)), name='retention_by_a_paper')],
            },
        ),
        *append_only('cases_retentionterm'),
        migrations.RunPython(ask_again, migrations.RunPython.noop),
    ]
