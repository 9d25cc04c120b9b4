"""What the database itself refuses of cases: what was done and who looked stays on record."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

# What the service checks, the database holds too: a consent is of this case, for this purpose, and was not withdrawn.
STANDS = (
    "NEW.ground = 'consent' AND NOT EXISTS (SELECT 1 FROM cases_consent AS c WHERE c.id = NEW.consent_id "
    "AND c.case_id = NEW.case_id AND c.purpose = NEW.purpose AND c.withdrawn_on IS NULL)"
)
AT_REST = "EXISTS (SELECT 1 FROM cases_case AS k WHERE k.id = NEW.case_id AND k.state IN ('sealed', 'erased'))"
EARLY = "NEW.state = 'erased' AND (NEW.erase_on IS NULL OR NEW.erased_on < NEW.erase_on)"
BACK = "OLD.state = 'erased' AND NEW.state <> 'erased'"
# NULL passes a CHECK: what is sealed or erased has its days.
DAYLESS = (
    "NEW.state IN ('sealed', 'erased') AND (NEW.closed_on IS NULL OR NEW.sealed_on IS NULL "
    "OR NEW.seal_on IS NULL OR NEW.sealed_on < NEW.seal_on)"
)


class Migration(migrations.Migration):
    replaces = [("cases", "0002_relations"), ("cases", "0003_what_stays")]
    dependencies = [("cases", "0001_tables")]
    operations = [
        *append_only("cases_coursestep"),
        *append_only("cases_sharing"),
        *append_only("cases_postponement"),
        *append_only("cases_publication"),
        Refuse("cases_opening_no_delete", "cases_opening", "DELETE", "cases_opening: openings stay on record"),
        Refuse(
            "cases_sharing_on_standing_consent", "cases_sharing", "INSERT", "cases_sharing: no consent stands", STANDS
        ),
        Refuse("cases_sharing_of_live_case", "cases_sharing", "INSERT", "cases_sharing: the case is at rest", AT_REST),
        Refuse("cases_case_not_erased_early", "cases_case", "UPDATE", "cases_case: erased before its day", EARLY),
        Refuse("cases_case_sealed_on_its_day", "cases_case", "UPDATE", "cases_case: sealed without its day", DAYLESS),
        Refuse("cases_case_stays_erased", "cases_case", "UPDATE", "cases_case: an erased case stays erased", BACK),
    ]
