"""What is done to cases."""

from lanhmanh.cases.services.course import (
    Ended,
    close_case,
    complete_stage,
    end_episode,
    start_episode,
    take_step,
)
from lanhmanh.cases.services.deadlines import drop_deadline, finish_deadline, note_event
from lanhmanh.cases.services.measures import MeasureData, change_measure, record_measure, void_measure
from lanhmanh.cases.services.opening import open_case

__all__ = [
    "Ended",
    "MeasureData",
    "change_measure",
    "close_case",
    "complete_stage",
    "drop_deadline",
    "end_episode",
    "finish_deadline",
    "note_event",
    "open_case",
    "record_measure",
    "start_episode",
    "take_step",
    "void_measure",
]
