import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.clock
import lanhmanh.kernel.ids
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial'), ('cases', '0004_rights'), ('cases', '0005_vault_registry'), ('cases', '0006_course_facts'), ('cases', '0007_publications')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('keyring', '0001_tables'),
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='Publication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('number', models.PositiveIntegerField()),
                        ('period', models.CharField(max_length=6)),
                        ('issue', models.PositiveSmallIntegerField()),
                        ('tree_day', models.DateField()),
                        ('published_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cells', models.JSONField()),
                        ('hidden', models.PositiveIntegerField()),
                        ('kept', models.BinaryField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('province', 'number'), name='publication_one_after_the_other'), models.UniqueConstraint(fields=('unit', 'period', 'issue'), name='publication_issue_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('issue__gte', 1)), name='publication_counts_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='casecounter_one_a_year')],
                    },
                ),
                migrations.CreateModel(
                    name='Breach',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('detected', models.DateTimeField()),
                        ('notify_due', models.DateTimeField()),
                        ('notified', models.DateTimeField(blank=True, null=True)),
                        ('people', models.PositiveIntegerField(blank=True, null=True)),
                        ('what', models.TextField(max_length=2000)),
                        ('done', models.TextField(blank=True, max_length=2000)),
                        ('unfounded', models.BooleanField(default=False)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('closed_on', None)), fields=['notify_due'], name='breach_running')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('notify_due__gt', models.F('detected'))), name='breach_clock_runs'), models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='breach_says_what'), models.CheckConstraint(condition=models.Q(('notified', None), ('notified__gte', models.F('detected')), _connector='OR'), name='breach_notified_later'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('unfounded', False)), models.Q(('closed_on__isnull', False), models.Q(('done', ''), _negated=True), models.Q(('notified__isnull', False), ('unfounded', True), _connector='OR')), _connector='OR'), name='breach_closed_was_notified')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('on', models.DateField()),
                        ('from_union', models.PositiveSmallIntegerField()),
                        ('from_police', models.PositiveSmallIntegerField()),
                        ('from_authorities', models.PositiveSmallIntegerField()),
                        ('from_others', models.PositiveSmallIntegerField(default=0)),
                        ('names_checked', models.PositiveIntegerField(blank=True, null=True)),
                        ('changes', models.PositiveIntegerField(blank=True, null=True)),
                        ('declared', models.PositiveIntegerField(blank=True, null=True)),
                        ('registered', models.PositiveIntegerField(blank=True, null=True)),
                        ('families_persuaded', models.PositiveIntegerField(blank=True, null=True)),
                        ('void', models.BooleanField(default=False)),
                        ('void_reason', models.CharField(blank=True, max_length=300)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('void', False)), fields=['unit', 'on'], name='reviewround_of_unit')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('void', False)), fields=('unit', 'on'), name='reviewround_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('void', False), ('void_reason', '')), models.Q(('void', True), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='reviewround_void_has_reason'), models.CheckConstraint(condition=models.Q(('from_union__gte', 1), models.Q(('from_police__gte', 1), ('from_authorities__gte', 1), _connector='OR')), name='reviewround_is_joint'), models.CheckConstraint(condition=models.Q(('names_checked', None), ('changes', None), ('changes__lte', models.F('names_checked')), _connector='OR'), name='reviewround_changes_among_checked')],
                    },
                ),
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('box', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case', to='keyring.box')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('open', 'Đang hỗ trợ'), ('closed', 'Đã kết thúc'), ('sealed', 'Đã niêm phong'), ('erased', 'Đã xóa danh tính')], default='open', max_length=10)),
                        ('status', models.CharField(blank=True, max_length=40)),
                        ('ground', models.CharField(choices=[('assigned', 'Được phân công theo quyết định của Chủ tịch UBND cấp xã'), ('team', 'Là thành viên Tổ quản lý'), ('asked', 'Người được hỗ trợ tự đề nghị')], max_length=10)),
                        ('sex', models.CharField(choices=[('female', 'Nữ'), ('male', 'Nam'), ('unstated', 'Không nêu')], max_length=10)),
                        ('age_band', models.CharField(choices=[('12-15', '12 đến dưới 16 tuổi'), ('16-17', '16 đến dưới 18 tuổi'), ('18-29', '18 đến 29 tuổi'), ('30-39', '30 đến 39 tuổi'), ('40-49', '40 đến 49 tuổi'), ('50+', 'Từ 50 tuổi'), ('unstated', 'Không nêu')], max_length=10)),
                        ('opened_on', models.DateField()),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('closing', models.CharField(blank=True, max_length=40)),
                        ('seal_on', models.DateField(blank=True, null=True)),
                        ('erase_on', models.DateField(blank=True, null=True)),
                        ('sealed_on', models.DateField(blank=True, null=True)),
                        ('erased_on', models.DateField(blank=True, null=True)),
                        ('restricted_on', models.DateField(blank=True, null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'state', '-opened_on'], name='case_list'), models.Index(fields=['-opened_on', '-id'], name='case_newest')],
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'number'), name='case_numbered_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'sealed', 'erased'])), name='case_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('closing', ''), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_on__gte', models.F('opened_on')), ('closed_on__isnull', False), models.Q(('closing', ''), _negated=True)), _connector='OR'), name='case_closed_has_day_and_reason'), models.CheckConstraint(condition=models.Q(models.Q(('sealed_on', None), ('state__in', ['open', 'closed'])), models.Q(('sealed_on__gte', models.F('closed_on')), ('sealed_on__isnull', False), ('state__in', ['sealed', 'erased'])), _connector='OR'), name='case_sealed_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('erased_on__isnull', False), ('state', 'erased')), models.Q(models.Q(('state', 'erased'), _negated=True), ('erased_on', None)), _connector='OR'), name='case_erased_has_day'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('status', ''), _connector='OR'), name='case_status_while_open')],
                    },
                ),
                migrations.CreateModel(
                    name='Episode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='cases.case')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='cases.episode')),
                        ('status', models.CharField(max_length=40)),
                        ('law', models.CharField(max_length=40)),
                        ('times', models.PositiveSmallIntegerField(default=1)),
                        ('decided_on', models.DateField(blank=True, null=True)),
                        ('started_on', models.DateField()),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('step', models.CharField(max_length=40)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('ending', models.CharField(blank=True, max_length=40)),
                        ('created_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='episode_numbered_once'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('case',), name='episode_one_running'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('ending', '')), models.Q(('ended_on__gte', models.F('started_on')), ('ended_on__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='episode_ended_has_ground'), models.CheckConstraint(condition=models.Q(('times__gte', 1)), name='episode_times_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='CourseStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.episode')),
                        ('step', models.CharField(max_length=40)),
                        ('on', models.DateField()),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Deadline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='cases.episode')),
                        ('code', models.CharField(max_length=60)),
                        ('due', models.DateTimeField()),
                        ('done_on', models.DateField(blank=True, null=True)),
                        ('dropped', models.BooleanField(default=False)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('done_on', None), ('dropped', False)), fields=['due'], name='deadline_open')],
                        'constraints': [models.UniqueConstraint(fields=('episode', 'code', 'due'), name='deadline_once'), models.CheckConstraint(condition=models.Q(('done_on', None), ('dropped', False), _connector='OR'), name='deadline_done_or_dropped')],
                    },
                ),
                migrations.CreateModel(
                    name='Measure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='cases.case')),
                        ('kind', models.CharField(choices=[('counselling', 'Tư vấn'), ('visit', 'Thăm gặp, động viên'), ('training', 'Học nghề'), ('job', 'Việc làm'), ('loan', 'Vay vốn'), ('health', 'Giới thiệu khám, chữa bệnh'), ('school', 'Học văn hóa'), ('papers', 'Giấy tờ tùy thân'), ('family', 'Hỗ trợ gia đình')], max_length=20)),
                        ('on', models.DateField()),
                        ('next_on', models.DateField(blank=True, null=True)),
                        ('result', models.CharField(choices=[('planned', 'Dự định'), ('going', 'Đang thực hiện'), ('done', 'Đã xong'), ('stopped', 'Dừng')], max_length=10)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('amount', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('source', models.CharField(blank=True, choices=[('policy_bank', 'Ngân hàng Chính sách xã hội'), ('farmers_fund', 'Quỹ Hỗ trợ nông dân'), ('employment_fund', 'Quỹ quốc gia về việc làm'), ('local', 'Nguồn vốn địa phương')], max_length=20)),
                        ('repayment', models.CharField(blank=True, choices=[('current', 'Trong hạn'), ('overdue', 'Quá hạn'), ('repaid', 'Đã trả hết'), ('forgiven', 'Được xóa nợ, khoanh nợ')], max_length=10)),
                        ('void', models.BooleanField(default=False)),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('void', False)), fields=['next_on'], name='measure_next')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('amount__isnull', False), ('kind', 'loan'), models.Q(('source', ''), _negated=True), models.Q(('repayment', ''), _negated=True)), models.Q(models.Q(('kind', 'loan'), _negated=True), ('amount', None), ('repayment', ''), ('source', '')), _connector='OR'), name='measure_loan_has_amount_and_source'), models.CheckConstraint(condition=models.Q(('next_on', None), ('next_on__gte', models.F('on')), _connector='OR'), name='measure_next_is_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Opening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='cases.case')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('ordinary', 'Người được giao'), ('supervision', 'Phụ trách cấp xã'), ('oversight', 'Cấp trên, có nêu lý do'), ('break_glass', 'Mở khẩn cấp')], max_length=12)),
                        ('purpose', models.CharField(choices=[('support', 'Trực tiếp hỗ trợ, thăm gặp'), ('papers', 'Lập giấy tờ, thủ tục'), ('review', 'Kiểm tra, hướng dẫn nghiệp vụ'), ('request', 'Giải quyết yêu cầu của chính người đó'), ('handover', 'Bàn giao, tiếp nhận')], max_length=10)),
                        ('at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('until', models.DateTimeField()),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('justified', models.BooleanField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['user', 'case', 'until'], name='opening_of_user')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='opening_ends'), models.CheckConstraint(condition=models.Q(models.Q(('justified', None), ('reviewed_at', None), ('reviewed_by', None)), models.Q(('justified__isnull', False), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='opening_reviewed_whole'), models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='opening_not_reviewed_by_oneself')],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cases.case')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='assignment_dates_in_order'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('case', 'user'), name='assignment_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Transfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='cases.case')),
                        ('from_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('state', models.CharField(choices=[('asked', 'Chờ tiếp nhận'), ('accepted', 'Đã tiếp nhận'), ('refused', 'Không tiếp nhận'), ('taken_back', 'Đã rút lại')], default='asked', max_length=10)),
                        ('asked_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('case',), name='transfer_one_waiting'), models.CheckConstraint(condition=models.Q(('from_unit', models.F('to_unit')), _negated=True), name='transfer_goes_elsewhere'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='transfer_decided_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Twin',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                        ('found_on', models.DateField(default=lanhmanh.kernel.clock.today)),
                        ('same', models.BooleanField(blank=True, null=True)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='twin_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='twin_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('same', None), ('settled_at', None), ('settled_by', None)), models.Q(('same__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='twin_settled_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.case')),
                        ('purpose', models.CharField(choices=[('support', 'Lập hồ sơ và hỗ trợ'), ('coordination', 'Phối hợp quản lý, giúp đỡ tại xã'), ('health', 'Giới thiệu khám, chữa bệnh'), ('training', 'Giới thiệu học nghề'), ('job', 'Giới thiệu việc làm'), ('loan', 'Giới thiệu vay vốn'), ('school', 'Giới thiệu đi học'), ('papers', 'Làm giấy tờ tùy thân'), ('family', 'Liên hệ với gia đình')], max_length=40)),
                        ('given_on', models.DateField()),
                        ('by_representative', models.BooleanField(default=False)),
                        ('withdrawn_on', models.DateField(blank=True, null=True)),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('case', 'purpose'), name='consent_one_standing'), models.CheckConstraint(condition=models.Q(('purpose__in', ['support', 'coordination', 'health', 'training', 'job', 'loan', 'school', 'papers', 'family'])), name='consent_purpose_known'), models.CheckConstraint(condition=models.Q(('withdrawn_on', None), ('withdrawn_on__gte', models.F('given_on')), _connector='OR'), name='consent_withdrawn_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Sharing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='cases.case')),
                        ('to', models.CharField(choices=[('police', 'Công an'), ('peoples_committee', 'Ủy ban nhân dân'), ('health', 'Cơ sở y tế'), ('labour', 'Cơ quan lao động, nội vụ'), ('school', 'Trường học, cơ sở dạy nghề'), ('bank', 'Ngân hàng Chính sách xã hội, quỹ cho vay'), ('front', 'Mặt trận Tổ quốc, đoàn thể khác'), ('court', 'Tòa án, Viện kiểm sát')], max_length=30)),
                        ('purpose', models.CharField(choices=[('support', 'Lập hồ sơ và hỗ trợ'), ('coordination', 'Phối hợp quản lý, giúp đỡ tại xã'), ('health', 'Giới thiệu khám, chữa bệnh'), ('training', 'Giới thiệu học nghề'), ('job', 'Giới thiệu việc làm'), ('loan', 'Giới thiệu vay vốn'), ('school', 'Giới thiệu đi học'), ('papers', 'Làm giấy tờ tùy thân'), ('family', 'Liên hệ với gia đình')], max_length=40)),
                        ('fields', models.CharField(max_length=300)),
                        ('ground', models.CharField(max_length=40)),
                        ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='cases.consent')),
                        ('at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('consent__isnull', False), ('ground', 'consent')), models.Q(models.Q(('ground', 'consent'), _negated=True), ('consent', None)), _connector='OR'), name='sharing_rests_on_a_ground'), models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), _negated=True), models.Q(('fields', ''), _negated=True)), name='sharing_says_what_and_why'), models.CheckConstraint(condition=models.Q(('purpose__in', ['support', 'coordination', 'health', 'training', 'job', 'loan', 'school', 'papers', 'family']), ('to__in', ['police', 'peoples_committee', 'health', 'labour', 'school', 'bank', 'front', 'court'])), name='sharing_goes_to_an_agency')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='cases.case')),
                        ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keyring.box')),
                        ('kind', models.CharField(choices=[('see', 'Xem dữ liệu'), ('correct', 'Sửa dữ liệu'), ('copy', 'Nhận bản sao'), ('restrict', 'Hạn chế xử lý'), ('object', 'Phản đối xử lý'), ('withdraw', 'Rút lại đồng ý'), ('erase', 'Xóa dữ liệu')], max_length=10)),
                        ('received_on', models.DateField()),
                        ('acknowledge_due', models.DateField()),
                        ('acknowledged_on', models.DateField(blank=True, null=True)),
                        ('answer_due', models.DateField()),
                        ('extended', models.BooleanField(default=False)),
                        ('outcome', models.CharField(choices=[('open', 'Đang giải quyết'), ('done', 'Đã thực hiện'), ('partly', 'Thực hiện một phần'), ('refused', 'Từ chối, có nêu lý do')], default='open', max_length=10)),
                        ('answered_on', models.DateField(blank=True, null=True)),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('outcome', 'open')), fields=['answer_due'], name='personrequest_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_on', None), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('answered_on__gte', models.F('received_on')), ('answered_on__isnull', False)), _connector='OR'), name='personrequest_answered_has_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['see', 'correct', 'copy', 'restrict', 'object', 'withdraw', 'erase']), ('outcome__in', ['open', 'done', 'partly', 'refused'])), name='personrequest_kind_known'), models.CheckConstraint(condition=models.Q(('acknowledge_due__gte', models.F('received_on')), ('answer_due__gte', models.F('received_on'))), name='personrequest_due_later'), models.CheckConstraint(condition=models.Q(('acknowledged_on', None), ('acknowledged_on__gte', models.F('received_on')), _connector='OR'), name='personrequest_acknowledged_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Postponement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postponements', to='cases.case')),
                        ('ground', models.CharField(choices=[('proceedings', 'Cơ quan tiến hành tố tụng yêu cầu giữ'), ('complaint', 'Đang giải quyết khiếu nại, tố cáo'), ('inspection', 'Đang thanh tra, kiểm tra, kiểm toán'), ('person', 'Chính người đó đề nghị giữ để bảo vệ quyền lợi của mình')], max_length=20)),
                        ('before', models.DateField()),
                        ('until', models.DateField()),
                        ('recorded_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ['proceedings', 'complaint', 'inspection', 'person'])), name='postponement_ground_known'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('before'))), name='postponement_is_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Secret',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keyring.box')),
                        ('record', models.CharField(max_length=26)),
                        ('field', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField()),
                        ('content', models.BinaryField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('record', 'field', 'version'), name='secret_versions_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='cases.case')),
                        ('content', models.BinaryField()),
                        ('added_at', models.DateTimeField(default=lanhmanh.kernel.clock.now)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Token',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='cases.case')),
                        ('token', models.BinaryField(db_index=True, max_length=16)),
                    ],
                ),
            ],
        ),
    ]
