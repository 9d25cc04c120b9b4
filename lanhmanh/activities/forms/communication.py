"""The forms of campaigns, of the library, and of checks of knowledge."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.activities.forms.choosing import OfItem, OfUnit, Units, box, choose
from lanhmanh.activities.forms.spreading import FileForm
from lanhmanh.activities.models import Campaign, Language, LibraryItem, LibraryKind, LibraryVersion, QuizVersion
from lanhmanh.activities.rules import MOST_PIECES
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.quizzes import MOST_ANSWERS, QUESTIONS, Count, Question, count_of
from lanhmanh.activities.rules.stated import MOST_PEOPLE, Misstated
from lanhmanh.activities.selectors.library import Sought
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.library import ItemData, VersionData
from lanhmanh.activities.services.quizzes import ResultData
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import DateField, FigureField, Form
from lanhmanh.units.models import Level

LEVELS = {
    Level.DISTRICT.value: gettext_lazy("Huyện, thành phố"),
    Level.COMMUNE.value: gettext_lazy("Xã, phường, thị trấn"),
    Level.BRANCH.value: gettext_lazy("Chi hội"),
}


class CampaignForm(OfUnit, OfItem):
    """Read what a campaign is about, when, and whom it invites."""

    title = forms.CharField(label=gettext_lazy("Tên đợt"), max_length=200)
    aim = box(
        gettext_lazy("Mục đích, nội dung"),
        3000,
        required=True,
        help_text=gettext_lazy("Các đơn vị được mời đọc lời này trước khi làm."),
    )
    first = DateField(label=gettext_lazy("Từ ngày"))
    last = DateField(label=gettext_lazy("Đến ngày"))
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Mời các đơn vị cấp"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một cấp đang có đơn vị bên dưới.")},
    )
    within = forms.MultipleChoiceField(
        label=gettext_lazy("Chỉ ở những nơi này"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Không chọn nơi nào là mời ở khắp địa bàn."),
    )
    field_order = ["unit", "title", "aim", "first", "last", "levels", "within", "item"]

    def __init__(self, *args: Any, levels: Sequence[str], places: Units, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {unit.uid: unit for unit, _name in places}
        choose(self, "levels", [(level, LEVELS[Level(level)]) for level in levels])
        choose(self, "within", [(unit.uid, name) for unit, name in places])
        if fixed or len(places) < 2:
            del self.fields["within"]
        if fixed:
            del self.fields["levels"]

    def data_of(self) -> CampaignData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        aim = Aim(values["title"], values["aim"], values["first"], values["last"])
        within = [self.places[uid] for uid in values.get("within", ())]
        return CampaignData(aim, values.get("levels", ()), within, self.item_of(), values["token"])


def initial_campaign(campaign: Campaign) -> dict[str, Any]:
    """Return a campaign as the form shows it."""
    item = campaign.plan_item.uid if campaign.plan_item else ""
    levels = sorted(set(campaign.invitations.values_list("unit__level", flat=True)))
    return {name: getattr(campaign, name) for name in ("title", "aim", "first", "last", "token")} | {
        "item": item,
        "unit": campaign.unit.uid,
        "levels": levels,
    }


class ItemForm(OfUnit):
    """Read what a material is, where it comes from and who approved it."""

    title = forms.CharField(label=gettext_lazy("Tên tài liệu"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=LibraryKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ"), choices=Language.choices, initial=Language.VIETNAMESE)
    summary = box(gettext_lazy("Nội dung chính"), 2000)
    source = forms.CharField(
        label=gettext_lazy("Nguồn"), max_length=200, help_text=gettext_lazy("Ai biên soạn, lấy từ đâu.")
    )
    approver = forms.CharField(
        label=gettext_lazy("Người, cơ quan duyệt"), max_length=200,
        help_text=gettext_lazy("Ai duyệt nội dung, văn bản nào nếu có."),
    )  # fmt: skip
    field_order = ["unit", "title", "kind", "language", "summary", "source", "approver"]

    def data_of(self) -> ItemData:
        """Return what was stated, for the service."""
        names = ("title", "kind", "language", "source", "approver", "summary", "token")
        return ItemData(**{name: self.cleaned_data[name] for name in names})


def initial_item(item: LibraryItem) -> dict[str, Any]:
    """Return a material as the form shows it."""
    names = ("title", "kind", "language", "summary", "source", "approver", "token")
    return {name: getattr(item, name) for name in names} | {"unit": item.unit.uid}


class VersionForm(FileForm):
    """Take the file of a version, its day, and what changed."""

    dated = DateField(label=gettext_lazy("Ngày của phiên bản"))
    changed = forms.CharField(
        label=gettext_lazy("Khác gì với phiên bản trước"), max_length=300, required=False,
        help_text=gettext_lazy("Phiên bản đầu tiên thì để trống."),
    )  # fmt: skip

    def data_of(self) -> VersionData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        file = values["file"]
        return VersionData(file.name, file.read(), values["dated"], values["changed"])


class SoughtForm(Form):
    """Read which materials are wanted."""

    words = forms.CharField(label=gettext_lazy("Tìm trong tên, nội dung"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), required=False, choices=[("", gettext_lazy("Mọi loại")), *LibraryKind.choices]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Ngôn ngữ"), required=False,
        choices=[("", gettext_lazy("Mọi ngôn ngữ")), *Language.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def sought(self) -> Sought:
        """Return what is wanted; a wrong field does not narrow and says so."""
        self.full_clean()
        return Sought(**{name: self.cleaned_data.get(name, "") for name in ("words", "kind", "language")})


class UseForm(Form):
    """Read which version an activity used, and how much of it."""

    version = forms.ChoiceField(
        label=gettext_lazy("Tài liệu, phiên bản"), error_messages={"required": gettext_lazy("Chọn tài liệu.")}
    )
    quantity = FigureField(label=gettext_lazy("Số bản, số lượt"), min_value=1, max_value=MOST_PIECES)

    def __init__(self, *args: Any, versions: Sequence[LibraryVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {version.uid: version for version in versions}
        named = [
            (v.uid, _("%(title)s, bản %(number)d") % {"title": v.item.title, "number": v.number}) for v in versions
        ]
        choose(self, "version", [("", _("Chọn tài liệu")), *named])

    def version_of(self) -> LibraryVersion:
        """Return the version chosen."""
        return self.versions[self.cleaned_data["version"]]


class QuizForm(OfUnit):
    """Read five questions, each with two to four answers and the right one of them."""

    title = forms.CharField(label=gettext_lazy("Tên bộ câu hỏi"), max_length=200)
    field_order = ["unit", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at in range(1, QUESTIONS + 1):
            empty = {"required": _("Điền ô này.")}
            label = _("Nội dung câu %(n)d") % {"n": at}
            self.fields[f"q{at}"] = forms.CharField(label=label, max_length=300, error_messages=empty)
            for place in range(1, MOST_ANSWERS + 1):
                label = _("Câu %(n)d, trả lời %(letter)s") % {"n": at, "letter": "ABCD"[place - 1]}
                self.fields[f"q{at}_{place}"] = forms.CharField(
                    label=label, max_length=200, required=place < 3, error_messages=empty
                )
            self.fields[f"q{at}_right"] = forms.ChoiceField(
                label=_("Câu %(n)d, trả lời đúng") % {"n": at},
                choices=[(str(place), "ABCD"[place]) for place in range(MOST_ANSWERS)],
            )

    def parts(self) -> Iterator[tuple[int, BoundField, list[BoundField], BoundField]]:
        """Yield each question's number, text, answers and right answer."""
        for at in range(1, QUESTIONS + 1):
            answers = [self[f"q{at}_{place}"] for place in range(1, MOST_ANSWERS + 1)]
            yield at, self[f"q{at}"], answers, self[f"q{at}_right"]

    def questions(self) -> list[Question]:
        """Return what was written; an answer left empty is none, and the right one is counted among those written."""
        return [self._question(at) for at in range(1, QUESTIONS + 1)]

    def _question(self, at: int) -> Question:
        values = self.cleaned_data
        written = [values[f"q{at}_{place}"] for place in range(1, MOST_ANSWERS + 1)]
        picked = int(values[f"q{at}_right"])
        right = sum(1 for text in written[:picked] if text) if written[picked] else -1
        return Question(values[f"q{at}"], tuple(text for text in written if text), right)


def initial_quiz(version: QuizVersion) -> dict[str, Any]:
    """Return a version's questions as the form shows them."""
    values: dict[str, Any] = {"title": version.quiz.title, "unit": version.quiz.unit.uid}
    for at, question in enumerate(version.questions, 1):
        values |= {f"q{at}": question["text"], f"q{at}_right": str(question["right"])}
        values |= {f"q{at}_{place}": answer for place, answer in enumerate(question["answers"], 1)}
    return values


class CountForm(OfUnit):
    """Read how many answered before and after, and how many each question rightly; no names."""

    day = DateField(label=gettext_lazy("Ngày"))
    group = forms.CharField(
        label=gettext_lazy("Nhóm người dự"), max_length=120, required=False,
        help_text=gettext_lazy("Ví dụ: hội viên chi hội khu phố 3. Không ghi tên người."),
    )  # fmt: skip
    field_order = ["unit", "day", "group"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = {"before": _("trước"), "after": _("sau")}
        for side, word in sides.items():
            self.fields[f"{side}_people"] = self._figure(_("Số phiếu %(side)s") % {"side": word})
            for at in range(1, QUESTIONS + 1):
                self.fields[f"{side}_{at}"] = self._figure(_("Câu %(n)d đúng, %(side)s") % {"n": at, "side": word})

    @staticmethod
    def _figure(label: str) -> FigureField:
        field = FigureField(label=label, required=False, max_value=MOST_PEOPLE)
        field.widget.attrs |= {"aria-label": label, "class": "figure-input"}
        return field

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Yield each line of the table: its name, the field before and the field after."""
        yield _("Số phiếu thu được"), self["before_people"], self["after_people"]
        for at in range(1, QUESTIONS + 1):
            yield _("Câu %(n)d: số phiếu đúng") % {"n": at}, self[f"before_{at}"], self[f"after_{at}"]

    def clean(self) -> dict[str, Any]:
        """Tell beside the field what cannot be."""
        values = super().clean() or {}
        self.counts: dict[str, Count | None] = {}
        for side in ("before", "after"):
            if not self.errors:
                right = [values[f"{side}_{at}"] for at in range(1, QUESTIONS + 1)]
                try:
                    self.counts[side] = count_of(side, values[f"{side}_people"], right)
                except Misstated as refusal:
                    self.add_error(refusal.field, said(refusal))
        return values

    def data_of(self, version: QuizVersion) -> ResultData:
        """Return what was counted, for the service."""
        values = self.cleaned_data
        return ResultData(
            version, values["day"], self.counts["before"], self.counts["after"], values["group"], values["token"]
        )
