import django.db.models.deletion
import lanhmanh.kernel.ids
from django.conf import settings
from django.db import migrations, models

from lanhmanh.db.triggers import Refuse

KEPT = "uid code version title body effective_from document_number document_title saved_at published_at".split()
# NULL <> NULL is not true: these are compared as text.
KEPT_OR_NONE = "unit_id effective_to document_id document_dated saved_by_id published_by_id".split()
CHANGED = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in KEPT]
    + [f"COALESCE(CAST(NEW.{c} AS text), '') <> COALESCE(CAST(OLD.{c} AS text), '')" for c in KEPT_OR_NONE]
)
# A published version may only be withdrawn, one withdrawn does not change at all.
FROZEN = f"OLD.state = 'withdrawn' OR (OLD.state = 'published' AND (NEW.state <> 'withdrawn' OR {CHANGED}))"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0003_marks'),
        ('units', '0002_no_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=400)),
                ('body', models.JSONField()),
                ('effective_from', models.DateField()),
                ('effective_to', models.DateField(blank=True, null=True)),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('document_dated', models.DateField(blank=True, null=True)),
                ('document_title', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('draft', 'Nháp'), ('published', 'Đã ban hành'), ('withdrawn', 'Đã thu hồi')], default='draft', max_length=9)),
                ('saved_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.TextField(blank=True)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft'), ('unit__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('published_at__isnull', False), ('state', 'published'), ('withdrawn_at__isnull', True)), models.Q(('published_at__isnull', False), ('state', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='ruleset_state_has_its_facts'), models.CheckConstraint(condition=models.Q(models.Q(('published_by__isnull', True), ('saved_by__isnull', True), ('unit__isnull', True)), models.Q(('published_at__isnull', True), ('published_by__isnull', True), ('saved_by__isnull', False), ('unit__isnull', False)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('saved_by__isnull', False), ('unit__isnull', False)), _connector='OR'), name='ruleset_by_somebody_where_it_is_a_units'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='ruleset_withdrawn_for_a_reason'), models.CheckConstraint(condition=models.Q(('unit__isnull', True), ('state', 'draft'), models.Q(models.Q(('document_number', ''), _negated=True), ('document_dated__isnull', False)), _connector='OR'), name='ruleset_published_with_its_document'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='ruleset_dates_in_order'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('unit', 'code', 'version'), name='ruleset_version_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('code', 'version'), name='ruleset_state_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('unit', 'code'), name='ruleset_one_draft_at_a_time')],
            },
        ),
        Refuse("ruleset_published_no_update", "areas_ruleset", "UPDATE", "published rule sets never change", FROZEN),
        Refuse("ruleset_published_no_delete", "areas_ruleset", "DELETE", "published rule sets never go", "OLD.state <> 'draft'"),
    ]
