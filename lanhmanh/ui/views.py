"""The gallery: every component in every state."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.ui import specimens, states


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the vocabulary of the pages, for those who build and check them."""
    context: dict[str, Any] = {
        **specimens.days(),
        "today": specimens.TODAY,
        "states": states.WORDS,
        "swatches": specimens.SWATCHES,
        "icon_names": sorted(states.ICON_NAMES),
        "good": specimens.filled(),
        "bad": specimens.refused(),
        "strip_items": specimens.STRIP,
        "events": specimens.EVENTS,
        "rows": specimens.ROWS,
        "picks": specimens.PICKS,
        "bar_rows": specimens.BARS,
        "quarters": specimens.QUARTERS,
        "series": specimens.SERIES,
        "year_groups": specimens.year_groups(),
        "year_columns": specimens.year_columns(),
        "year_heads": specimens.YEAR_HEADS,
        "year_totals": specimens.YEAR_TOTALS,
        "previous_label": _("Quý I"),
        "value_label": _("Quý II"),
        "pages": Paginator(range(1, 901), 50).page(3),
    }
    return render(request, "ui/gallery.html", context)


gallery.needs = None  # type: ignore[attr-defined]
