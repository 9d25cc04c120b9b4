"""How the tests of pages ask as a browser without JavaScript does."""

from django.test import Client
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report, Value
from lanhmanh.units.models import Unit
from tests.factories import make_user
from tests.reporting.conftest import FORM, Q1, Line

AT = [FORM.code, Q1.code]


def as_(actor_or_user: object) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    user = actor_or_user if isinstance(actor_or_user, User) else User.objects.get(pk=actor_or_user.user_id)
    client.force_login(user)
    return client


def text(response: object) -> str:
    return response.content.decode()


def url(name: str, *args: object) -> str:
    return reverse(f"reporting:{name}", args=args)


def typed(report: Report, **changes: str) -> dict[str, str]:
    """Return what the form of a report posts, with some cells typed anew (TT_BUOI="3", n_TT_BUOI="…")."""
    data = {}
    for row in Value.objects.filter(report=report):
        data[f"v-{row.indicator}"] = "" if row.value is None else str(row.value).replace(".", ",")
        data[f"n-{row.indicator}"] = row.note
    for key, value in changes.items():
        code = key.removeprefix("n_").replace("_", "-")
        data[f"{'n' if key.startswith('n_') else 'v'}-{code}"] = value
    return data


def people(line: Line) -> dict[str, Client]:
    """Return who stands where, signed in once for all addresses that a test asks."""
    world = line.world
    line.clients = line.clients or {
        "own": as_(line.filler(world.commune)),
        "parent": as_(line.district_officer),
        "top": as_(line.province_officer),
        "child": as_(make_user("branch_head", world.branch)),
        "sibling": as_(line.filler(world.sibling)),
        "stranger": as_(line.filler(world.other_district)),
        "police": as_(make_user("police", world.district)),
        "admin": as_(make_user("administrator", world.province)),
    }
    return line.clients


def seen(line: Line, address: str) -> set[str]:
    """Return to whom an address opens; to all others it is not there."""
    codes = {who: client.get(address).status_code for who, client in people(line).items()}
    assert set(codes.values()) <= {200, 404}
    return {who for who, code in codes.items() if code == 200}


def unremarkable(line: Line, unit: Unit) -> Report:
    """Submit a report without a single note."""
    report = line.draft(unit)
    cells = {row.indicator: (row.derived if row.derived is not None else row.value, "") for row in report.values.all()}
    services.save_cells(actor=line.filler(unit), report=report, cells=cells)
    return services.submit_report(actor=line.filler(unit), report=report)
