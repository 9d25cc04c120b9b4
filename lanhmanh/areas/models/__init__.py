"""The tables of areas: what a commune is like and becomes, its businesses and sites."""

from lanhmanh.areas.models.rule_sets import RuleSet

__all__ = ["RuleSet"]
