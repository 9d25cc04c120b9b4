import django.db.models.deletion
import lanhmanh.db.decimals
import lanhmanh.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0004_people_kept'),
        ('documents', '0003_marks'),
        ('plan', '0004_amendments_frozen'),
        ('units', '0002_no_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=200)),
                ('aim', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('announced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.planitem')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='campaign_void_says_why'),
                    models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='campaign_days_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('aim', ''), _negated=True)), name='campaign_says_what'),
                    models.CheckConstraint(condition=models.Q(models.Q(('announced_at__isnull', True), ('announced_by__isnull', True)), models.Q(('announced_at__isnull', False), ('announced_by__isnull', False)), _connector='OR'), name='campaign_announced_says_who'),
                ],
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='activities.campaign'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='activities.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('campaign', 'unit'), name='invitation_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LibraryItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('leaflet', 'Tờ rơi'), ('poster', 'Áp phích'), ('script', 'Bài phát thanh'), ('drama', 'Kịch bản tiểu phẩm'), ('slides', 'Bài giảng, bài trình chiếu'), ('answers', 'Sổ tay, hỏi đáp'), ('sound', 'Tệp âm thanh')], max_length=7)),
                ('language', models.CharField(choices=[('vi', 'Tiếng Việt'), ('crw', 'Tiếng Chơ Ro'), ('cma', 'Tiếng Mạ'), ('sti', 'Tiếng Xtiêng'), ('kpm', 'Tiếng Cơ Ho'), ('km', 'Tiếng Khmer'), ('zh', 'Tiếng Hoa'), ('cjm', 'Tiếng Chăm'), ('en', 'Tiếng Anh')], default='vi', max_length=3)),
                ('summary', models.TextField(blank=True)),
                ('source', models.CharField(max_length=200)),
                ('approver', models.CharField(max_length=200)),
                ('search', models.TextField(editable=False)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='library', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='libraryitem_void_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('source', ''), _negated=True), models.Q(('approver', ''), _negated=True)), name='libraryitem_says_whose'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['leaflet', 'poster', 'script', 'drama', 'slides', 'answers', 'sound'])), name='libraryitem_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LibraryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('dated', models.DateField()),
                ('changed', models.CharField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='activities.libraryitem')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'number'), name='libraryversion_numbered'),
                    models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('changed', ''), _negated=True), _connector='OR'), name='libraryversion_says_what_changed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MaterialUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('quantity', models.PositiveIntegerField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='activities.activity')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='activities.libraryversion')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('activity', 'version'), name='materialuse_once'),
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='materialuse_some'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('model', 'Mô hình'), ('club', 'Câu lạc bộ')], max_length=5)),
                ('name', models.CharField(max_length=200)),
                ('aim', models.TextField(blank=True)),
                ('how', models.TextField(blank=True)),
                ('cost', models.PositiveBigIntegerField(blank=True, null=True)),
                ('cost_note', models.CharField(blank=True, max_length=300)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('search', models.TextField(editable=False)),
                ('stage', models.CharField(choices=[('draft', 'Chưa đề xuất'), ('proposed', 'Chờ đánh giá'), ('worth', 'Đáng nhân rộng'), ('not_yet', 'Chưa nhân rộng')], default='draft', max_length=8)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judgement', models.TextField(blank=True)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.planitem')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['unit', 'started_on'], name='practice_of_unit'),
                    models.Index(fields=['stage', 'judged_at'], name='practice_stage'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='practice_void_says_why'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['model', 'club'])), name='practice_kind_known'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='practice_named'),
                    models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='practice_days_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('proposed_at__isnull', True), ('proposed_by__isnull', True), ('stage', 'draft')), models.Q(('judged_at__isnull', True), ('proposed_at__isnull', False), ('proposed_by__isnull', False), ('stage', 'proposed')), models.Q(('judged_at__isnull', False), ('proposed_by__isnull', False), ('stage__in', ['worth', 'not_yet'])), _connector='OR'), name='practice_stage_says_when'),
                    models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('judged_by__isnull', True), ('judgement', '')), models.Q(('judged_at__isnull', False), ('judged_by__isnull', False), models.Q(('judgement', ''), _negated=True)), _connector='OR'), name='practice_judged_says_who_and_why'),
                    models.CheckConstraint(condition=models.Q(('judged_by__isnull', True), models.Q(('judged_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='practice_judge_is_another'),
                    models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), ('stage__in', ['draft', 'not_yet']), _connector='OR'), name='practice_judged_stays'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worth', models.BooleanField()),
                ('reason', models.TextField()),
                ('judged_at', models.DateTimeField()),
                ('judged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='activities.practice')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('judged_by', models.F('proposer')), _negated=True), name='judgement_by_another'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='judgement_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('people', models.PositiveIntegerField()),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headcounts', to='activities.practice')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('practice', 'day'), name='headcount_once_a_day'),
                    models.CheckConstraint(condition=models.Q(('people__gte', 0)), name='headcount_counted'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('step', models.CharField(choices=[('planned', 'Chuẩn bị'), ('running', 'Đang làm'), ('ended', 'Đã kết thúc')], default='planned', max_length=7)),
                ('adapted', models.TextField(blank=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('kept', 'Có kết quả, tiếp tục duy trì'), ('stopped', 'Thôi không làm nữa')], max_length=7)),
                ('result', models.TextField(blank=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='activities.practice')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['unit', 'started_on'], name='adoption_of_unit'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='adoption_void_says_why'),
                    models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('practice', 'unit'), name='adoption_once_per_unit'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('outcome', ''), ('result', ''), ('started_on__isnull', True), ('step', 'planned')), models.Q(('ended_on__isnull', True), ('outcome', ''), ('result', ''), ('started_on__isnull', False), ('step', 'running')), models.Q(('ended_on__gte', models.F('started_on')), ('ended_on__isnull', False), ('started_on__isnull', False), ('step', 'ended'), ('outcome__in', ['kept', 'stopped']), models.Q(('result', ''), _negated=True)), _connector='OR'), name='adoption_step_says_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PracticeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='activities.practice')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('height__isnull', True), ('width__isnull', True)), models.Q(('height__gte', 1), ('width__gte', 1)), _connector='OR'), name='practicefile_photo_has_a_size'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Quiz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=200)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quizzes', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='quiz_void_says_why'),
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='quiz_titled'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuizVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('questions', models.JSONField()),
                ('written_at', models.DateTimeField()),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='activities.quiz')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('quiz', 'number'), name='quizversion_numbered'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuizResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('day', models.DateField()),
                ('group', models.CharField(blank=True, max_length=120)),
                ('before_people', models.PositiveIntegerField(blank=True, null=True)),
                ('before_1', models.PositiveIntegerField(blank=True, null=True)),
                ('before_2', models.PositiveIntegerField(blank=True, null=True)),
                ('before_3', models.PositiveIntegerField(blank=True, null=True)),
                ('before_4', models.PositiveIntegerField(blank=True, null=True)),
                ('before_5', models.PositiveIntegerField(blank=True, null=True)),
                ('after_people', models.PositiveIntegerField(blank=True, null=True)),
                ('after_1', models.PositiveIntegerField(blank=True, null=True)),
                ('after_2', models.PositiveIntegerField(blank=True, null=True)),
                ('after_3', models.PositiveIntegerField(blank=True, null=True)),
                ('after_4', models.PositiveIntegerField(blank=True, null=True)),
                ('after_5', models.PositiveIntegerField(blank=True, null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_results', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='activities.quizversion')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='quizresult_void_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('before_1__isnull', True), ('before_2__isnull', True), ('before_3__isnull', True), ('before_4__isnull', True), ('before_5__isnull', True), ('before_people__isnull', True)), models.Q(('before_1__isnull', False), ('before_2__isnull', False), ('before_3__isnull', False), ('before_4__isnull', False), ('before_5__isnull', False), ('before_people__isnull', False), ('before_people__gte', 1), ('before_1__gte', 0), ('before_1__lte', models.F('before_people')), ('before_2__gte', 0), ('before_2__lte', models.F('before_people')), ('before_3__gte', 0), ('before_3__lte', models.F('before_people')), ('before_4__gte', 0), ('before_4__lte', models.F('before_people')), ('before_5__gte', 0), ('before_5__lte', models.F('before_people'))), _connector='OR'), name='quizresult_before_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('after_1__isnull', True), ('after_2__isnull', True), ('after_3__isnull', True), ('after_4__isnull', True), ('after_5__isnull', True), ('after_people__isnull', True)), models.Q(('after_1__isnull', False), ('after_2__isnull', False), ('after_3__isnull', False), ('after_4__isnull', False), ('after_5__isnull', False), ('after_people__isnull', False), ('after_people__gte', 1), ('after_1__gte', 0), ('after_1__lte', models.F('after_people')), ('after_2__gte', 0), ('after_2__lte', models.F('after_people')), ('after_3__gte', 0), ('after_3__lte', models.F('after_people')), ('after_4__gte', 0), ('after_4__lte', models.F('after_people')), ('after_5__gte', 0), ('after_5__lte', models.F('after_people'))), _connector='OR'), name='quizresult_after_whole'),
                    models.CheckConstraint(condition=models.Q(('before_people__isnull', False), ('after_people__isnull', False), _connector='OR'), name='quizresult_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('programme', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('who', models.CharField(choices=[('unit', 'Cả đơn vị'), ('agency', 'Cơ quan, đơn vị, doanh nghiệp'), ('school', 'Trường học')], max_length=6)),
                ('body', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(blank=True, editable=False, max_length=200)),
                ('registered_on', models.DateField()),
                ('document', models.CharField(blank=True, max_length=200)),
                ('outcome', models.CharField(blank=True, choices=[('achieved', 'Đạt'), ('not_achieved', 'Không đạt'), ('withdrawn', 'Rút đăng ký')], max_length=12)),
                ('result_on', models.DateField(blank=True, null=True)),
                ('result_document', models.CharField(blank=True, max_length=200)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['unit', 'year'], name='registration_of_unit'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='registration_void_says_why'),
                    models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('programme', 'year', 'unit', 'who', 'key'), name='registration_once_a_year'),
                    models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('who', 'unit')), models.Q(('who__in', ['agency', 'school']), models.Q(('body', ''), _negated=True)), _connector='OR'), name='registration_says_who'),
                    models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('result_document', ''), ('result_on__isnull', True)), models.Q(('outcome__in', ['achieved', 'not_achieved', 'withdrawn']), ('result_on__isnull', False), ('result_on__gte', models.F('registered_on'))), _connector='OR'), name='registration_result_says_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('measure', models.CharField(max_length=160)),
                ('measured_in', models.CharField(max_length=40)),
                ('before', lanhmanh.db.decimals.Figure(blank=True, null=True)),
                ('after', lanhmanh.db.decimals.Figure(blank=True, null=True)),
                ('before_on', models.DateField(blank=True, null=True)),
                ('after_on', models.DateField(blank=True, null=True)),
                ('adoption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='results', to='activities.adoption')),
                ('practice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='results', to='activities.practice')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('adoption__isnull', True), ('practice__isnull', False)), models.Q(('adoption__isnull', False), ('practice__isnull', True)), _connector='OR'), name='result_of_one'),
                    models.CheckConstraint(condition=models.Q(('before__isnull', False), ('after__isnull', False), _connector='OR'), name='result_says_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), _negated=True), models.Q(('measured_in', ''), _negated=True)), name='result_says_what'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ActivityChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('loudspeaker', 'Loa truyền thanh'), ('mobile', 'Xe, loa lưu động'), ('zalo', 'Zalo'), ('online', 'Trang thông tin, mạng xã hội khác'), ('poster', 'Áp phích, băng rôn, bảng tin'), ('club', 'Sinh hoạt câu lạc bộ'), ('meeting', 'Họp chi, tổ hội'), ('drama', 'Sân khấu, tiểu phẩm'), ('contest', 'Hội thi, hội diễn, diễn đàn'), ('home', 'Đến từng nhà'), ('press', 'Báo, đài')], max_length=11)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='activities.activity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'channel'), name='activitychannel_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['loudspeaker', 'mobile', 'zalo', 'online', 'poster', 'club', 'meeting', 'drama', 'contest', 'home', 'press'])), name='activitychannel_known')],
            },
        ),
        migrations.CreateModel(
            name='ActivityProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(max_length=12)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programmes', to='activities.activity')),
            ],
            options={
                'indexes': [models.Index(fields=['programme'], name='activityprogramme_of')],
                'constraints': [models.UniqueConstraint(fields=('activity', 'programme'), name='activityprogramme_once')],
            },
        ),
    ]
