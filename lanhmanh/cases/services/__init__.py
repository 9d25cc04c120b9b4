"""What is done to cases."""

from lanhmanh.cases.services.assigning import assign, end_assignment
from lanhmanh.cases.services.attachments import add_attachment, read_attachment, remove_attachment
from lanhmanh.cases.services.intake import Agreed, CaseData, Known, open_new_case
from lanhmanh.cases.services.opening import open_case, shut_case
from lanhmanh.cases.services.person import change_person
from lanhmanh.cases.services.reviewing import read_looks, review_opening, settle_twin
from lanhmanh.cases.services.searching import search_cases
from lanhmanh.cases.services.transfers import (
    accept_transfer,
    ask_transfer,
    read_offer,
    refuse_transfer,
    take_back_transfer,
)

__all__ = [
    "Agreed", "CaseData", "Known", "accept_transfer", "add_attachment", "ask_transfer", "assign", "change_person",
    "end_assignment", "open_case", "open_new_case", "read_attachment", "read_looks", "read_offer", "refuse_transfer",
    "remove_attachment", "review_opening", "search_cases", "settle_twin", "shut_case", "take_back_transfer",
]  # fmt: skip
