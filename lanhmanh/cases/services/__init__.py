"""What is done to cases."""

from lanhmanh.cases.services.assigning import assign, end_assignment
from lanhmanh.cases.services.attachments import add_attachment, read_attachment, remove_attachment
from lanhmanh.cases.services.course import Ended, complete_stage, end_episode, take_step
from lanhmanh.cases.services.course_closing import close_case
from lanhmanh.cases.services.course_start import correct_start, start_episode
from lanhmanh.cases.services.deadlines import drop_deadline, finish_deadline, note_event
from lanhmanh.cases.services.filing import Agreed
from lanhmanh.cases.services.intake import CaseData, Known, open_new_case
from lanhmanh.cases.services.measures import MeasureData, change_measure, record_measure, void_measure
from lanhmanh.cases.services.opening import open_case, shut_case
from lanhmanh.cases.services.person import change_person
from lanhmanh.cases.services.reviewing import read_looks, review_opening
from lanhmanh.cases.services.searching import search_cases
from lanhmanh.cases.services.settling import settle_twin
from lanhmanh.cases.services.transfers import (
    accept_transfer,
    ask_transfer,
    read_offer,
    refuse_transfer,
    take_back_transfer,
)

__all__ = [
    "Agreed", "CaseData", "Ended", "Known", "MeasureData", "accept_transfer", "add_attachment", "ask_transfer",
    "assign", "change_measure", "change_person", "close_case", "complete_stage", "correct_start", "drop_deadline",
    "end_assignment", "end_episode", "finish_deadline", "note_event", "open_case", "open_new_case", "read_attachment",
    "read_looks", "read_offer", "record_measure", "refuse_transfer", "remove_attachment", "review_opening",
    "search_cases", "settle_twin", "shut_case", "start_episode", "take_back_transfer", "take_step", "void_measure",
]  # fmt: skip
