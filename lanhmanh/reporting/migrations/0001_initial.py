import django.db.models.deletion
import lanhmanh.kernel.ids
import lanhmanh.reporting.models.figure
import lanhmanh.reporting.rules.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0002_frozen'),
        ('units', '0002_no_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('form', models.CharField(max_length=20)),
                ('period', models.CharField(max_length=8)),
                ('manifest', models.JSONField()),
                ('issued_at', models.DateTimeField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
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
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('reason', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('DRAFT', 'Nháp'), ('SUBMITTED', 'Đã nộp'), ('RETURNED', 'Trả lại'), ('APPROVED', 'Đã duyệt'), ('SUPERSEDED', 'Đã thay thế')], default='DRAFT', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('return_comment', models.TextField(blank=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'unit'], name='report_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'SUPERSEDED'])), name='report_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['DRAFT']), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['DRAFT']), _negated=True), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='report_sent_has_sender'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('state', lanhmanh.reporting.rules.states.State['RETURNED']), models.Q(('return_comment', ''), _negated=True)), models.Q(models.Q(('state', lanhmanh.reporting.rules.states.State['RETURNED']), _negated=True), ('return_comment', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), _connector='OR'), name='report_returned_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['APPROVED', 'SUPERSEDED']), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('state__in', ['APPROVED', 'SUPERSEDED']), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True), ('digest', '')), _connector='OR'), name='report_approved_has_approver'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_submitter_never_approves'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='report_correction_has_reason'), models.UniqueConstraint(fields=('form', 'period', 'unit', 'version'), name='report_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['APPROVED', 'SUPERSEDED']), _negated=True), fields=('form', 'period', 'unit'), name='report_one_open'), models.UniqueConstraint(condition=models.Q(('state', lanhmanh.reporting.rules.states.State['APPROVED'])), fields=('form', 'period', 'unit'), name='report_one_approved')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submitted', 'Nộp'), ('returned', 'Trả lại'), ('approved', 'Duyệt'), ('corrected', 'Mở bản đính chính'), ('superseded', 'Được thay bằng bản mới')], max_length=10)),
                ('at', models.DateTimeField()),
                ('comment', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reporting.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['submitted', 'returned', 'approved', 'corrected', 'superseded'])), name='decision_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['returned', 'corrected']), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='decision_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=20)),
                ('period', models.CharField(max_length=8)),
                ('indicator', models.CharField(max_length=20)),
                ('total', lanhmanh.reporting.models.figure.Figure(null=True)),
                ('maximum', lanhmanh.reporting.models.figure.Figure(null=True)),
                ('minimum', lanhmanh.reporting.models.figure.Figure(null=True)),
                ('count', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form', 'period', 'unit', 'indicator'), name='rollup_once'), models.CheckConstraint(condition=models.Q(models.Q(('count', 0), ('maximum__isnull', True), ('minimum__isnull', True), ('total__isnull', True)), models.Q(('count__gt', 0), ('maximum__isnull', False), ('minimum__isnull', False), ('total__isnull', False)), _connector='OR'), name='rollup_missing_is_not_zero')],
            },
        ),
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=20)),
                ('value', lanhmanh.reporting.models.figure.Figure(null=True)),
                ('derived', lanhmanh.reporting.models.figure.Figure(null=True)),
                ('note', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='reporting.report')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'indicator'), name='value_once')],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=20)),
                ('period', models.CharField(max_length=8)),
                ('expected', models.PositiveIntegerField()),
                ('approved', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form', 'period', 'unit'), name='coverage_once'), models.CheckConstraint(condition=models.Q(('approved__lte', models.F('expected'))), name='coverage_within_expected')],
            },
        ),
    ]
