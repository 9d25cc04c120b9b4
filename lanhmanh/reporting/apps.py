"""The reporting context."""

from django.apps import AppConfig
from django.utils.translation import get_language


class ReportingConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.reporting"

    def ready(self) -> None:
        """Let plans, which lie below, name the indicators of the catalogue in their tasks."""
        from lanhmanh.plan.rules.measures import Measure
        from lanhmanh.plan.selectors import measures
        from lanhmanh.reporting.rules import catalogue

        def whole() -> list[Measure]:
            english = (get_language() or "vi").startswith("en")
            return [
                Measure(
                    one.code,
                    one.name_en if english else one.name_vi,
                    one.name_vi,
                    one.plan_path,
                    part=bool(one.part_of),
                )
                for one in catalogue.load()
            ]

        measures.offer(whole)
