import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lanhmanh.db.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0007_issue_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_period', models.CharField(max_length=8)),
                ('reason', models.TextField()),
                ('ended_at', models.DateTimeField()),
                ('design', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='reporting.formdesign')),
                ('ended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='formend_has_reason')],
            },
        ),
        *append_only("reporting_formend"),
    ]
