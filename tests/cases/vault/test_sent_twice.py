"""What is sent twice, by a double click or from an old page, is made once; what was told anew is not lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from lanhmanh.cases.models import Attachment, Breach, Case, CourseStep, PersonRequest, Sharing
from lanhmanh.cases.services import start_episode, take_step
from lanhmanh.cases.services.consents import give_consent
from tests.cases.vault.canaries import me
from tests.cases.vault.conftest import NOW, House
from tests.factories.vault import visit

TODAY = NOW.date()
Told = dict[str, Any]


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """Let whoever answers for cases in without a code."""
    settings.DEMO = True


@pytest.fixture
def case(house: House) -> Case:
    made = house.case()
    house.open(house.supervisor, made)
    agreed = {"purpose": "health", "given_on": TODAY, "by_representative": False, "proof": "Giấy đồng ý"}
    give_consent(**me(house.supervisor), case=made, **agreed)
    return made


def intake(house: House, _case: Case) -> tuple[str, str, Told]:
    told = {"unit": house.world.commune.uid, "in_charge": house.supervisor.user.uid, "full_name": "Người Không Số"}
    return "/ho-so/moi/", "/ho-so/moi/", told | {"sex": "male", "kind": "assigned", "ground": "QĐ 9/QĐ-UBND"}


def request(house: House, _case: Case) -> tuple[str, str, Told]:
    told = {"unit": house.world.commune.uid, "kind": "see", "received_on": "20/12/2021", "who": "Bà Hai"}
    return "/ho-so/yeu-cau/ghi/", "/ho-so/yeu-cau/ghi/", told | {"words": "Xin xem dữ liệu về tôi"}


def breach(house: House, _case: Case) -> tuple[str, str, Told]:
    told = {"unit": house.world.commune.uid, "day": "20/12/2021", "hour": "08:00", "what": "Mất một tờ giấy có mã số"}
    return "/ho-so/su-co/ghi/", "/ho-so/su-co/ghi/", told


def sharing(_house: House, case: Case) -> tuple[str, str, Told]:
    told = {"to": "health", "receiver": "Trạm Y tế", "purpose": "health", "ground": "consent"}
    return f"/ho-so/{case.uid}/chia-se/", f"/ho-so/{case.uid}/chia-se/", told | {"fields_shared": ["full_name"]}


def attachment(_house: House, case: Case) -> tuple[str, str, Told]:
    return f"/ho-so/{case.uid}/", f"/ho-so/{case.uid}/tep/", {"file": b"noi dung"}


WAYS: list[tuple[Callable[[House, Case], tuple[str, str, Told]], type[Model], Told]] = [
    (intake, Case, {"full_name": "Người Khác Không Số"}),
    (request, PersonRequest, {"words": "Xin bản sao dữ liệu về tôi"}),
    (breach, Breach, {"what": "Mất một tờ giấy khác có mã số"}),
    (sharing, Sharing, {"fields_shared": ["full_name", "phone"]}),
    (attachment, Attachment, {"file": b"noi dung khac"}),
]


def sent(client: Client, address: str, told: Told) -> str:
    files = {"file": SimpleUploadedFile("giay.txt", told["file"])} if "file" in told else {}
    answer = client.post(address, told | files)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.parametrize(
    ("way", "model", "anew"),
    [pytest.param(*one, marks=() if at == 0 else pytest.mark.deep) for at, one in enumerate(WAYS)],
    ids=[way.__name__ for way, _model, _anew in WAYS],
)
def test_the_same_form_twice_makes_one_and_another_content_another(
    house: House, case: Case, way: Callable[[House, Case], tuple[str, str, Told]], model: Any, anew: Told
) -> None:
    client = visit(house.supervisor)
    page, address, told = way(house, case)
    [token] = re.findall(r'name="token" value="(\w{26})"', client.get(page).content.decode())
    before = model.objects.count()
    first = sent(client, address, told | {"token": token})
    assert sent(client, address, told | {"token": token}) == first
    assert model.objects.count() == before + 1
    sent(client, address, told | anew | {"token": token})
    assert model.objects.count() == before + 2
    sent(client, address, told | {"token": "không phải mã"[:26]})
    assert model.objects.count() == before + 3


def test_a_step_told_again_is_that_step_and_one_put_right_is_another(house: House, case: Case) -> None:
    episode = start_episode(**me(house.supervisor), case=case, status="rehab_home", on=TODAY)
    step = {"episode": episode, "step": "assessment", "on": TODAY}
    first = take_step(**me(house.supervisor), **step)
    assert take_step(**me(house.supervisor), **step) == first
    take_step(**me(house.supervisor), **step, note="Trạm Y tế xác định")
    decided = {"episode": episode, "step": "decision", "on": TODAY}
    take_step(**me(house.supervisor), episode=episode, step="registration", on=TODAY)
    made = [take_step(**me(house.supervisor), **decided, months=months).pk for months in (6, 6, 9)]
    assert made[0] == made[1] != made[2]
    assert CourseStep.objects.filter(episode=episode, step="decision").count() == 2


@pytest.mark.deep
def test_a_file_is_destroyed_only_after_it_was_asked_once_more(house: House, case: Case) -> None:
    client = visit(house.supervisor)
    sent(client, f"/ho-so/{case.uid}/tep/", {"file": b"noi dung"})
    kept = Attachment.objects.get()
    address = f"/ho-so/{case.uid}/tep/{kept.uid}/bo/"
    page = client.get(address)
    assert page.status_code == 200 and "giay.txt" in page.content.decode()
    assert Attachment.objects.exists()
    assert client.post(address).status_code == 302 and not Attachment.objects.exists()
    assert client.get(address).status_code == 404
