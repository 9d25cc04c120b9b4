"""Whoever settles that two cases are of one person says which unit goes on; what was settled without is asked again."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

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
        ('cases', '0003_merging'),
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
        migrations.RunPython(ask_again, migrations.RunPython.noop),
    ]
