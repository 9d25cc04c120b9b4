"""The sums of a unit in a period stand in one row, and the numbers of an approved report too."""

import json
from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q, Value
from django.db.models.functions import Length, Replace
from django.db.models.lookups import Exact

ASIDE = "reporting_rollup_aside"  # holds the sums while their table is made anew
SUMS = ("rows", "totals", "maxima", "minima", "counts")


def packed(connection, keys, query):
    """Yield for each key, the first columns of a query in its order, the key and the other columns as lists in JSON."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        for key, lines in groupby(cursor.fetchall(), lambda row: row[:keys]):
            columns = zip(*sorted(row[keys:] for row in lines), strict=True)
            yield [*key, *(json.dumps(column, ensure_ascii=False, separators=(",", ":")) for column in columns)]


def put_aside(_apps, schema_editor):
    """Pack the sums."""
    connection = schema_editor.connection
    rows = packed(
        connection, 3,
        "SELECT form, period, unit_id, indicator, total, maximum, minimum, count FROM reporting_rollup "
        "ORDER BY form, period, unit_id",
    )  # fmt: skip
    schema_editor.execute(
        f"CREATE TABLE {ASIDE} (form text, period text, unit_id bigint, {', '.join(f'{name} text' for name in SUMS)})"
    )
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {ASIDE} VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", list(rows))


def put_back(_apps, schema_editor):
    """Fill the table of sums, without those of units below which nothing is approved."""
    columns = ", ".join(("form", "period", "unit_id", *SUMS))
    schema_editor.execute(
        f"INSERT INTO reporting_rollup ({columns}) SELECT {columns} FROM {ASIDE} WHERE EXISTS (SELECT 1 "
        "FROM reporting_report r JOIN units_ancestry a ON a.descendant_id = r.unit_id WHERE r.state = 'APPROVED' "
        f"AND r.form = {ASIDE}.form AND r.period = {ASIDE}.period AND a.ancestor_id = {ASIDE}.unit_id)"
    )
    schema_editor.execute(f"DROP TABLE {ASIDE}")


def seal(apps, schema_editor):
    """Keep the numbers of each report as it was approved."""
    rows = packed(
        schema_editor.connection, 1,
        "SELECT v.report_id, v.indicator, v.value FROM reporting_value v JOIN reporting_report r ON r.id = v.report_id "
        "WHERE r.state IN ('APPROVED', 'SUPERSEDED') ORDER BY v.report_id",
    )  # fmt: skip
    model = apps.get_model("reporting", "Sealed")
    model.objects.bulk_create(model(report_id=pk, rows=codes, numbers=numbers) for pk, codes, numbers in rows)


def entries(name):
    """Return how many commas are in a packed column: neither codes nor numbers have any."""
    return Length(name) - Length(Replace(name, Value(","), Value("")))


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_refused"), ("units", "0002_refused")]
    operations = [
        migrations.RunPython(put_aside),
        migrations.DeleteModel("Rollup"),
        migrations.CreateModel(
            "Rollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=20)),
                ("period", models.CharField(max_length=8)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                *((name, models.TextField()) for name in SUMS),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "period", "unit"), name="sums_once"),
                    models.CheckConstraint(
                        condition=Q(Exact(entries("rows"), entries("totals")))
                        & Q(Exact(entries("rows"), entries("maxima")))
                        & Q(Exact(entries("rows"), entries("minima")))
                        & Q(Exact(entries("rows"), entries("counts"))),
                        name="sums_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            "Sealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.TextField()),
                ("numbers", models.TextField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="reporting.report"
                    ),
                ),
            ],
        ),
        migrations.RunPython(put_back),
        migrations.RunPython(seal),
    ]
