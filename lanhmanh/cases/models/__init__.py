"""The tables of cases: what figures need stands plain, who it is about stands closed in `Secret` and `Attachment`."""

from lanhmanh.cases.models.course import CourseStep, Deadline, Episode, Measure, MeasureKind, Repayment, Result, Source
from lanhmanh.cases.models.publishing import Publication
from lanhmanh.cases.models.reading import Assignment, Opening, OpeningKind, Purpose, Transfer, TransferState
from lanhmanh.cases.models.registry import Counter, Twin
from lanhmanh.cases.models.rights import (
    Breach,
    Consent,
    ConsentPurpose,
    Hold,
    Outcome,
    PersonRequest,
    Postponement,
    Recipient,
    RequestKind,
    Sharing,
)
from lanhmanh.cases.models.rounds import Mistake, ReviewRound
from lanhmanh.cases.models.terms import RetentionTerm
from lanhmanh.cases.models.vault import AgeBand, Attachment, Case, CaseState, Ground, Secret, Sex, Token, of_person

__all__ = [
    "AgeBand", "Assignment", "Attachment", "Breach", "Case", "CaseState", "Consent", "ConsentPurpose", "Counter",
    "CourseStep", "Deadline", "Episode", "Ground", "Hold", "Measure", "MeasureKind", "Mistake", "Opening",
    "OpeningKind", "Outcome", "PersonRequest", "Postponement", "Publication", "Purpose", "Recipient", "Repayment",
    "RequestKind", "Result",
    "RetentionTerm", "ReviewRound", "Secret", "Sex", "Sharing", "Source", "Token", "Transfer", "TransferState",
    "Twin", "of_person",
]  # fmt: skip
