"""Forms whose fields read figures and dates as people write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.photos import MOST_BYTES
from lanhmanh.ui import formats
from lanhmanh.ui.formats import Number, said

Passing = tuple[type[Exception], ...]


class _Plain:
    """What every form here shares: no colon after labels; the server, not the browser, names what is missing."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        usual = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.error_messages["required"] == usual:
                choose = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
                field.error_messages["required"] = _("Chọn một mục.") if choose else _("Điền ô này.")


class Form(_Plain, forms.Form):
    """Be the base of every form: show it by `{% error_summary form %}` and `{% field form.name %}`."""


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, None while it is only shown: what is sent empty is to be refused, not shown."""
    return request.POST if request.method == "POST" else None


def done(form: Form, deed: Callable[[], Any], *, ready: bool | None = None, left: Passing = ()) -> bool:
    """Do the deed of a valid form; what refuses it stands at the field that it names, else above the form.

    What is `left` is not the form's fault and goes on to the page; `ready` tells whether the form may be acted on where
    being valid is not all.
    """
    if not (form.is_valid() if ready is None else ready):
        return False
    try:
        deed()
    except left:
        raise
    except Refused as refusal:
        name = getattr(refusal, "field", None)
        form.add_error(name if name in form.fields else None, said(refusal))
        return False
    return True


class ModelForm(_Plain, forms.ModelForm):  # type: ignore[type-arg]
    """Be the base of forms that only fill a model; the deed itself stays a service."""


class Token(forms.CharField):
    """Carry the id of the form itself, so that what is sent twice is made once (`kernel.ids.id_of`)."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, max_length=26, initial=new_id)


class DateField(forms.Field):
    """Read dd/mm/yyyy or ISO into a date; shown as text with a hint, or as the browser's own date field.

    Text is the rule: a browser set to English shows its own field as mm/dd/yyyy, and 06/07 is then taken for June.
    """

    default_error_messages = {"required": _("Gõ ngày/tháng/năm, ví dụ 24/06/2021.")}

    def __init__(self, *, native: bool = False, **kwargs: Any) -> None:
        self.native = native
        if not native:
            kwargs.setdefault("help_text", _("Ngày/tháng/năm, ví dụ 24/06/2021"))
        attrs = {"type": "date"} if native else {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write the day as the control wants it: ISO for a native one; what was typed stays as typed."""
        if isinstance(value, date):
            return value.isoformat() if self.native else formats.date_vi(value)
        return value

    def to_python(self, value: Any) -> date | None:
        """Return the day, None when empty; raise ValidationError with what to do."""
        if value is None or isinstance(value, date):
            return value
        try:
            return formats.read_date(str(value))
        except Refused as refusal:
            raise ValidationError(said(refusal)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another day was typed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class FigureField(forms.Field):
    """Read a figure into an int, or a Decimal where `places` > 0; refuse what could mean two numbers."""

    default_error_messages = {
        "required": _("Nhập số. Nếu không có, nhập 0."),
        "low": _("Không được nhỏ hơn %(limit)s."),
        "high": _("Không được lớn hơn %(limit)s."),
    }

    def __init__(
        self, *, places: int = 0, min_value: Number | None = 0, max_value: Number | None = None, **kwargs: Any
    ) -> None:
        self.places, self.min_value, self.max_value = places, min_value, max_value
        attrs = {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write the figure in the active language; what was typed stays as typed."""
        return formats.number(value, missing="") if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> Number | None:
        """Return the figure, None when empty; raise ValidationError with what to do."""
        if value is None or isinstance(value, int | Decimal):
            return value
        try:
            return formats.read_number(str(value), places=self.places)
        except Refused as refusal:
            raise ValidationError(said(refusal)) from None

    def validate(self, value: Any) -> None:
        """Hold the figure between its limits."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            self._refuse("low", self.min_value)
        if self.max_value is not None and value > self.max_value:
            self._refuse("high", self.max_value)

    def _refuse(self, code: str, limit: Number) -> None:
        raise ValidationError(self.error_messages[code], code=code, params={"limit": formats.number(limit)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another figure was typed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PhotosField(forms.FileField):
    """Read one or several photos; each is judged by its size here and by its pixels where it is cleaned."""

    widget = forms.FileInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        self.widget.allow_multiple_selected = True
        self.widget.attrs |= {"multiple": True, "accept": "image/jpeg,image/png,image/webp"}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files.

        :raises ValidationError: none was chosen, too many, or one is larger than 10 MB.
        """
        files: list[Any] = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise ValidationError(gettext("Chọn ảnh rồi bấm lại."))
        if len(files) > self.most:
            raise ValidationError(gettext("Chọn nhiều nhất %(most)d ảnh.") % {"most": self.most})
        for file in files:
            if (file.size or 0) > MOST_BYTES:
                raise ValidationError(gettext("Ảnh %(name)s lớn hơn 10 MB: chọn ảnh nhỏ hơn.") % {"name": file.name})
        return files
