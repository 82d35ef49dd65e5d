"""Forms: the renderer, the base class, widgets and the crispy helper. How to build one: docs/ui.md."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from crispy_forms.layout import Fieldset as CrispyFieldset
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Button",
    "Buttons",
    "CountedTextarea",
    "DateParts",
    "DatePartsField",
    "Div",
    "DkfdsForm",
    "DkfdsModelForm",
    "DkfdsRenderer",
    "Field",
    "Fieldset",
    "Fold",
    "HideButton",
    "HintedChoiceField",
    "HintedMultipleChoiceField",
    "Include",
    "Layout",
    "helper",
]


class Fieldset(CrispyFieldset):  # type: ignore[misc]  # crispy-forms is not typed
    """Fields under a heading. Crispy compiles a legend as a template; ours is words, whoever typed them."""

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """As crispy draws it, with the legend as it is."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        drawn = {"fieldset": self, "legend": self.legend or "", "fields": fields}
        return render_to_string(self.get_template_name(template_pack), {**context.flatten(), **drawn})


class Fold(Fieldset):
    """A fieldset behind its own heading, for long forms of whoever sets things up; open where a fault is."""

    template = "dkfds/layout/fold.html"
    is_open = False

    def get_template_name(self, template_pack: str) -> str:
        """Ours alone: there is no other pack."""
        return self.template

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """Opens by itself when one of its fields has an error."""
        self.is_open = any(form.errors.get(pointer.name) for pointer in self.get_field_names())
        return super().render(form, context, template_pack=template_pack, **kwargs)


class DkfdsRenderer(TemplatesSetting):
    """FORM_RENDERER: `{{ field.as_field_group }}` and crispy draw through the same file."""

    field_template_name = "dkfds/field.html"


class DkfdsMixin:
    """What every form here has in common, model forms included.

    `heading_field` names the field whose label is the page's h1 (one question per page).
    `marks_optional` is False for filters and searches, where nothing is required.
    """

    use_required_attribute = False
    heading_field: ClassVar[str | None] = None
    marks_optional: ClassVar[bool] = True
    helper: FormHelper
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_which_field(field)


def _say_which_field(field: forms.Field) -> None:
    """»This field is required« says nothing in a summary: name the field, unless it has words of its own."""
    if field.error_messages.get("required") is not forms.Field.default_error_messages["required"]:
        return
    is_choice = isinstance(field, forms.ChoiceField)
    words = _("Choose an answer to ”{label}”") if is_choice else _("Fill in ”{label}”")
    field.error_messages["required"] = format_lazy(words, label=field.label or "")


class DkfdsForm(DkfdsMixin, forms.Form):
    """Base of the portal's forms. Set `helper = helper(...)` on the class or in `__init__`."""


class DkfdsModelForm(DkfdsMixin, forms.ModelForm):  # type: ignore[type-arg]  # the model is named by the subclass
    """Base of forms that save one row as it is."""


class _Hinted:
    """What a group of options may say about each option; keys are the options' values."""

    hints: Mapping[str, Any]
    advice: Mapping[str, Any]
    divide_before: tuple[str, ...]

    def _take(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        self.hints = kwargs.pop("hints", {})
        self.advice = kwargs.pop("advice", {})
        self.divide_before = tuple(kwargs.pop("divide_before", ()))
        return kwargs


class HintedChoiceField(_Hinted, forms.ChoiceField):
    """Radio buttons. `hints` stand under an option, `advice` (safe HTML) appears when it is chosen.

    `divide_before`: options with »or« above them, such as »I don't know«.
    """

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**self._take(kwargs))


class HintedMultipleChoiceField(_Hinted, forms.MultipleChoiceField):
    """Check boxes, with the same extras as HintedChoiceField."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**self._take(kwargs))


class CountedTextarea(forms.Textarea):
    """A text area that tells how much room is left; the field's `max_length` is the limit."""

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int = 6) -> None:
        super().__init__({"rows": rows, "cols": 60, **(attrs or {})})


class DateParts(forms.MultiWidget):
    """Day, month and year as three text boxes: no picker, no `type=number`."""

    names = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}
        sizes = {"day": 2, "month": 2, "year": 4}
        super().__init__([forms.TextInput({**base, "maxlength": sizes[name]}) for name in self.names])

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = dt.date.fromisoformat(value) if value else None
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A date typed as three numbers. Gives a `date`, None when left empty, or says which date is not one."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the date as day, month and year, for example 22 11 2026"),
        "invalid": _("The date does not exist. Enter day, month and year, for example 22 11 2026"),
        "future": _("The date is in the future"),
    }

    def __init__(self, *, not_after: dt.date | None = None, **kwargs: Any) -> None:
        self.not_after = not_after
        parts = [forms.CharField(required=False, max_length=n) for n in (2, 2, 4)]
        kwargs.setdefault("widget", DateParts())
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """The typed parts as a date. All parts empty is an empty answer; some empty is a mistake."""
        typed = [str(part or "").strip() for part in (value or [])]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._checked(typed)

    def _checked(self, typed: list[str]) -> dt.date:
        try:
            if not all(part.isascii() and part.isdigit() for part in typed):
                raise ValueError
            day, month, year = (int(part) for part in typed)
            if year < 1900:
                raise ValueError
            found = dt.date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if self.not_after is not None and found > self.not_after:
            raise ValidationError(self.error_messages["future"], code="future")
        return found

    def compress(self, data_list: list[Any]) -> Any:
        return self._checked([str(part) for part in data_list]) if data_list else None


class Button:
    """A button of a layout. kind: primary, secondary, tertiary or warning."""

    template = "dkfds/layout/button.html"
    hides = False

    def __init__(
        self,
        label: Any,
        *,
        name: str = "",
        value: str = "",
        kind: str = "primary",
        formaction: str = "",
        novalidate: bool = False,
    ) -> None:
        self.label, self.name, self.value = label, name, value
        self.kind, self.formaction, self.novalidate = kind, formaction, novalidate

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **_kwargs: Any
    ) -> SafeString:
        return render_to_string(self.template, {"button": self})


class HideButton(Button):
    """»Hide the screen« inside a form: saves what is typed, then hides. Works without script."""

    hides = True

    def __init__(self, label: Any = None) -> None:
        words = label or _("Hide the screen")
        super().__init__(words, name="handling", value="skjul", kind="secondary hide-button", novalidate=True)


class Buttons:
    """A row of buttons; the first one is the main one. `saved` reserves the place of »Saved at 10.42«."""

    template = "dkfds/layout/buttons.html"

    def __init__(self, *buttons: Button, saved: Any = None) -> None:
        self.buttons, self.saved = buttons, saved

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **_kwargs: Any
    ) -> SafeString:
        drawn = [button.render(form, context) for button in self.buttons]
        return render_to_string(self.template, {"buttons": SafeString("".join(drawn)), "saved": self.saved})


class Include:
    """A template between two fields, drawn with the context of the page and the names given here."""

    def __init__(self, template: str, **context: Any) -> None:
        self.template, self.context = template, context

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **_kwargs: Any
    ) -> SafeString:
        return render_to_string(self.template, {**context.flatten(), "form": form, **self.context})


def helper(
    *layout: Any,
    submit: Any = None,
    second: Any = None,
    buttons: tuple[Button, ...] = (),
    method: str = "post",
    action: str = "",
    tag: bool = True,
    form_id: str = "",
    css_class: str = "",
    attrs: Mapping[str, Any] | None = None,
) -> FormHelper:
    """The FormHelper of a form.

    `layout`: field names and layout objects in the order of the page; without any, all fields as
    declared. `submit`: text of the main button. `second`: a Button beside it (»Save draft«).
    `tag=False` draws the fields only, inside a form of your own.
    """
    made = FormHelper()
    made.form_method, made.form_tag, made.form_id, made.form_class = method, tag, form_id, css_class
    made.form_action = action
    made.attrs = dict(attrs or {})
    row = [*([Button(submit)] if submit else []), *([second] if second else []), *buttons]
    made.layout = _DeclaredOrder(*layout, *([Buttons(*row)] if row else []), all_fields=not layout)
    made.render_hidden_fields = True
    return made


class _DeclaredOrder(Layout):  # type: ignore[misc]  # crispy-forms has no types
    """A layout that, when it names no field, draws all of them before its buttons."""

    def __init__(self, *fields: Any, all_fields: bool) -> None:
        self.all_fields = all_fields
        super().__init__(*fields)

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        if not self.all_fields:
            return SafeString(super().render(form, context, template_pack=template_pack, **kwargs))
        every = Layout(*form.fields, *self.fields)
        return SafeString(every.render(form, context, template_pack=template_pack, **kwargs))
