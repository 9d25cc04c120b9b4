import django.db.models.deletion
import lanhmanh.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0002_frozen'),
        ('plan', '0002_frozen'),
        ('units', '0002_no_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('token', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('session', 'Buổi tuyên truyền'), ('training', 'Lớp tập huấn'), ('campaign', 'Đợt phát động, ra quân'), ('joint_action', 'Hoạt động phối hợp'), ('visit', 'Thăm hỏi, động viên'), ('broadcast', 'Phát thanh'), ('news', 'Tin, bài')], max_length=12)),
                ('day', models.DateField()),
                ('title', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('note', models.TextField(blank=True)),
                ('people', models.PositiveIntegerField(blank=True, null=True)),
                ('search', models.TextField(editable=False)),
                ('state', models.CharField(choices=[('recorded', 'Đã ghi'), ('void', 'Đã hủy')], default='recorded', max_length=8)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('plan_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='plan.planitem')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='units.unit')),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'day', 'kind'], name='activity_of_unit'), models.Index(fields=['plan_item', 'day'], name='activity_of_item')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['session', 'training', 'campaign', 'joint_action', 'visit', 'broadcast', 'news'])), name='activity_kind_known'), models.CheckConstraint(condition=models.Q(('people__isnull', True), ('people__gte', 0), _connector='OR'), name='activity_people_counted'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='activity_version_counted'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recorded'), ('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('state', 'void'), ('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='activity_void_says_who_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('cadres', 'Cán bộ'), ('members', 'Hội viên nông dân'), ('farmers', 'Nông dân'), ('women', 'Phụ nữ'), ('youth', 'Thanh niên'), ('students', 'Học sinh, sinh viên'), ('elders', 'Người cao tuổi'), ('clergy', 'Chức sắc, chức việc tôn giáo'), ('workers', 'Công nhân, người lao động'), ('others', 'Thành phần khác'), ('mixed', 'Chung, không tách nhóm')], max_length=8)),
                ('female', models.PositiveIntegerField(blank=True, null=True)),
                ('male', models.PositiveIntegerField(blank=True, null=True)),
                ('unstated', models.PositiveIntegerField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='activities.activity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'group'), name='attendance_once_per_group'), models.CheckConstraint(condition=models.Q(('group__in', ['cadres', 'members', 'farmers', 'women', 'youth', 'students', 'elders', 'clergy', 'workers', 'others', 'mixed'])), name='attendance_group_known'), models.CheckConstraint(condition=models.Q(models.Q(('female__isnull', False), ('male__isnull', False), ('unstated__isnull', True)), models.Q(('female__isnull', True), ('male__isnull', True), ('unstated__isnull', False)), _connector='OR'), name='attendance_split_or_not'), models.CheckConstraint(condition=models.Q(models.Q(('female__isnull', True), ('female__gte', 0), _connector='OR'), models.Q(('male__isnull', True), ('male__gte', 0), _connector='OR'), models.Q(('unstated__isnull', True), ('unstated__gte', 0), _connector='OR')), name='attendance_not_below_zero')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leaflet', 'Tờ rơi, tài liệu (tờ)'), ('banner', 'Băng rôn (cái)'), ('panel', 'Pa nô (cái)'), ('loudspeaker', 'Lượt phát trên loa truyền thanh (lượt)'), ('news', 'Tin, bài (tin, bài)'), ('video', 'Phim, video (lượt chiếu)')], max_length=11)),
                ('quantity', models.PositiveIntegerField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='activities.activity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'kind'), name='material_once_per_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['leaflet', 'banner', 'panel', 'loudspeaker', 'news', 'video'])), name='material_kind_known'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='material_some')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('police', 'Công an'), ('social_evils', 'Cơ quan phòng, chống tệ nạn xã hội'), ('committee', 'Ủy ban nhân dân'), ('front', 'Mặt trận Tổ quốc và đoàn thể'), ('other', 'Cơ quan, đơn vị khác')], max_length=12)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='activities.activity')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'kind', 'agency'), name='partner_agency_once'), models.UniqueConstraint(condition=models.Q(('agency__isnull', True)), fields=('activity', 'kind'), name='partner_kind_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['police', 'social_evils', 'committee', 'front', 'other'])), name='partner_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('caption', models.CharField(blank=True, max_length=200)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='activities.activity')),
                ('content', models.BinaryField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('height__gte', 1), ('width__gte', 1)), name='photo_has_a_size')],
            },
        ),
    ]
