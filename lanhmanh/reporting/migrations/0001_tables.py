import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.db.decimals
import lanhmanh.kernel.ids
import lanhmanh.reporting.rules.states
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('reporting', '0001_initial'), ('reporting', '0003_cells'), ('reporting', '0005_depth'), ('reporting', '0007_issue_parts'), ('reporting', '0008_designs'), ('reporting', '0009_reminders')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('documents', '0001_tables'),
        ('plan', '0001_tables'),
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='FormDesign',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('code', models.CharField(max_length=20)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('definition', models.JSONField()),
                        ('state', models.CharField(choices=[('draft', 'Nháp'), ('published', 'Đã ban hành')], default='draft', max_length=9)),
                        ('saved_at', models.DateTimeField()),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_at', models.DateTimeField(null=True)),
                        ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True), ('state', 'draft')), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), _connector='OR'), name='formdesign_published_by_somebody'), models.UniqueConstraint(fields=('code', 'version'), name='formdesign_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('code',), name='formdesign_one_draft')],
                    },
                ),
                migrations.CreateModel(
                    name='FormEnd',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('design', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='reporting.formdesign')),
                        ('last_period', models.CharField(max_length=8)),
                        ('reason', models.TextField()),
                        ('ended_at', models.DateTimeField()),
                        ('ended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='formend_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Issue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('form', models.CharField(max_length=20)),
                        ('period', models.CharField(max_length=8)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                        ('manifest', models.JSONField()),
                        ('issued_at', models.DateTimeField()),
                        ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='reporting.issue')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('replaces',), name='issue_replaced_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewIssue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.plan')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('kind', models.CharField(choices=[('half', 'Sơ kết'), ('final', 'Tổng kết')], max_length=5)),
                        ('first_day', models.DateField()),
                        ('last_day', models.DateField()),
                        ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                        ('manifest', models.JSONField()),
                        ('issued_at', models.DateTimeField()),
                        ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['half', 'final'])), name='reviewissue_kind_known'), models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='reviewissue_days_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Narrative',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(max_length=60)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('section', models.CharField(max_length=120)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('text', models.TextField(blank=True)),
                        ('written_at', models.DateTimeField()),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('subject', 'unit', 'section', 'version'), name='narrative_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='narrative_version_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('form', models.CharField(max_length=20)),
                        ('period', models.CharField(max_length=8)),
                        ('how', models.CharField(choices=[('phone', 'Điện thoại'), ('message', 'Zalo, tin nhắn'), ('meeting', 'Họp, giao ban')], max_length=7)),
                        ('day', models.DateField()),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('noted_at', models.DateTimeField()),
                        ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['form', 'period', 'unit'], name='reminder_by_report')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['phone', 'message', 'meeting'])), name='reminder_how_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('form', models.CharField(max_length=20)),
                        ('form_version', models.PositiveSmallIntegerField()),
                        ('period', models.CharField(max_length=8)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('reason', models.TextField(blank=True)),
                        ('state', models.CharField(choices=[('DRAFT', 'Nháp'), ('SUBMITTED', 'Đã nộp'), ('RETURNED', 'Trả lại'), ('APPROVED', 'Đã duyệt'), ('SUPERSEDED', 'Đã thay thế')], default='DRAFT', max_length=10)),
                        ('opened_at', models.DateTimeField()),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('saved_at', models.DateTimeField()),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('returned_at', models.DateTimeField(null=True)),
                        ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('return_comment', models.TextField(blank=True)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'unit'], name='report_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'SUPERSEDED'])), name='report_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['DRAFT']), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['DRAFT']), _negated=True), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='report_sent_has_sender'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('state', lanhmanh.reporting.rules.states.State['RETURNED']), models.Q(('return_comment', ''), _negated=True)), models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['RETURNED']), _negated=True), ('return_comment', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), _connector='OR'), name='report_returned_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['APPROVED', 'SUPERSEDED']), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('state__in', ['APPROVED', 'SUPERSEDED']), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True), ('digest', '')), _connector='OR'), name='report_approved_has_approver'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_submitter_never_approves'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='report_correction_has_reason'), models.UniqueConstraint(fields=('form', 'period', 'unit', 'version'), name='report_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['APPROVED', 'SUPERSEDED']), _negated=True), fields=('form', 'period', 'unit'), name='report_one_open'), models.UniqueConstraint(condition=models.Q(('state', lanhmanh.reporting.rules.states.State['APPROVED'])), fields=('form', 'period', 'unit'), name='report_one_approved')],
                    },
                ),
                migrations.CreateModel(
                    name='IssuePart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='reporting.issue')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.report')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('issue', 'report'), name='issuepart_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Wake',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wakes', to='reporting.issue')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.report')),
                        ('kind', models.CharField(choices=[('corrected', 'Đính chính'), ('arrived', 'Duyệt sau khi ban hành')], max_length=9)),
                        ('cells', models.JSONField()),
                        ('found_at', models.DateTimeField()),
                        ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('issue', 'report'), name='wake_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['corrected', 'arrived'])), name='wake_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Value',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='reporting.report')),
                        ('indicator', models.CharField(max_length=20)),
                        ('value', lanhmanh.db.decimals.Figure(null=True)),
                        ('derived', lanhmanh.db.decimals.Figure(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('saved_at', models.DateTimeField()),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('report', 'indicator'), name='value_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reporting.report')),
                        ('kind', models.CharField(choices=[('submitted', 'Nộp'), ('returned', 'Trả lại'), ('approved', 'Duyệt'), ('corrected', 'Mở bản đính chính'), ('superseded', 'Được thay bằng bản mới')], max_length=10)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('comment', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['submitted', 'returned', 'approved', 'corrected', 'superseded'])), name='decision_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['returned', 'corrected']), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='decision_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='reporting.decision')),
                        ('indicator', models.CharField(max_length=20)),
                        ('reason', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('decision', 'indicator'), name='remark_once_a_cell'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='remark_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reporting.report')),
                        ('indicator', models.CharField(max_length=20)),
                        ('round', models.PositiveSmallIntegerField()),
                        ('origin', models.CharField(choices=[('typed', 'nhập tay'), ('facts', 'theo hoạt động đã ghi')], max_length=5)),
                        ('before', lanhmanh.db.decimals.Figure(null=True)),
                        ('after', lanhmanh.db.decimals.Figure(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ['typed', 'facts'])), name='change_origin_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Rollup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=20)),
                        ('period', models.CharField(max_length=8)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('indicator', models.CharField(max_length=20)),
                        ('total', lanhmanh.db.decimals.Figure(null=True)),
                        ('maximum', lanhmanh.db.decimals.Figure(null=True)),
                        ('minimum', lanhmanh.db.decimals.Figure(null=True)),
                        ('count', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('form', 'period', 'unit', 'indicator'), name='rollup_once'), models.CheckConstraint(condition=models.Q(models.Q(('count', 0), ('maximum__isnull', True), ('minimum__isnull', True), ('total__isnull', True)), models.Q(('count__gt', 0), ('maximum__isnull', False), ('minimum__isnull', False), ('total__isnull', False)), _connector='OR'), name='rollup_missing_is_not_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='Coverage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=20)),
                        ('period', models.CharField(max_length=8)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('expected', models.PositiveIntegerField()),
                        ('approved', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('form', 'period', 'unit'), name='coverage_once'), models.CheckConstraint(condition=models.Q(('approved__lte', models.F('expected'))), name='coverage_within_expected')],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('indicator', models.CharField(max_length=20)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('value', lanhmanh.db.decimals.Figure()),
                        ('reason', models.TextField(blank=True)),
                        ('gap', models.TextField(blank=True)),
                        ('set_at', models.DateTimeField()),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'unit', 'year', 'version'), name='target_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='target_change_has_reason')],
                    },
                ),
            ],
        ),
    ]
