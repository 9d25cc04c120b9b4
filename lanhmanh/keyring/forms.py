"""Which units' keys to list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.ui.forms import Form


class UnitsForm(Form):
    """Part of a unit's name."""

    q = forms.CharField(label=_("Tên đơn vị"), required=False, max_length=100)
