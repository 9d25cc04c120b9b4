"""A case may go into another of the same person; it says where, and nothing comes back or hangs on it.

How a loan is paid back, that a representative agreed, and why an erasure was put off are sealed from now on. What cannot
be sealed without a key is not carried over: no database that is in use holds any.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lanhmanh.db.triggers import Permit, Refuse, append_only

# As they stood before; SQLite makes the table anew for a constraint, and its triggers are put back below.
EARLY = "NEW.state = 'erased' AND (NEW.erase_on IS NULL OR NEW.erased_on < NEW.erase_on)"
BACK = "OLD.state = 'erased' AND NEW.state <> 'erased'"
DAYLESS = (
    "NEW.state IN ('sealed', 'erased') AND (NEW.closed_on IS NULL OR NEW.sealed_on IS NULL "
    "OR NEW.seal_on IS NULL OR NEW.sealed_on < NEW.seal_on)"
)
AT_REST = (
    "EXISTS (SELECT 1 FROM cases_case AS k WHERE k.id = NEW.case_id AND k.state IN ('sealed', 'erased', 'merged'))"
)
# Where a case went is a case of its own: no chain, nothing dangling, no way back.
ONWARD = (
    "NEW.merged_into_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS k "
    "WHERE k.id = NEW.merged_into_id AND k.state = 'merged')"
)
HELD_TO = "NEW.state = 'merged' AND EXISTS (SELECT 1 FROM cases_case AS k WHERE k.merged_into_id = NEW.id)"
RETURNS = "OLD.state = 'merged' AND NEW.state <> 'merged'"


def say_by_code(apps: Any, _schema: Any) -> None:
    """Let rounds that were taken back in words say so by a code."""
    apps.get_model("cases", "ReviewRound").objects.filter(void=True).update(void_reason="numbers")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_refused'),
        ('keyring', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Permit('cases_sharing', 'cases_sharing_of_live_case'),
        Permit('cases_case', 'cases_case_not_erased_early', 'cases_case_sealed_on_its_day', 'cases_case_stays_erased'),
        Permit('cases_postponement', 'cases_postponement_no_update', 'cases_postponement_no_delete'),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_sealed_has_day',
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_one_standing',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_loan_has_amount_and_source',
        ),
        migrations.RemoveConstraint(
            model_name='postponement',
            name='postponement_ground_known',
        ),
        migrations.RemoveConstraint(
            model_name='reviewround',
            name='reviewround_void_has_reason',
        ),
        migrations.RunPython(say_by_code, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='consent',
            name='by_representative',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='repayment',
        ),
        migrations.RemoveField(
            model_name='postponement',
            name='ground',
        ),
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='cases.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='consent',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='episode',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='measure',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('open', 'Đang hỗ trợ'), ('closed', 'Đã kết thúc'), ('sealed', 'Đã niêm phong'), ('erased', 'Đã xóa danh tính'), ('merged', 'Đã gộp vào hồ sơ khác')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='reviewround',
            name='void_reason',
            field=models.CharField(blank=True, choices=[('twice', 'Ghi trùng'), ('numbers', 'Số liệu sai'), ('day', 'Ghi nhầm ngày'), ('unit', 'Ghi nhầm đơn vị'), ('not_held', 'Đợt rà soát không diễn ra')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'merged')), fields=['merged_into', 'merged_on'], name='case_merged'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'sealed', 'erased', 'merged'])), name='case_state_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sealed_on', None), ('state__in', ['open', 'closed', 'merged'])), models.Q(('sealed_on__gte', models.F('closed_on')), ('sealed_on__isnull', False), ('state__in', ['sealed', 'erased'])), _connector='OR'), name='case_sealed_has_day'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('merged_on__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None), ('merged_on', None)), _connector='OR'), name='case_merged_says_where'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='case_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('came_from', None), ('withdrawn_on', None)), fields=('case', 'purpose'), name='consent_one_standing'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('amount__isnull', False), ('kind', 'loan'), models.Q(('source', ''), _negated=True)), models.Q(models.Q(('kind', 'loan'), _negated=True), ('amount', None), ('source', '')), _connector='OR'), name='measure_loan_has_amount_and_source'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void', False), ('void_reason', '')), models.Q(('void', True), ('void_reason__in', ['twice', 'numbers', 'day', 'unit', 'not_held'])), _connector='OR'), name='reviewround_void_has_reason'),
        ),
        # What waits for somebody is found without walking through all cases.
        migrations.AddIndex('opening', models.Index(fields=['kind', 'reviewed_at'], name='opening_to_review')),
        migrations.AddIndex('twin', models.Index(fields=['settled_at'], name='twin_settled')),
        *append_only('cases_postponement'),
        Refuse('cases_sharing_of_live_case', 'cases_sharing', 'INSERT', 'cases_sharing: the case is at rest', AT_REST),
        Refuse('cases_case_not_erased_early', 'cases_case', 'UPDATE', 'cases_case: erased before its day', EARLY),
        Refuse('cases_case_sealed_on_its_day', 'cases_case', 'UPDATE', 'cases_case: sealed without its day', DAYLESS),
        Refuse('cases_case_stays_erased', 'cases_case', 'UPDATE', 'cases_case: an erased case stays erased', BACK),
        Refuse('cases_case_merged_into_a_live_one', 'cases_case', 'UPDATE', 'cases_case: merged into a merged case', ONWARD),
        Refuse('cases_case_leaves_none_behind', 'cases_case', 'UPDATE', 'cases_case: others were merged into it', HELD_TO),
        Refuse('cases_case_stays_merged', 'cases_case', 'UPDATE', 'cases_case: a merged case stays merged', RETURNS),
    ]
