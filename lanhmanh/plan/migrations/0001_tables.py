import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.ids
import lanhmanh.plan.rules.tasks
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('plan', '0001_initial'), ('plan', '0003_amendments')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('documents', '0001_tables'),
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='Plan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='units.unit')),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='documents.document')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derived', to='plan.plan')),
                        ('amends', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='plan.plan')),
                        ('title', models.TextField()),
                        ('first_year', models.PositiveSmallIntegerField()),
                        ('last_year', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'Nháp'), ('confirmed', 'Đã xác nhận'), ('replaced', 'Đã thay thế')], default='draft', max_length=9)),
                        ('created_at', models.DateTimeField()),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('replaced_at', models.DateTimeField(blank=True, null=True)),
                        ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('first_year__lte', models.F('last_year'))), name='plan_years_in_order'), models.CheckConstraint(condition=models.Q(('document__isnull', False), ('parent__isnull', False), _connector='OR'), name='plan_has_an_origin'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('state', 'draft')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state__in', ['confirmed', 'replaced'])), _connector='OR'), name='plan_confirmed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('replaced_at__isnull', False), ('replaced_by__isnull', False), ('state', 'replaced')), models.Q(models.Q(('state', 'replaced'), _negated=True), ('replaced_at__isnull', True), ('replaced_by__isnull', True)), _connector='OR'), name='plan_replaced_by_somebody'), models.UniqueConstraint(condition=models.Q(('amends__isnull', False)), fields=('amends',), name='plan_one_amendment'), models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('unit', 'first_year'), name='plan_one_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='plan.plan')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='plan.planitem')),
                        ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_up', to='plan.planitem')),
                        ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='plan.planitem')),
                        ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='plan.planitem')),
                        ('change', models.CharField(blank=True, choices=[('same', 'Giữ nguyên'), ('moved', 'Chuyển chỗ'), ('reworded', 'Sửa lời'), ('new', 'Mới')], max_length=8)),
                        ('path', models.CharField(max_length=120)),
                        ('label', models.CharField(max_length=30)),
                        ('heading', models.TextField(blank=True)),
                        ('text', models.TextField(blank=True)),
                        ('order', models.PositiveIntegerField()),
                        ('disposition', models.CharField(choices=[('own', 'Của kế hoạch này'), ('inherited', 'Theo kế hoạch cấp trên'), ('adapted', 'Điều chỉnh cho phù hợp'), ('added', 'Bổ sung'), ('not_applicable', 'Không áp dụng')], default='own', max_length=14)),
                        ('reason', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('plan', 'path'), name='planitem_path_once'), models.UniqueConstraint(fields=('plan', 'order'), name='planitem_order_once'), models.CheckConstraint(condition=models.Q(('disposition__in', ['own', 'inherited', 'adapted', 'added', 'not_applicable'])), name='planitem_disposition_known'), models.CheckConstraint(condition=models.Q(models.Q(('disposition', 'not_applicable'), models.Q(('reason', ''), _negated=True)), models.Q(('disposition', 'adapted'), models.Q(('text', ''), _negated=True)), models.Q(('disposition__in', ['own', 'inherited', 'added']), ('reason', '')), _connector='OR'), name='planitem_not_applicable_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('disposition__in', ['inherited', 'adapted', 'not_applicable']), ('source__isnull', False)), models.Q(('disposition__in', ['own', 'added']), ('source__isnull', True)), _connector='OR'), name='planitem_taken_from_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('change__in', ['', 'new']), ('previous__isnull', True)), models.Q(('change__in', ['same', 'moved', 'reworded']), ('previous__isnull', False)), _connector='OR'), name='planitem_change_has_a_previous')],
                    },
                ),
                migrations.CreateModel(
                    name='Guidance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='plan.plan')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='plan.planitem')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                        ('title', models.CharField(max_length=200)),
                        ('text', models.TextField()),
                        ('levels', models.JSONField()),
                        ('due', models.DateField(null=True)),
                        ('sent_at', models.DateTimeField()),
                        ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='guidance_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Acknowledgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('guidance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='plan.guidance')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('groups', models.PositiveSmallIntegerField(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('noted_at', models.DateTimeField()),
                        ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('guidance', 'unit'), name='acknowledgement_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='plan.planitem')),
                        ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='plan.task')),
                        ('title', models.TextField()),
                        ('responsible_level', models.CharField(choices=[('province', 'Tỉnh'), ('district', 'Huyện'), ('commune', 'Xã'), ('branch', 'Chi hội')], max_length=10)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('recurrence', models.CharField(choices=[('once', 'Một lần'), ('monthly', 'Hằng tháng'), ('quarterly', 'Hằng quý'), ('half_yearly', '6 tháng một lần'), ('yearly', 'Hằng năm'), ('continuous', 'Thường xuyên')], max_length=11)),
                        ('due', models.DateField(blank=True, null=True)),
                        ('indicators', models.JSONField(blank=True, default=list)),
                        ('evidence', models.CharField(blank=True, max_length=300)),
                        ('why', models.JSONField(blank=True, default=list)),
                        ('state', models.CharField(choices=[('proposed', 'Đề xuất'), ('confirmed', 'Đã giao'), ('dropped', 'Đã bỏ')], default='proposed', max_length=9)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'dropped'])), name='task_state_known'), models.CheckConstraint(condition=models.Q(('responsible_level__in', ['province', 'district', 'commune', 'branch'])), name='task_level_known'), models.CheckConstraint(condition=models.Q(('recurrence__in', [lanhmanh.plan.rules.tasks.Recurrence['ONCE'], lanhmanh.plan.rules.tasks.Recurrence['MONTHLY'], lanhmanh.plan.rules.tasks.Recurrence['QUARTERLY'], lanhmanh.plan.rules.tasks.Recurrence['HALF_YEARLY'], lanhmanh.plan.rules.tasks.Recurrence['YEARLY'], lanhmanh.plan.rules.tasks.Recurrence['CONTINUOUS']])), name='task_recurrence_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='task_has_a_title'), models.CheckConstraint(condition=models.Q(('recurrence', 'once'), ('due__isnull', True), _connector='OR'), name='task_due_only_when_once'), models.CheckConstraint(condition=models.Q(models.Q(('recurrence', 'once'), ('state', 'confirmed'), _negated=True), ('due__isnull', False), _connector='OR'), name='task_once_has_due')],
                    },
                ),
                migrations.CreateModel(
                    name='TaskProgress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='plan.task')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('period', models.CharField(blank=True, max_length=6)),
                        ('state', models.CharField(choices=[('done', 'Đã xong'), ('under_way', 'Đang làm'), ('not_done', 'Chưa làm')], max_length=9)),
                        ('note', models.TextField(blank=True)),
                        ('evidence', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('task', 'unit', 'period'), name='taskprogress_once_per_period'), models.CheckConstraint(condition=models.Q(('state__in', ['done', 'under_way', 'not_done'])), name='taskprogress_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_done'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='taskprogress_not_done_says_why')],
                    },
                ),
            ],
        ),
    ]
