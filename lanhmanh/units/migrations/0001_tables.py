import django.db.models.deletion
from django.db import migrations, models

import lanhmanh.kernel.ids
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('units', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('level', models.CharField(choices=[('province', 'Tỉnh'), ('district', 'Huyện'), ('commune', 'Xã'), ('branch', 'Chi hội')], max_length=10)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['province', 'district', 'commune', 'branch'])), name='unit_level_known')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='units.unit')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('name', models.CharField(max_length=120)),
                        ('kind', models.CharField(max_length=40)),
                        ('code', models.CharField(blank=True, db_index=True, max_length=20)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_versions', to='units.unit')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ('area_km2', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                        ('sort', models.CharField(db_index=True, max_length=260)),
                        ('search', models.CharField(db_index=True, max_length=120)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unitversion_dates_in_order'), models.UniqueConstraint(fields=('unit', 'valid_from'), name='unitversion_one_per_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Ancestry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('depth', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['ancestor', 'depth', 'descendant'], name='ancestry_down'), models.Index(fields=['descendant', 'depth', 'ancestor'], name='ancestry_up')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='ancestry_dates_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Succession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='units.unit')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='units.unit')),
                        ('on', models.DateField()),
                        ('extent', models.CharField(choices=[('whole', 'Toàn bộ'), ('part', 'Một phần')], max_length=5)),
                        ('people', models.PositiveIntegerField(blank=True, null=True)),
                        ('basis', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'target', 'on'), name='succession_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Agency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='units.unit')),
                        ('kind', models.CharField(choices=[('police', 'Công an'), ('social_evils', 'Chi cục Phòng, chống tệ nạn xã hội'), ('committee', 'Ủy ban nhân dân'), ('front', 'Mặt trận Tổ quốc')], max_length=12)),
                        ('name', models.CharField(max_length=200)),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='agency_dates_in_order'), models.CheckConstraint(condition=models.Q(('kind__in', ['police', 'social_evils', 'committee', 'front'])), name='agency_kind_known')],
                    },
                ),
            ],
        ),
    ]
