"""Migration operations for rules that the database itself keeps, on SQLite and on PostgreSQL."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    """Make the database refuse `event` (INSERT, UPDATE, DELETE) on a table while `when` holds.

    `when` is SQL that both databases read, speaking of OLD and NEW; "1=1" refuses always.
    """

    reversible = True

    def __init__(self, name: str, table: str, event: str, message: str, when: str = "1=1") -> None:
        """Describe the trigger; `message` is what the database says."""
        self.name, self.table, self.event, self.message, self.when = name, table, event, message, when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: triggers are no part of Django's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the trigger."""
        for statement in self._statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the trigger."""
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        schema_editor.execute(f"DROP TRIGGER {self.name}{on_table}", params=None)

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Refuse {self.event} on {self.table} ({self.name})"

    def _statements(self, vendor: str) -> list[str]:
        head = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW"
        if vendor == "sqlite":
            return [f"{head} WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"]
        result = "OLD" if self.event == "DELETE" else "NEW"
        body = (
            f"BEGIN IF {self.when} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514'; END IF; "
            f"RETURN {result}; END"
        )
        function = f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $f$ {body} $f$"
        return [function, f"{head} EXECUTE FUNCTION {self.name}()"]


class Permit(Operation):
    """Take triggers of a table away, before it is altered in a way for which SQLite makes it anew.

    A later operation of the same migration puts each one back as it is to be.
    """

    reversible = False

    def __init__(self, table: str, *names: str) -> None:
        """Name the table and its triggers."""
        self.table, self.names = table, names

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: triggers are no part of Django's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for name in self.names:
            schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Take away the triggers of {self.table}"


def append_only(table: str) -> list[Operation]:
    """Return the operations that let rows of a table be added and never changed or removed."""
    message = f"{table}: append-only"
    return [
        Refuse(f"{table}_no_update", table, "UPDATE", message),
        Refuse(f"{table}_no_delete", table, "DELETE", message),
    ]
