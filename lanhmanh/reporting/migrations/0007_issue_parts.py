"""Fill the parts of documents that went out before parts were kept, and mark those whose reports were corrected since.

Their manifests name the reports of the period alone; so do their parts.
"""

from django.db import migrations


def parts(apps, _schema_editor):
    """Write a part for every report that a manifest names and that is still there."""
    issue_model, report_model = apps.get_model("reporting", "Issue"), apps.get_model("reporting", "Report")
    part_model = apps.get_model("reporting", "IssuePart")
    for issue in issue_model.objects.order_by("pk").iterator():
        if part_model.objects.filter(issue=issue).exists():
            continue
        reports = report_model.objects.filter(uid__in=[row[0] for row in issue.manifest.get("reports", [])])
        part_model.objects.bulk_create(
            part_model(issue=issue, report_id=pk) for pk in reports.order_by("pk").values_list("pk", flat=True)
        )


def wakes(apps, _schema_editor):
    """Write a wake, and a mark in the register, for every correction of a part that was approved since."""
    part_model, report_model = apps.get_model("reporting", "IssuePart"), apps.get_model("reporting", "Report")
    wake_model, mark_model = apps.get_model("reporting", "Wake"), apps.get_model("documents", "Mark")
    for part in part_model.objects.filter(report__state="SUPERSEDED").select_related("issue", "report").order_by("pk"):
        old = part.report
        same = report_model.objects.filter(form=old.form, period=old.period, unit=old.unit_id)
        for new in same.filter(version__gt=old.version, state__in=["APPROVED", "SUPERSEDED"]).order_by("version"):
            cells = _changed(old, new)
            if cells and not wake_model.objects.filter(issue=part.issue, report=new).exists():
                wake_model.objects.create(
                    issue=part.issue, report=new, kind="corrected", cells=cells, found_at=new.approved_at,
                    found_by_id=new.approved_by_id,
                )  # fmt: skip
                mark_model.objects.create(
                    document_id=part.issue.document_id, kind="changed", reason=f"Đính chính: {new.reason}",
                    marked_at=new.approved_at, marked_by_id=new.approved_by_id,
                )  # fmt: skip
            old = new


def _changed(old, new):
    before, after = (dict(one.values.values_list("indicator", "value")) for one in (old, new))
    codes = sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))
    return [[code, _text(before.get(code)), _text(after.get(code))] for code in codes]


def _text(value):
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_marks"), ("reporting", "0006_depth_frozen")]
    operations = [
        migrations.RunPython(parts, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(wakes, migrations.RunPython.noop, elidable=False),
    ]
