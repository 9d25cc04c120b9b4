"""Many rows in one: a column of a group comes from the database as one text. To fetch each row takes twice as long."""

from functools import lru_cache
from typing import Any

from django.db.models import Aggregate, TextField


class Packed(Aggregate):
    """Hold a column without NULL of the rows of a group as a text, with commas between; all columns in one order."""

    name = "Packed"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return the aggregate, to which numbers are texts."""
        return self.as_sql(compiler, connection, template="group_concat(%(expressions)s, ',')", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return the aggregate, which wants texts."""
        return self.as_sql(compiler, connection, template="string_agg((%(expressions)s)::text, ',')", **extra)


@lru_cache(maxsize=64)
def split(packed: str) -> tuple[str, ...]:
    """Return the texts of a column that most groups have alike, such as the codes of their rows."""
    return tuple(packed.split(",")) if packed else ()
