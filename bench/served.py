"""The product as `lanhmanh serve` serves it, over a database of the bench: `python -m bench.served PORT NAME`."""

import sys
from argparse import Namespace

from django.conf import settings


def main(port: str, database: str) -> None:
    """Serve until told to stop, with the plain pages beside the product's."""
    from lanhmanh.config.commands.start import start_django

    start_django()
    settings.DATABASES["default"]["NAME"] = database
    settings.ROOT_URLCONF, settings.DEMO = "bench.urls", True
    from lanhmanh.config.commands.server import serve_here

    serve_here(Namespace(host="127.0.0.1", port=int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
