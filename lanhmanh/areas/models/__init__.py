"""The tables of areas: what a commune is like and becomes, its businesses and sites."""

from lanhmanh.areas.models.aims import ChangePlan, ChangeStep, CourseDay, TargetClass
from lanhmanh.areas.models.contacts import TipContact
from lanhmanh.areas.models.course import Appraisal, AppraisedFact, Assessment, Evidence, StatedFact, Submission
from lanhmanh.areas.models.decisions import Appeal, ClassDecision
from lanhmanh.areas.models.inspections import By, Finding, Inspection, InspectionPhoto, InspectionState
from lanhmanh.areas.models.ledger import Area, AreaClass, How
from lanhmanh.areas.models.places import Business, Place, Site
from lanhmanh.areas.models.rule_sets import RuleSet
from lanhmanh.areas.models.sites import Kept, Leakage, Measure, StockLine, Visit

__all__ = [
    "Appeal",
    "Appraisal",
    "AppraisedFact",
    "Area",
    "AreaClass",
    "Assessment",
    "Business",
    "By",
    "ChangePlan",
    "ChangeStep",
    "ClassDecision",
    "CourseDay",
    "Evidence",
    "Finding",
    "How",
    "Inspection",
    "InspectionPhoto",
    "InspectionState",
    "Kept",
    "Leakage",
    "Measure",
    "Place",
    "RuleSet",
    "Site",
    "StatedFact",
    "StockLine",
    "Submission",
    "TargetClass",
    "TipContact",
    "Visit",
]
