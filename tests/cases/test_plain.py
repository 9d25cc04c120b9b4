"""Nothing stands unsealed in the tables of cases but what the table beside this test gives a reason for."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import lanhmanh.cases
from lanhmanh.cases.figures import NAMES

pytestmark = pytest.mark.pure
HOME = Path(lanhmanh.cases.__file__).parent
TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "plain.toml").read_text("utf-8"))
MODELS = {model.__name__: model for model in apps.get_app_config("cases").get_models()}
LISTED, READ = ("links", "trail", "lock"), ("law", "door", "due")
FIGURES = "\n".join(path.read_text("utf-8") for path in (HOME / "figures").glob("*.py"))
# What is a word and not from a list: addresses of sealed content, codes of the law, the words of a breach and of a
# paper of the province.
CODES = {
    "Secret.record", "Secret.field", "Episode.status", "Episode.law", "Episode.step", "Episode.ending",
    "CourseStep.step", "Deadline.code", "Case.status", "Case.closing", "Sharing.fields", "Sharing.ground",
    "Publication.period", "RetentionTerm.code",
}  # fmt: skip
NAMING_NOBODY = {"Breach.what", "Breach.done", "RetentionTerm.title"}


def plain(model: type[models.Model]) -> set[str]:
    """Return the columns that are read without a key."""
    return {field.name for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)}


def columns(told: dict[str, Any]) -> list[str]:
    """Return the columns for which the table gives a reason, each as often as it does."""
    return [name for kind in LISTED for name in told.get(kind, ())] + [
        name for kind in ("figures", *READ) for name in told.get(kind, {})
    ]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_plain_column_has_one_reason(name: str) -> None:
    given = columns(TABLE[name])
    assert sorted(given) == sorted(plain(MODELS[name])), name
    assert set(TABLE[name]) <= {*LISTED, "figures", *READ}


def test_the_table_tells_of_no_other_model() -> None:
    assert set(TABLE) == set(MODELS)


def test_a_figure_that_is_named_exists_and_is_made_of_the_column() -> None:
    for model, told in TABLE.items():
        for column, named in told.get("figures", {}).items():
            assert set(named) <= set(NAMES), (model, column)
            assert re.search(rf"{column}(?![a-z])|valid_on", FIGURES), (model, column)


def test_a_file_that_is_named_reads_the_column() -> None:
    for model, told in TABLE.items():
        for kind in READ:
            for column, place in told.get(kind, {}).items():
                assert re.search(rf"\b{column}", (HOME / place).read_text("utf-8")), (model, column, place)


def test_links_trail_and_lock_hold_no_words() -> None:
    for name, told in TABLE.items():
        for column in [one for kind in LISTED for one in told.get(kind, ())]:
            field = MODELS[name]._meta.get_field(column)
            numbered = isinstance(field, models.ForeignKey | models.AutoField | models.IntegerField)
            instant = isinstance(field, models.DateField)
            assert numbered or instant or column == "uid" or f"{name}.{column}" in CODES, (name, column)


def test_no_words_stand_unsealed() -> None:
    for name, model in MODELS.items():
        for field in model._meta.concrete_fields:
            wordy = isinstance(field, models.CharField | models.TextField) and not field.choices and field.name != "uid"
            assert not wordy or f"{name}.{field.name}" in CODES | NAMING_NOBODY, (name, field.name)
