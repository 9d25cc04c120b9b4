"""The words for moves, states and steps."""

from django.utils.translation import gettext as _

from lanhmanh.areas.models import ChangePlan
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.rules.moves import Lag, Move
from lanhmanh.law.assessing import Step

# How a state of an assessment or of a plan of change is marked.
MARKS = {
    State.DRAFT: "draft", State.SUBMITTED: "submitted", State.RETURNED: "returned", State.APPRAISED: "submitted",
    State.DECIDED: "approved", State.WITHDRAWN: "none",
}  # fmt: skip
PLAN_MARKS = {ChangePlan.State.DRAFT: "due", ChangePlan.State.ISSUED: "approved", ChangePlan.State.ENDED: "none"}


def move_said(kind: Move) -> str:
    """Return what became of an area since the year before."""
    return {
        Move.BETTER: _("tốt lên"), Move.SAME: _("giữ nguyên"), Move.WORSE: _("xấu đi"),
        Move.UNKNOWN: _("chưa so được"),
    }[kind]  # fmt: skip


def lag_said(lag: Lag) -> str:
    """Return why an area falls behind."""
    return {
        Lag.WORSE: _("xấu đi so với năm trước"), Lag.MISSED: _("chưa đạt mục tiêu của năm"),
        Lag.LATE: _("còn nhiều bậc hơn số năm còn lại"),
    }[lag]  # fmt: skip


def step_said(step: Step) -> str:
    """Return the name of a step of the course."""
    return {
        Step.SCORE: _("Địa bàn tự chấm, nộp"), Step.APPRAISE: _("Thẩm định"), Step.DECIDE: _("Quyết định"),
    }[step]  # fmt: skip
