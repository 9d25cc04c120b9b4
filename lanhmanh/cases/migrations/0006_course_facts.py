"""An end without a day, and a loan without an amount, are refused: a comparison with NULL had let them pass."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_vault_registry")]

    operations = [
        migrations.RemoveConstraint(model_name="episode", name="episode_ended_has_ground"),
        migrations.RemoveConstraint(model_name="measure", name="measure_loan_has_amount_and_source"),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=Q(ended_on=None, ending="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("started_on")) & ~Q(ending="")),
                name="episode_ended_has_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=Q(kind="loan", amount__isnull=False, amount__gt=0) & ~Q(source="") & ~Q(repayment="")
                | (~Q(kind="loan") & Q(amount=None, source="", repayment="")),
                name="measure_loan_has_amount_and_source",
            ),
        ),
    ]
