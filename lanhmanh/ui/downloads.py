"""What is handed out as a file to keep."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file that a browser keeps under its name, never opens inside the page, and leaves in no cache."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
