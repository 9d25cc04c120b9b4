"""The tables of areas: what a commune is like and becomes, its businesses and sites."""

from lanhmanh.areas.models.inspections import By, Finding, Inspection, InspectionPhoto, InspectionState
from lanhmanh.areas.models.places import Business, Place, Site
from lanhmanh.areas.models.sites import Kept, Leakage, Measure, StockLine, Visit

__all__ = [
    "Business", "By", "Finding", "Inspection", "InspectionPhoto", "InspectionState", "Kept", "Leakage", "Measure",
    "Place", "Site", "StockLine", "Visit",
]  # fmt: skip
