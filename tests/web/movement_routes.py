"""The routes of models, campaigns, the library, checks of knowledge and programmes in the matrix."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.programmes import Claim
from lanhmanh.activities.rules.quizzes import Count, Question
from lanhmanh.activities.rules.spreading import Shown, Told
from lanhmanh.activities.services import adopting, campaigns, library, practice_files, programmes, quizzes, spreading
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.library import ItemData, VersionData
from lanhmanh.activities.services.quizzes import ResultData
from lanhmanh.activities.services.spreading import PracticeData
from tests.accounts.test_access import reaches
from tests.factories import make_actor

Arguments = Callable[[Any], list[str]]
Rule = Callable[[str, str], int]
DAY = date(2021, 6, 1)


class Movement:
    """Hold one of everything: a model of the commune worth spreading that its neighbour took up, and the rest."""

    def __init__(self, things: Any) -> None:
        world = things.world
        officer = make_actor("commune_officer", world.commune)
        district, chief = make_actor("district_officer", world.district), make_actor("province_officer", world.province)
        self.draft, good = (self._model(officer, world.commune, name) for name in ("Nháp", "Hay"))
        self.result, self.asked = self.draft.results.get(), self._model(officer, world.commune, "Chờ")
        for one in (good, self.asked):
            spreading.propose(actor=officer, practice=one)
        self.model = spreading.judge(actor=district, practice=good, worth=True, reason="Hay")
        self.file = practice_files.add_file(actor=officer, practice=self.model, name="a.pdf", content=b"%PDF-1")
        beside = make_actor("commune_officer", world.sibling)
        self.adoption = adopting.plan_adoption(actor=beside, practice=self.model, unit=world.sibling, adapted="")
        data = CampaignData(Aim("Đợt", "Làm", DAY, date(2021, 6, 30)), ["commune"])
        self.campaign = campaigns.record_campaign(actor=chief, unit=world.province, data=data)
        told = ItemData("Tờ rơi", "leaflet", "vi", "Tỉnh", "Tỉnh")
        self.item = library.record_item(actor=officer, unit=world.commune, data=told)
        version = library.add_version(actor=officer, item=self.item, data=VersionData("a.pdf", b"%PDF-1", DAY))
        self.use = library.note_use(actor=officer, activity=things.activity, version=version, quantity=1)
        self.activity = things.activity
        questions = [Question(f"{n}?", ("A", "B"), 0) for n in range(5)]
        self.quiz = quizzes.write_quiz(actor=officer, unit=world.commune, title="Hỏi", questions=questions)
        counted = ResultData(self.quiz.versions.get(), DAY, Count(12, (1, 2, 3, 4, 5)), None)
        self.count = quizzes.record_result(actor=officer, unit=world.commune, data=counted)
        claim = Claim("XA-KMT", 2021, "unit", "", DAY)
        self.registration = programmes.register(actor=officer, unit=world.commune, claim=claim)

    @staticmethod
    def _model(actor: Any, unit: Any, name: str) -> Any:
        data = PracticeData("model", Told(name, "Là gì", "Cách làm", None, "", DAY, None))
        made = spreading.record_practice(actor=actor, unit=unit, data=data)
        spreading.add_result(actor=actor, of=made, shown=Shown("Vụ", "vụ", None, Decimal(1)))
        return made


_made: dict[int, Movement] = {}


def of(*names: str) -> Arguments:
    """Return the uids of these rows, words that name no row as they are."""

    def arguments(things: Any) -> list[str]:
        key = id(things)
        if key not in _made:
            _made.clear()
            _made[key] = Movement(things)
        return [getattr(_made[key], name).uid if hasattr(_made[key], name) else name for name in names]

    return arguments


def may(permission: P, role: str, home: str, place: str) -> bool:
    return any(reaches(scope, home, place) for scope in roles()[role].grants.get(permission, ()))


def holds(permission: P, opens: int = 200) -> Rule:
    return lambda role, _home: opens if permission in roles()[role].grants else 404


def at(place: str, permission: P, opens: int = 200) -> Rule:
    return lambda role, home: opens if may(permission, role, home, place) else 404


def plans_campaigns(role: str, home: str) -> int:
    """Open who records where units stand below."""
    above = {"province", "district", "commune"}  # the other communes have no branch
    return 200 if P.ACTIVITY_RECORD in roles()[role].grants and home in above else 404


def adopts(role: str, home: str) -> int:
    """Open who records at a unit that may still take the commune's model up."""
    places = ("province", "district", "branch", "other_commune", "other_district", "sibling", "commune")
    free = [place for place in places if place not in {"commune", "sibling"}]
    return 200 if any(may(P.ACTIVITY_RECORD, role, home, place) for place in free) else 404


READ, SEE, RECORD, JUDGE = P.PLAN_VIEW, P.ACTIVITY_VIEW, P.ACTIVITY_RECORD, P.MODEL_JUDGE
here = at("commune", RECORD)
MOVEMENT: dict[str, tuple[Arguments, Rule]] = {
    "activities:activities_in": (of(), holds(RECORD)),
    "activities:activities_out": (of(), holds(SEE)),
    "activities:models": (of(), holds(READ)),
    "activities:model_new": (of(), holds(RECORD)),
    "activities:model_sheet": (of(), holds(RECORD)),
    "activities:adoption_sheet": (of(), holds(RECORD)),
    "activities:model": (of("model"), holds(READ)),
    "activities:model_print": (of("model"), holds(READ)),
    "activities:model_paper": (of("model", "xlsx"), holds(READ, 404)),
    "activities:model_edit": (of("draft"), here),
    "activities:model_propose": (of("draft"), holds(RECORD, 405)),
    "activities:model_judge": (of("asked"), at("commune", JUDGE)),
    "activities:model_end": (of("draft"), here),
    "activities:model_void": (of("draft"), here),
    "activities:model_result": (of("draft"), here),
    "activities:model_count": (of("draft"), here),
    "activities:model_adopt": (of("model"), adopts),
    "activities:model_file": (of("model", "file"), holds(READ)),
    "activities:model_file_add": (of("draft"), holds(RECORD, 405)),
    "activities:model_file_remove": (of("model", "file"), holds(RECORD, 405)),
    "activities:result_remove": (of("result"), holds(RECORD, 405)),
    "activities:adoption": (of("adoption"), at("sibling", RECORD)),
    "activities:adoption_result": (of("adoption"), at("sibling", RECORD)),
    "activities:adoption_void": (of("adoption"), at("sibling", RECORD)),
    "activities:campaigns": (of(), holds(SEE)),
    "activities:campaign_new": (of(), plans_campaigns),
    "activities:campaign_sheet": (of(), plans_campaigns),
    "activities:campaign": (of("campaign"), at("province", SEE)),
    "activities:campaign_edit": (of("campaign"), at("province", RECORD)),
    "activities:campaign_announce": (of("campaign"), holds(RECORD, 405)),
    "activities:campaign_void": (of("campaign"), at("province", RECORD)),
    "activities:library": (of(), holds(READ)),
    "activities:library_sheet": (of(), holds(RECORD)),
    "activities:item_new": (of(), holds(RECORD)),
    "activities:item": (of("item"), holds(READ)),
    "activities:item_edit": (of("item"), here),
    "activities:item_version": (of("item"), here),
    "activities:item_file": (of("item", "1"), holds(READ)),
    "activities:item_void": (of("item"), here),
    "activities:use_add": (of("activity"), here),
    "activities:use_remove": (of("activity", "use"), holds(RECORD, 405)),
    "activities:quizzes": (of(), holds(SEE)),
    "activities:quiz_new": (of(), holds(RECORD)),
    "activities:quiz": (of("quiz"), holds(SEE)),
    "activities:quiz_print": (of("quiz"), holds(SEE)),
    "activities:quiz_edit": (of("quiz"), here),
    "activities:quiz_count": (of("quiz"), holds(RECORD)),
    "activities:quiz_sheet": (of("quiz"), holds(RECORD)),
    "activities:quiz_void": (of("quiz"), here),
    "activities:count_void": (of("count"), here),
    "activities:programmes": (of(), holds(SEE)),
    "activities:registration_new": (of(), holds(RECORD)),
    "activities:registration_sheet": (of(), holds(RECORD)),
    "activities:registration": (of("registration"), at("commune", SEE)),
    "activities:registration_void": (of("registration"), here),
}
