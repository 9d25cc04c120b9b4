"""What an activity is part of: a campaign that runs, the channels that it used, the programmes that it serves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.activities.models import Activity, Campaign, Channel
from lanhmanh.activities.rules.programmes import Programme
from lanhmanh.ui.formats import either
from lanhmanh.ui.forms import Form


class TogetherForm(Form):
    """Read the campaign, channels and programmes of an activity; without a campaign that runs none is asked for."""

    campaign = forms.ChoiceField(label=gettext_lazy("Thuộc đợt truyền thông"), required=False)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Kênh truyền thông"), required=False, choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Cũng là hoạt động của chương trình"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chọn nhiều chương trình được; khi cộng vẫn là một hoạt động."),
    )  # fmt: skip

    def offer(self, campaigns: Sequence[Campaign], programmes: Sequence[Programme]) -> None:
        """Say which campaigns run for the unit and which programmes on the day."""
        self.campaigns = {one.uid: one for one in campaigns}
        field, served = self.fields["campaign"], self.fields["programmes"]
        assert isinstance(field, forms.ChoiceField) and isinstance(served, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Không thuộc đợt nào")), *((one.uid, one.title) for one in campaigns)]
        served.choices = [(one.code, either(one.name_vi, one.name_en)) for one in programmes]
        if not campaigns:
            del self.fields["campaign"]

    def together(self) -> dict[str, Any]:
        """Return what was chosen, for the service."""
        values = self.cleaned_data
        return {
            "campaign": self.campaigns.get(values.get("campaign", "")),
            "channels": tuple(values["channels"]),
            "programmes": tuple(values["programmes"]),
        }


def initial_together(activity: Activity) -> dict[str, Any]:
    """Return what an activity is part of, as the form shows it."""
    return {
        "campaign": activity.campaign.uid if activity.campaign else "",
        "channels": [row.channel for row in activity.channels.all()],
        "programmes": [row.programme for row in activity.programmes.all()],
    }
