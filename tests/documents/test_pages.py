"""The register in the browser: who sees what, at which cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.models import User
from lanhmanh.documents import services
from lanhmanh.documents.models import Document
from tests.documents.conftest import letter
from tests.factories import Province, make_actor, make_user


@pytest.fixture
def document(units: Province) -> Document:
    officer = make_actor("district_officer", units.district)
    return services.register_received(
        actor=officer, unit=units.district, value=letter(), original=b"<script>", name="kế hoạch.html"
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("district_officer", "district", 200),
        ("province_officer", "province", 200),
        ("auditor", "province", 200),
        ("commune_officer", "commune", 404),
        ("district_officer", "other_district", 404),
        ("branch_head", "branch", 404),
        ("police", "district", 404),
    ],
)
def test_who_sees_a_document(units: Province, document: Document, role: str, place: str, status: int) -> None:
    client = signed_in(make_user(role, getattr(units, place)))
    assert client.get(f"/van-ban/{document.uid}/").status_code == status
    assert client.get(f"/van-ban/{document.uid}/tai/original/").status_code == status


def test_a_stranger_is_sent_to_sign_in(document: Document) -> None:
    assert Client().get(f"/van-ban/{document.uid}/").status_code == 302
    assert Client().get("/van-ban/").status_code == 302


def test_a_download_is_never_opened_as_a_page(units: Province, document: Document) -> None:
    response = signed_in(make_user("district_officer", units.district)).get(f"/van-ban/{document.uid}/tai/original/")
    assert response.content == b"<script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''k%E1%BA%BF")
    assert signed_in(make_user("district_officer", units.district)).get(
        f"/van-ban/{document.uid}/tai/pdf/"
    ).status_code == 404  # fmt: skip


def test_a_document_shows_its_citations_both_ways(units: Province, document: Document) -> None:
    client = signed_in(make_user("district_officer", units.district))
    assert "22/KH-BCĐ" in client.get(f"/van-ban/{document.uid}/").content.decode()
    cited = Document.objects.get(origin="cited")
    page = client.get(f"/van-ban/{cited.uid}/").content.decode()
    assert "Được viện dẫn trong" in page and f"/van-ban/{document.uid}/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("?origin=cited", 1), ("?origin=issued", 0), ("?year=2021", 2), ("?year=1999", 2), ("?year=x", 2),
        ("?q=te+nan+ma+tuy", 1), ("?q=22/kh", 1), ("?q=không+có", 0), ("?page=99", 2), ("?origin=lạ", 2),
    ],
)  # fmt: skip
def test_the_register_is_searched(units: Province, document: Document, query: str, found: int) -> None:
    response = signed_in(make_user("district_officer", units.district)).get(f"/van-ban/{query}")
    assert response.status_code == 200
    assert len(response.context["rows"]) == found


def test_the_register_costs_the_same_for_many(units: Province, document: Document) -> None:
    client = signed_in(make_user("district_officer", units.district))
    few = queries(client)
    Document.objects.bulk_create(
        Document(
            origin="received", unit=units.district, number=f"{n}/KH", dated=date(2021, 1, 1), title=f"Kế hoạch {n}",
            registered_at=document.registered_at, registered_by=document.registered_by,
        )
        for n in range(60)
    )  # fmt: skip
    assert queries(client) == few
    response = client.get("/van-ban/")
    assert len(response.context["rows"]) == 50
    assert "Trang 1 trên 2" in response.content.decode()


def queries(client: Client) -> int:
    """Return how many queries the register takes, once the session is warm."""
    client.get("/van-ban/")
    with CaptureQueriesContext(connection) as context:
        assert client.get("/van-ban/").status_code == 200
    return len(context)
