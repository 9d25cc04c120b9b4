"""The database itself keeps what must never change."""

import pytest
from django.db import IntegrityError, connection, transaction

from lanhmanh.audit import selectors, services
from lanhmanh.audit.models import Event

pytestmark = pytest.mark.both


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_trail_cannot_be_changed_by_sql(sql: str) -> None:
    with transaction.atomic():
        services.record(actor=services.SYSTEM, verb="test")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.count() == 1
    assert list(selectors.broken_links()) == []
