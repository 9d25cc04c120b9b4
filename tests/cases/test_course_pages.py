"""The pages of a course, of help and of registers: who sees what, what is typed, what is wrong."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lanhmanh.cases.models import Case, Episode, Measure
from lanhmanh.cases.selectors.course import running_of
from lanhmanh.cases.services import end_episode, record_measure, start_episode, take_step
from lanhmanh.cases.services.measures import MeasureData
from lanhmanh.kernel.ids import new_id
from lanhmanh.paper import read
from tests.cases.conftest import House
from tests.cases.test_course import one_deadline
from tests.factories import make_user
from tests.factories.vault import visit

DAY = date(2021, 12, 20)


@pytest.fixture(autouse=True)
def _no_duty(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def case(house: House) -> Case:
    case = house.case()
    start_episode(**house.me, case=case, status="rehab_home", on=date(2021, 12, 1))
    return case


@pytest.fixture
def client(house: House) -> Client:
    return visit(house.worker)


def at(name: str, *args: object) -> str:
    return reverse(f"cases:{name}", args=[str(one) for one in args])


def now(case: Case) -> Episode:
    found = running_of(case)
    assert found is not None
    return found


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


def pages_of(case: Case) -> list[str]:
    """Return every page of a case that may be read or begun."""
    return [
        at("course", case.uid), at("episode_new", case.uid), at("case_close", case.uid),
        at("episode_edit", case.uid, now(case).uid),
        at("step_new", case.uid, now(case).uid), at("episode_end", case.uid, now(case).uid),
        at("event_new", case.uid, now(case).uid), at("course_papers", case.uid, now(case).uid),
        at("measures", case.uid), at("visit", case.uid), at("measure_new", case.uid),
    ]  # fmt: skip


@pytest.mark.deep
def test_every_page_opens_with_one_primary_deed_and_no_script(case: Case, client: Client) -> None:
    for url in pages_of(case):
        text = page(client.get(url))
        assert text.count("button--primary") <= 1, url
        assert "style=" not in text
        assert "Nguyễn Văn Thử" not in text


def test_strangers_and_who_has_no_part_in_cases_find_nothing(house: House, case: Case) -> None:
    for client in (visit(house.stranger), Client()):
        for url in pages_of(case):
            answer = client.get(url)
            assert answer.status_code == (404 if "_auth_user_id" in client.session else 302)
    client = Client()
    client.force_login(make_user("commune_officer", house.world.commune),
                       backend="allauth.account.auth_backends.AuthenticationBackend")  # fmt: skip
    for url in (*pages_of(case), at("registers"), at("register", "01-SCN", house.world.commune.uid, 2021)):
        assert client.get(url).status_code == 404


@pytest.mark.deep
def test_who_has_not_opened_the_case_is_led_to_where_it_is_opened(house: House, case: Case) -> None:
    for url in pages_of(case):
        assert visit(house.supervisor).get(url).headers["Location"] == at("page", case.uid)
    house.open(house.overseer, case)
    looker = visit(house.overseer)
    for name in ("course", "measures"):
        text = page(looker.get(at(name, case.uid)))
        assert "Ghi lần thăm" not in text
    assert looker.get(at("visit", case.uid)).status_code == 404


@pytest.mark.deep
def test_a_case_goes_its_whole_way_by_its_pages(house: House, client: Client) -> None:
    case = house.case()
    start = {"status": "rehab_home", "on": "01/12/2021", "note": "Tự tìm đến"}
    assert client.post(at("episode_new", case.uid), start).status_code == 302
    episode = now(case)
    for step, more in [("assessment", {}), ("registration", {}), ("decision", {"months": "6"})]:
        typed = {"step": step, "on": "02/12/2021", **more}
        assert client.post(at("step_new", case.uid, episode.uid), typed).status_code == 302
    for stage in ("stage_1", "stage_2", "stage_3"):
        client.post(at("step_new", case.uid, episode.uid), {"step": stage, "on": "20/12/2021"})
    text = page(client.get(at("course", case.uid)))
    assert "tháng thứ 1 trên 6, đến 02/06/2022" in text
    assert "Tự tìm đến" in text
    assert "chưa đối chiếu" in text
    ended = client.post(
        at("episode_end", case.uid, episode.uid), {"ending": "completed", "on": "20/12/2021"}, follow=True
    )
    assert "Quản lý sau cai nghiện tại nơi cư trú" in page(ended)
    assert client.post(at("case_close", case.uid), {"reason": "done", "on": "20/12/2021"}).status_code == 302
    closed = Case.objects.get(pk=case.pk)
    assert (closed.state, closed.erase_on) == ("closed", date(2023, 12, 20))
    assert "20/12/2023" in page(client.get(at("page", case.uid)))


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("step_new", {"step": "stage_4", "on": "20/12/2021"}, ""),
        ("step_new", {"step": "decision", "on": "20/12/2021", "months": "99999999999"}, "60"),
        ("step_new", {"step": "decision", "on": "31/02/2021"}, "31/02/2021"),
        ("episode_end", {"ending": "expiry", "on": "20/12/2021"}, ""),
        ("episode_end", {"ending": "completed", "on": "20/12/9999"}, "chưa đến"),
        ("event_new", {"event": "x" * 5000, "on": "20/12/2021"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    case: Case, client: Client, name: str, typed: dict[str, str], words: str
) -> None:
    before = Episode.objects.values().get()
    answer = client.post(at(name, case.uid, now(case).uid), typed)
    assert answer.status_code == 422
    assert "id_" in page(answer)
    assert words in page(answer)
    assert Episode.objects.values().get() == before


@pytest.mark.deep
def test_parts_of_addresses_that_are_nothing_are_not_there(house: House, case: Case, client: Client) -> None:
    other = house.case()
    strange = start_episode(**house.me, case=other, status="leaving", on=DAY)
    unit = house.world.commune.uid
    help_there = record_measure(**house.me, case=other, data=MeasureData(kind="visit", on=DAY))
    for url in (
        at("step_new", case.uid, strange.uid), at("step_new", case.uid, "x" * 300), at("episode_end", case.uid, "é"),
        at("measure_edit", case.uid, help_there.uid), at("measure_void", case.uid, new_id()),
        at("deadline", case.uid, 999999999), at("course", "khong-co"),
        at("register", "01-SCN", house.world.sibling.uid, 2021), at("register", "99-SCN", unit, 2021),
        at("register", "01-SCN", unit, 1800), at("register", "01-SCN", unit, "²⁰²¹"),
        at("registers") + "?don-vi=khong-co",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url
    assert client.get(at("registers") + "?nam=abc").status_code == 200


def test_a_visit_takes_one_form_that_knows_the_last_one(house: House, case: Case, client: Client) -> None:
    record_measure(**house.me, case=case, data=MeasureData(kind="counselling", on=DAY, next_on=date(2022, 1, 3)))
    text = page(client.get(at("visit", case.uid)))
    assert 'value="20/12/2021"' in text
    assert 'inputmode="numeric"' in text
    assert 'value="counselling" id="id_kind_1" checked' in text
    assert 'value="14" id="id_rhythm_0" checked' in text
    typed = {"kind": "visit", "on": "20/12/2021", "rhythm": "30", "words": "Khỏe", "token": new_id()}
    for _twice in range(2):
        assert client.post(at("visit", case.uid), typed).status_code == 302
    made = Measure.objects.filter(kind="visit").get()
    assert (made.next_on, made.recorded_by_id) == (date(2022, 1, 19), house.worker.user.pk)
    typed |= {"next_on": "05/01/2022", "token": new_id()}
    client.post(at("visit", case.uid), typed)
    assert Measure.objects.filter(next_on=date(2022, 1, 5)).exists()
    wrong = client.post(at("visit", case.uid), {"kind": "visit", "on": "21/12/2021", "token": "'" * 26})
    assert wrong.status_code == 422
    assert "chưa đến" in page(wrong)


@pytest.mark.deep
def test_a_loan_is_recorded_changed_and_taken_back_by_its_pages(case: Case, client: Client) -> None:
    typed = {
        "kind": "loan", "on": "01/12/2021", "result": "going", "amount": "30.000.000", "source": "farmers_fund",
        "repayment": "current", "words": "Nuôi gà thả vườn", "token": new_id(),
    }  # fmt: skip
    assert client.post(at("measure_new", case.uid), typed | {"source": ""}).status_code == 422
    assert client.post(at("measure_new", case.uid), typed).status_code == 302
    made = Measure.objects.get()
    text = page(client.get(at("measures", case.uid)))
    assert "30.000.000 đồng, Quỹ Hỗ trợ nông dân, Trong hạn" in text
    assert "Nuôi gà thả vườn" in text
    form = page(client.get(at("measure_edit", case.uid, made.uid)))
    seen = form.split('name="seen" value="')[1].split('"')[0]
    changed = typed | {"repayment": "repaid", "result": "done", "seen": seen}
    assert client.post(at("measure_edit", case.uid, made.uid), changed).status_code == 302
    assert client.post(at("measure_edit", case.uid, made.uid), changed).status_code == 422
    assert client.post(at("measure_void", case.uid, made.uid), {"reason": ""}).status_code == 422
    assert client.post(at("measure_void", case.uid, made.uid), {"reason": "Ghi nhầm"}).status_code == 302
    assert "Ghi nhầm" in page(client.get(at("measures", case.uid)))


@pytest.mark.deep
def test_a_paper_is_handed_out_and_left_in_no_cache(house: House, case: Case, client: Client) -> None:
    take_step(**house.me, episode=now(case), step="registration", on=DAY)
    url = at("course_papers", case.uid, now(case).uid)
    typed = {"code": "commitment", "kind": "docx", "dated": "20/12/2021"}
    answer = client.post(url, typed)
    assert "no-store" in answer["Cache-Control"]
    assert "Thử" not in answer["Content-Disposition"]
    assert "Nguyễn Văn Thử" in str(read(answer.content))
    assert client.post(url, typed | {"kind": "pdf"}).content.startswith(b"%PDF")
    assert client.post(url, typed | {"code": "confirmation"}).status_code == 422


def test_something_due_is_done_or_dropped(house: House, case: Case, client: Client) -> None:
    Episode.objects.filter(case=case).update(status="management", law="luat-73-2021")
    row = one_deadline(case).pk
    assert "Công an nơi đi thông báo" in page(client.get(at("deadline", case.uid, row)))
    assert client.post(at("deadline", case.uid, row), {"deed": "done", "on": "20/12/2021"}).status_code == 302
    assert client.post(at("deadline", case.uid, row), {"deed": "dropped", "on": "20/12/2021"}).status_code == 422


@pytest.mark.deep
def test_the_registers_show_numbers_and_lead_to_their_cases(house: House, case: Case, client: Client) -> None:
    take_step(**house.me, episode=now(case), step="decision", on=DAY, months=6)
    unit = house.world.commune.uid
    assert '01-SCN</a> Sổ cai nghiện tự nguyện tại gia đình</th><td class="num">1' in page(client.get(at("registers")))
    text = page(client.get(at("register", "01-SCN", unit, 2021)))
    assert at("page", case.uid) in text
    assert "Thử" not in text
    book = client.get(at("register_xlsx", "01-SCN", unit, 2021))
    assert BytesIO(book.content).read(2) == b"PK"
    assert "Sổ này chưa có dòng nào" in page(client.get(at("register", "08-SCN", unit, 2021)))
    end_episode(**house.me, episode=now(case), ending="death", on=DAY)
    assert "Kết thúc: Chết" in page(client.get(at("register", "01-SCN", unit, 2021)))
    assert visit(house.overseer).get(at("register", "01-SCN", unit, 2021)).status_code == 200


# An article, or the decree itself where which of its articles it is was not checked.
NAMED = re.compile(r"\((Điều|Nghị định|Luật|Pháp lệnh)")


def forged(case: Case, kind: str) -> list[tuple[str, dict[str, str]]]:
    """Return, for a form of the course, what no page offers on the day: by its address, and what is sent."""
    episode = now(case).uid
    day = {"on": "20/12/2021"}
    by_kind = {
        # Compulsory rehab of minors comes with the law of 2022; the last is no word of the law at all.
        "episode_edit": [
            {"status": code, "anew": "on"} for code in ("rehab_compulsory_minor", "post_rehab_x", "leaving")
        ],
        "step_new": [{"step": code} for code in ("stage_9", "intake", "completion", "stage_2", "bước")],
        "episode_end": [{"ending": code} for code in ("removed", "expiry", "none such", "x" * 60)],
        "event_new": [{"event": code} for code in ("decided", "absence", "none such")],
    }
    return [(at(kind, case.uid, episode), {**day, **one}) for one in by_kind[kind]]


@pytest.mark.parametrize("kind", ["episode_edit", "step_new", "episode_end", "event_new"])
def test_what_no_page_offers_is_refused_with_the_article(house: House, kind: str) -> None:
    case = house.case(ground="assigned")
    start_episode(**house.me, case=case, status="rehab_home", on=date(2021, 12, 1))
    client = visit(house.worker)
    for url, values in forged(case, kind):
        answer = client.post(url, values)
        (told,) = answer.context["form"].non_field_errors()
        assert answer.status_code == 422, values
        assert NAMED.search(told), (values, told)
    assert now(case).steps.count() == 1
    assert now(case).status == "rehab_home"


def test_a_course_that_runs_or_is_over_names_the_article_by_which_it_ends(case: Case, client: Client) -> None:
    told = client.post(at("episode_new", case.uid), {"status": "substitution", "on": "20/12/2021"})
    closing = client.post(at("case_close", case.uid), {"reason": "done", "on": "20/12/2021"})
    for answer in (told, closing):
        assert "đang diễn ra" in page(answer) and NAMED.search(page(answer))
    over = now(case).uid
    client.post(at("episode_end", case.uid, over), {"ending": "moved", "on": "20/12/2021"})
    for name, values in (("step_new", {"step": "assessment"}), ("event_new", {"event": "absence"})):
        answer = client.post(at(name, case.uid, over), {**values, "on": "20/12/2021"})
        assert answer.status_code == 422
        assert "đã kết thúc vì" in page(answer) and NAMED.search(page(answer))


def test_a_code_of_any_length_is_a_wrong_choice(case: Case, client: Client) -> None:
    answer = client.post(at("step_new", case.uid, now(case).uid), {"step": "x" * 100_000, "on": "20/12/2021"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["step"])


def test_a_new_course_begins_at_what_the_last_one_leads_to(case: Case, client: Client) -> None:
    client.post(at("episode_end", case.uid, now(case).uid), {"ending": "completed", "on": "20/12/2021"})
    form = client.get(at("episode_new", case.uid)).context["form"]
    assert form["status"].value() == "post_rehab"
    assert client.get(at("episode_new", case.uid)).content.decode().count("selected") == 1
