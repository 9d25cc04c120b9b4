"""A migration operation that lays all tables of an app at once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class Tables(Operation):
    """Create tables, each after those that it refers to.

    One by one, each new model would make Django build all models anew that are related to it, and by the unit and the
    user nearly all are: an empty database took three times as long.
    """

    reversible = True
    serialization_expand_args = ["tables"]

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        """Take the tables in the order of their references."""
        self.tables = tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to a state that is rendered when somebody asks for it."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables, the last first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Create {len(self.tables)} tables"
