"""What became of a plan between two days: clause by clause, and what is missing."""

from lanhmanh.reporting.selectors.reviews.figures import FigureLine, FormLine, UnitLine
from lanhmanh.reporting.selectors.reviews.issued import IssuedReview, issued_reviews, to_replace
from lanhmanh.reporting.selectors.reviews.whole import ItemReview, Review, last_day, review_of, whole_until
from lanhmanh.reporting.selectors.reviews.work import Deeds, Proof, TaskLine

__all__ = [
    "Deeds",
    "FigureLine",
    "FormLine",
    "IssuedReview",
    "ItemReview",
    "Proof",
    "Review",
    "TaskLine",
    "UnitLine",
    "issued_reviews",
    "last_day",
    "review_of",
    "to_replace",
    "whole_until",
]
