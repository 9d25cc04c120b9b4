"""The tables of areas: what a commune is like and becomes, its businesses and sites."""

from lanhmanh.areas.models.aims import ChangePlan, ChangeStep, CourseDay, TargetClass
from lanhmanh.areas.models.course import Appraisal, AppraisedFact, Assessment, Evidence, StatedFact, Submission
from lanhmanh.areas.models.decisions import Appeal, ClassDecision
from lanhmanh.areas.models.ledger import Area, AreaClass, How
from lanhmanh.areas.models.rule_sets import RuleSet

__all__ = [
    "Appeal",
    "Appraisal",
    "AppraisedFact",
    "Area",
    "AreaClass",
    "Assessment",
    "ChangePlan",
    "ChangeStep",
    "ClassDecision",
    "CourseDay",
    "Evidence",
    "How",
    "RuleSet",
    "StatedFact",
    "Submission",
    "TargetClass",
]
