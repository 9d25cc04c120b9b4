"""How people are told in the demonstration: two campaigns, a library, a check of knowledge, registrations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from lanhmanh import paper
from lanhmanh.activities.models import Activity, Campaign, Channel, Kind, LibraryItem, Quiz, QuizVersion, State
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.programmes import Claim
from lanhmanh.activities.rules.quizzes import Count, Question
from lanhmanh.activities.services import campaigns, library, programmes, quizzes
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.done import Entry
from lanhmanh.activities.services.library import ItemData, VersionData
from lanhmanh.activities.services.programmes import RegistrationEntry
from lanhmanh.activities.services.quizzes import ResultData
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units.models import UnitVersion

WARD = "25993"  # Trảng Dài has still to do something in the campaign of December
CAMPAIGNS = (
    Aim("Tháng hành động phòng, chống ma túy 2021",
        "Mỗi xã ít nhất một buổi ở ấp, khu phố và một lượt phát loa mỗi tuần (dữ liệu minh họa).",
        date(2021, 6, 1), date(2021, 6, 30)),
    Aim("Cuối năm, mỗi nhà một lời nhắc",
        "Đến từng nhà trước Tết: nhắc con cháu tránh ma túy núp bóng thực phẩm (dữ liệu minh họa).",
        date(2021, 12, 1), date(2021, 12, 31)),
)  # fmt: skip
CHANNELS = {
    Kind.SESSION: (Channel.MEETING, Channel.CLUB, Channel.POSTER, Channel.DRAMA),
    Kind.BROADCAST: (Channel.LOUDSPEAKER,),
    Kind.NEWS: (Channel.ZALO, Channel.ONLINE),
    Kind.CAMPAIGN: (Channel.MOBILE, Channel.CONTEST, Channel.POSTER),
    Kind.VISIT: (Channel.HOME,),
}
ITEMS = (
    (
        "Ma túy núp bóng: nhận biết trong gia đình",
        "leaflet",
        "vi",
        "Tờ gấp ba, hình lớn, ít chữ.",
        ["", "Sửa số điện thoại của Công an huyện, thêm hình kẹo lạ."],
    ),
    ("Lời nhắc mười phút mỗi tối", "script", "vi", "Bài đọc loa, giọng kể chuyện, chia bốn kỳ.", [""]),
    ("Tiểu phẩm: Chuyện nhà ông Tư", "drama", "vi", "Tiểu phẩm 15 phút, bốn vai.", [""]),
    ("Giữ con khỏi ma túy", "leaflet", "crw", "Tờ rơi song ngữ cho đồng bào Chơ Ro.", [""]),
)
QUESTIONS = (
    Question("Kẹo, nước lạ ở cổng trường có thể chứa gì?", ("Chỉ là kẹo", "Ma túy núp bóng", "Vitamin"), 1),
    Question("Thấy người lạ mời dùng thử, nên làm gì?", ("Từ chối, báo người lớn", "Thử một lần", "Giữ kín"), 0),
    Question("Báo tin về ma túy ở đâu?", ("Không ở đâu", "Chỉ báo tỉnh", "Công an xã, phường hoặc hòm thư"), 2),
    Question("Người nghiện cần được gì trước hết?", ("Xa lánh", "Giúp cai và chữa bệnh", "Đuổi đi"), 1),
    Question("Ai giữ cho ấp không có ma túy?", ("Công an", "Nhà trường", "Mọi nhà cùng công an, nhà trường"), 2),
)


@dataclass(frozen=True)
class Told:
    """Hold the campaigns to which activities of the year may belong."""

    campaigns: Sequence[Campaign] = ()


def begin(world: World) -> Told:
    """Plan both campaigns, and fill the library, before the year's activities are laid out."""
    actor, made = world.actor("canbo.tinh"), []
    with clock.at(datetime(2021, 4, 5, 9, tzinfo=VIETNAM)):
        for aim in CAMPAIGNS:
            data = CampaignData(aim, ["commune"])
            campaign = campaigns.record_campaign(actor=actor, unit=world.province, data=data)
            made.append(campaigns.announce_campaign(actor=actor, campaign=campaign))
        for title, kind, language, summary, changes in ITEMS:
            _shelve(world, ItemData(title, kind, language, "Hội Nông dân tỉnh biên soạn (minh họa)",
                                    "Ban Thường vụ Hội Nông dân tỉnh", summary), changes)  # fmt: skip
    return Told(made)


def _shelve(world: World, data: ItemData, changes: Sequence[str]) -> None:
    actor = world.actor("canbo.tinh")
    item = library.record_item(actor=actor, unit=world.province, data=data)
    for number, changed in enumerate(changes, 1):
        value = paper.OfficialDocument(
            kind="TÀI LIỆU", title=data.title, preamble=(f"SYNTHETIC {number}", data.summary)
        )
        content = paper.write_pdf(value)
        version = VersionData(f"tai-lieu-{number}.pdf", content, date(2021, 3, number), changed)
        library.add_version(actor=actor, item=item, data=version)


def dressed(entries: Sequence[Entry], code: str, told: Told, random: Random) -> list[Entry]:
    """Return activities with their channels and programmes, those within a campaign in it."""
    return [_dressed(entry, code, told, random) for entry in entries]


def _dressed(entry: Entry, code: str, told: Told, random: Random) -> Entry:
    data = entry.data
    known = CHANNELS.get(Kind(data.kind), ())
    channels = tuple(random.sample(known, random.randint(1, len(known)))) if known and random.random() < 0.7 else ()
    served = tuple(one for one, share in (("TDDK", 0.25), ("XA-KMT", 0.2)) if random.random() < share)
    within = [one for one in told.campaigns if one.first <= data.day <= one.last]
    joins = bool(within) and random.random() < 0.6 and not (code == WARD and within[0].last.month == 12)
    campaign = within[0] if joins and data.kind != Kind.TRAINING and code else None
    return replace(entry, data=replace(data, channels=channels, programmes=served, campaign=campaign))


def plan(year: Year) -> None:
    """Put into the year the check of knowledge, what was used of the library, and the registrations."""
    year.plan(datetime(2021, 2, 10, 9, tzinfo=VIETNAM), lambda: _register(year.world))
    year.plan(datetime(2021, 4, 20, 9, tzinfo=VIETNAM), lambda: _check(year.world))
    year.plan(datetime(2021, 12, 6, 9, tzinfo=VIETNAM), lambda: _settle(year.world))
    year.plan(datetime(2021, 12, 18, 17, tzinfo=VIETNAM), lambda: _use(year.world))


def _some(world: World, most: int) -> list[UnitVersion]:
    ward = [one for one in world.communes if one.code == WARD]
    return [*ward, *(one for one in world.communes if one.code != WARD)][:most]


def _register(world: World) -> None:
    on = date(2021, 2, 8)
    for version in _some(world, 12):
        claims = [
            Claim("XA-KMT", 2021, "unit", "", on, "Bản đăng ký đầu năm (minh họa)"),
            Claim("TDDK", 2021, "school", f"Trường THCS {version.name.split(maxsplit=1)[1]}", on),
            Claim("TDDK", 2021, "agency", "Trạm Y tế", on),
        ]
        rows = [RegistrationEntry(version.unit, claim) for claim in claims]
        programmes.register_many(actor=world.officer(version.unit_id), rows=rows)


def _settle(world: World) -> None:
    on = date(2021, 12, 5)
    for place, version in enumerate(_some(world, 6)):
        rows = version.unit.registrations.filter(programme="TDDK").order_by("pk")
        for row in rows[: 1 + place % 2]:
            outcome = "not_achieved" if place == 4 else "achieved"
            actor = world.officer(version.unit_id)
            programmes.settle(actor=actor, registration=row, outcome=outcome, on=on, document="Biên bản (minh họa)")


def _check(world: World) -> None:
    quiz: Quiz = quizzes.write_quiz(
        actor=world.actor("canbo.tinh"), unit=world.province, title="Ma túy núp bóng", questions=QUESTIONS
    )
    version, random = QuizVersion.objects.get(quiz=quiz), Random("kien-thuc")
    for place, one in enumerate(_some(world, 4)):
        people = 8 if place == 3 else random.randint(24, 60)
        before = Count(people, tuple(random.randint(people // 4, people // 2) for _ in QUESTIONS))
        after = Count(people, tuple(random.randint(people * 2 // 3, people) for _ in QUESTIONS))
        data = ResultData(version, date(2021, 4, 17), before, after if place != 2 else None, "Hội viên chi hội")
        quizzes.record_result(actor=world.officer(one.unit_id), unit=one.unit, data=data)


def _use(world: World) -> None:
    for version in _some(world, 3):
        item = LibraryItem.objects.get(title=ITEMS[0][0])
        latest = item.versions.order_by("-number")[0]
        sessions = Activity.objects.filter(unit=version.unit, kind=Kind.SESSION, state=State.RECORDED)
        for activity in sessions.order_by("-day", "-pk")[:2]:
            actor = world.officer(version.unit_id)
            library.note_use(actor=actor, activity=activity, version=latest, quantity=40)
