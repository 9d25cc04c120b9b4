"""Files are kept under their own names and stay out of pages and caches."""

from lanhmanh.ui import downloads


def test_a_file_is_kept_under_its_name_and_opened_by_nothing() -> None:
    response = downloads.download(b"<script>", "Kế hoạch.xlsx", "text/html")
    assert response.content == b"<script>"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch.xlsx"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
