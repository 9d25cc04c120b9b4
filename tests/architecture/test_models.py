"""Rules that every model keeps."""

import pytest
from django.apps import apps
from django.db import connection, models

ORDER = [
    "audit",
    "units",
    "accounts",
    "keyring",
    "documents",
    "plan",
    "activities",
    "areas",
    "cases",
    "reporting",
    "flows",
    "web",
    "config",
]
LABELS = {"public", "internal", "personal", "sensitive"}
MODELS = [m for m in apps.get_models() if m.__module__.startswith("lanhmanh.")]


def names(model: type[models.Model]) -> set[str]:
    fields = {field.name for field in model._meta.get_fields() if getattr(field, "concrete", False)}
    return fields | {field.name for field in model._meta.many_to_many}


def test_every_field_is_classed() -> None:
    for model in MODELS:
        assert set(model.classes) - {"created_at"} == names(model) - {"created_at"}, model
        assert set(model.classes.values()) <= LABELS, model


def test_relations_point_down() -> None:
    for model in MODELS:
        here = ORDER.index(model._meta.app_label)
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                assert ORDER.index(field.related_model._meta.app_label) <= here, field


def test_no_default_order_and_no_clock_in_the_model() -> None:
    for model in MODELS:
        assert not model._meta.ordering, model
        assert not any(getattr(field, "auto_now", False) for field in model._meta.get_fields()), model


def test_moments_and_people_come_in_pairs() -> None:
    """`created_at` may stand alone: a row can be made by the system. A person never stands without a moment."""
    for model in MODELS:
        moments = {name[:-3] for name in names(model) if name.endswith("_at")}
        people = {name[:-3] for name in names(model) if name.endswith("_by")}
        assert moments - people <= {"created"}, model
        assert people <= moments, model


def triggers() -> set[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.both
@pytest.mark.django_db
def test_every_trigger_of_the_migrations_stands_in_the_database() -> None:
    """A table that SQLite remakes in a later migration loses its triggers."""
    from django.db.migrations.loader import MigrationLoader

    from lanhmanh.db.triggers import Refuse

    wanted = {
        operation.name
        for migration in MigrationLoader(connection).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Refuse)
    }
    assert wanted
    assert wanted - triggers() == set()
