"""Who may open which page of reports, and addresses that name nothing."""

import pytest

from tests.factories import make_user
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import AT, as_, people, seen, text, url


def test_a_report_opens_to_its_unit_and_those_above(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("report", report.uid)) == {"own", "parent", "top"}


@pytest.mark.deep
def test_review_opens_to_the_unit_above_alone(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("review", report.uid)) == {"parent"}


def test_the_facts_open_where_activities_may_be_seen(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("facts", report.uid, "TT-BUOI")) == {"own", "parent", "top"}


@pytest.mark.deep
def test_consolidations_open_to_partners_too(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    at = [*AT, line.world.commune.uid]
    assert seen(line, url("consolidation", *at)) == {"own", "parent", "top", "police"}
    assert seen(line, url("cell", *at, "TT-BUOI")) == {"own", "parent", "top", "police"}
    assert seen(line, url("preview", *at)) == {"own", "parent", "top", "police"}


@pytest.mark.deep
def test_partners_get_figures_and_no_links_to_what_is_not_theirs(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    police = as_(make_user("police", line.world.district))
    for name in ("consolidation", "cell"):
        for unit in (line.world.district, line.world.commune):
            tail = ["TT-BUOI"] if name == "cell" else []
            page = text(police.get(url(name, *AT, unit.uid, *tail)))
            assert ">3<" in page
            assert report.uid not in page
            assert "/bao-cao/phieu/" not in page
            assert "?don-vi=" not in page
    assert police.get(url("index")).status_code == 404
    assert police.get(url("issue", *AT, line.world.district.uid)).status_code == 404
    assert police.get(url("consolidation_index")).status_code == 200


@pytest.mark.deep
def test_lists_open_to_who_has_a_use_for_them(line: Line) -> None:
    line.draft(line.world.commune)
    assert seen(line, url("index")) == {"own", "parent", "top", "sibling", "stranger"}
    assert seen(line, url("queue")) == {"parent", "top", "stranger"}
    assert seen(line, url("consolidation_index")) == {"own", "parent", "top", "sibling", "stranger", "police"}
    assert seen(line, url("item_figures", "II.1")) == {"own", "parent", "top", "sibling", "stranger", "police"}
    assert seen(line, url("open", line.world.sibling.uid, *AT)) == {"sibling"}


@pytest.mark.deep
@pytest.mark.parametrize("name", ["submit", "report"])
def test_only_the_unit_itself_writes(line: Line, name: str) -> None:
    report = line.draft(line.world.commune)
    codes = {who: client.post(url(name, report.uid), {}).status_code for who, client in people(line).items()}
    assert {who for who, code in codes.items() if code != 404} == {"own"}


@pytest.mark.deep
@pytest.mark.parametrize(
    "address",
    [
        "/bao-cao/?nam=1x", "/bao-cao/?nam=99999", "/bao-cao/?don-vi=0", "/bao-cao/?bieu=KHAC",
        "/bao-cao/tong-hop/KHAC/2021Q1/{unit}/", "/bao-cao/tong-hop/HND-QUY/2021/{unit}/",
        "/bao-cao/tong-hop/HND-QUY/2021q1/{unit}/", "/bao-cao/tong-hop/HND-QUY/khong/{unit}/",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/o/KHAC/", "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/tai/exe/",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{branch}/", "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/?phan=IX",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/van-ban/?the-thuc=party",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_is_not_there(line: Line, address: str) -> None:
    client = as_(line.district_officer)
    world = line.world
    assert client.get(address.format(unit=world.district.uid, branch=world.branch.uid)).status_code == 404
