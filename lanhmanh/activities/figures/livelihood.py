"""The named figures of livelihood; amounts in million đồng, exact to the thousand."""

from django.db.models import Q

from lanhmanh.activities.figures.counting import Happened, Register, Stated, There
from lanhmanh.activities.models import FarmService, GoodProducer, LoanBalance, VocationalClass

FIGURES: dict[str, Register] = {
    "activities.loans": Stated(LoanBalance, amount="outstanding", per="source", million=True),
    "activities.loans_policy_bank": Stated(
        LoanBalance, Q(source="policy_bank"), amount="outstanding", per="source", million=True
    ),
    "activities.loans_support_fund": Stated(
        LoanBalance, Q(source="support_fund"), amount="outstanding", per="source", million=True
    ),
    "activities.loans_other": Stated(
        LoanBalance, Q(source__in=("employment_fund", "other")), amount="outstanding", per="source", million=True
    ),
    "activities.classes": Happened(VocationalClass, day="started_on"),
    "activities.learners": Happened(VocationalClass, day="started_on", amount="learners", open=True),
    "activities.learners_female": Happened(VocationalClass, day="started_on", amount="female", open=True),
    "activities.trained": Happened(VocationalClass, Q(kind="vocational"), day="ended_on", amount="learners", open=True),
    "activities.jobs_found": Happened(FarmService, Q(kind="jobs"), amount="quantity"),
    "activities.job_fairs": Happened(FarmService, Q(kind="job_fair"), amount="quantity"),
    "activities.cooperatives": Happened(FarmService, Q(kind="cooperative"), amount="quantity"),
    "activities.good_producers": There(GoodProducer, day="awarded_on", amount="count"),
}
