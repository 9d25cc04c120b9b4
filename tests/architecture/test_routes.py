"""Every route declares what it needs."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {"set_language"}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here)
        else:
            yield here, entry


def test_every_route_declares_what_it_needs() -> None:
    found = list(routes(get_resolver()))
    unguarded = [path for path, entry in found if not hasattr(entry.callback, "needs") and entry.name not in OPEN]
    assert len(found) > 20
    assert unguarded == []
