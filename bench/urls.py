"""The product's addresses and one more: a view that does nothing, reached through the same middleware."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from bench.cases import plain_list, plain_search
from lanhmanh.accounts.guards import SIGNED_IN, page
from lanhmanh.config import urls


@page(needs=SIGNED_IN)
def empty(request: Any) -> HttpResponse:
    """Answer with nothing, for whoever is signed in."""
    return HttpResponse()


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/cases/", plain_list),
    path("bench/cases/tim/", plain_search),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500
