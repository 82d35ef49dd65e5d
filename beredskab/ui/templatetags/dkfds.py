"""What templates/dkfds/ needs to know about a bound field. `{% load dkfds %}`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

from django import template
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    MultiWidget,
    RadioSelect,
    Textarea,
)
from django.forms.widgets import Select
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beredskab.ui.forms import CountedTextarea, DateParts

register = template.Library()

ROOMY = 4000  # characters


class Option(TypedDict):
    """One radio button or check box; a dict, because a template reads it soonest."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str
    advice: str
    divider: bool
    group: str
    attrs: str


@dataclass(frozen=True)
class Part:
    """Day, month or year of a date."""

    name: str
    id: str
    label: str
    input: SafeString


class Drawn:
    """A bound field as templates/dkfds/field.html draws it."""

    def __init__(self, field: BoundField) -> None:
        self.field = field
        self.widget = field.field.widget
        base = field.auto_id or field.html_name
        self.hint_id = f"{base}_helptext"
        self.error_id = f"{base}_error"
        self.limit_id = f"{base}_limit"
        self.group_id = f"{base}_group"

    def __getitem__(self, name: str) -> Any:
        """A template asks this way first."""
        return getattr(self, name)

    @cached_property
    def kind(self) -> str:
        if isinstance(self.widget, DateParts):
            return "date"
        if isinstance(self.widget, CheckboxSelectMultiple | CheckboxInput):
            return "checkbox"
        return "radio" if isinstance(self.widget, RadioSelect) else "input"

    @cached_property
    def fieldset(self) -> bool:
        return bool(self.widget.use_fieldset)

    @cached_property
    def heading(self) -> bool:
        return getattr(self.field.form, "heading_field", None) == self.field.name

    @cached_property
    def optional(self) -> bool:
        """Whether »(optional)« is written; a single check box and a filter never say it."""
        if isinstance(self.widget, CheckboxInput) or not getattr(self.field.form, "marks_optional", True):
            return False
        return not self.field.field.required and not getattr(self.field.field, "unmarked", False)

    @cached_property
    def counted(self) -> bool:
        return isinstance(self.widget, CountedTextarea) and bool(self.maxlength)

    @cached_property
    def roomy(self) -> bool:
        """Room for several pages: the limit is shown only by script, when it comes near."""
        return (self.maxlength or 0) > ROOMY

    @cached_property
    def maxlength(self) -> int | None:
        return getattr(self.field.field, "max_length", None)

    @cached_property
    def describedby(self) -> str:
        """Ids of hint and error, in the order they are read."""
        ids = [self.hint_id] if self.field.help_text else []
        ids += [self.error_id] if self.field.errors else []
        ids += [self.limit_id] if self.counted and not self.roomy else []
        return " ".join(ids)

    @cached_property
    def options(self) -> list[Option]:
        return list(self._options()) if isinstance(self.widget, RadioSelect) else []

    def _options(self) -> Iterator[Option]:
        hints: dict[str, str] = getattr(self.field.field, "hints", {})
        advice: dict[str, str] = getattr(self.field.field, "advice", {})
        divided: Iterable[str] = getattr(self.field.field, "divide_before", ())
        group = None
        value = self.field.value()
        for name, choices, _index in self.widget.optgroups(
            self.field.html_name, self.widget.format_value(value)
        ):
            for data in choices:
                shown = str(name) if name is not None and name != group else ""
                group = name
                key = str(data["value"])
                yield Option(
                    id=self._option_id(data["index"]),
                    name=data["name"],
                    value=key,
                    label=data["label"],
                    checked=bool(data["selected"]),
                    hint=hints.get(key, ""),
                    advice=advice.get(key, ""),
                    divider=key in divided,
                    group=shown,
                    attrs=_attributes(self.widget.attrs),
                )

    def _option_id(self, index: str) -> str:
        return str(self.widget.id_for_label(self.field.auto_id, index))

    @cached_property
    def parts(self) -> list[Part]:
        assert isinstance(self.widget, DateParts)
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        context = self.widget.get_context(
            self.field.html_name, self.field.value(), {"id": self.field.auto_id}
        )
        return [
            Part(
                name,
                f"{self.field.auto_id}_{i}",
                labels[name],
                self._part(context["widget"]["subwidgets"][i], i),
            )
            for i, name in enumerate(self.widget.names)
        ]

    def _part(self, data: dict[str, Any], index: int) -> SafeString:
        attrs = {**data["attrs"], "id": f"{self.field.auto_id}_{index}", "class": "form-input"}
        if self.field.errors:
            attrs["aria-invalid"] = "true"
        return SafeString(self.widget.widgets[index].render(data["name"], data["value"], attrs))

    @property
    def target(self) -> str:
        """Where a link of the error summary leads: the input, or the first one of a group."""
        if isinstance(self.widget, RadioSelect):
            return self._option_id("0")
        if isinstance(self.widget, MultiWidget):
            return f"{self.field.auto_id}_0"
        return str(self.field.id_for_label or self.field.auto_id)


def _attributes(attrs: dict[str, Any]) -> str:
    kept = {k: v for k, v in attrs.items() if k not in {"class", "id"} and v not in (None, False)}
    return mark_safe("".join(f' {k}="{conditional_escape(v)}"' for k, v in kept.items()))  # noqa: S308  # values are escaped


@register.simple_tag
def dk_field(field: BoundField) -> Drawn:
    """`{% dk_field field as dk %}`: the view of a field that field.html draws."""
    return Drawn(field)


@register.filter
def dk_hidden(field: BoundField) -> SafeString:
    """The input that nobody sees, without Django's three templates for it."""
    widget = field.field.widget
    if type(widget) is not HiddenInput:
        return field.as_widget()
    value = widget.format_value(field.value())
    attrs = _attributes({"value": value, **widget.attrs})
    name, id_ = field.html_name, widget.attrs.get("id") or field.auto_id
    return format_html('<input type="hidden" name="{}"{} id="{}">', name, attrs, id_)


@register.filter
def dk_input(field: BoundField) -> SafeString:
    """The input with the class of DKFDS, without changing the widget that all forms share."""
    drawn = Drawn(field)
    attrs: dict[str, Any] = {"class": _css_class(field)}
    if drawn.describedby:
        attrs["aria-describedby"] = drawn.describedby
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


def _css_class(field: BoundField) -> str:
    widget = field.field.widget
    own = str(widget.attrs.get("class", ""))
    if isinstance(widget, CheckboxInput):
        base = "form-checkbox"
    elif isinstance(widget, Select) and not isinstance(widget, RadioSelect):
        base = "form-select"
    elif isinstance(widget, Textarea):
        base = "form-input form-textarea"
    else:
        base = "form-input" if getattr(widget, "input_type", "") != "file" else "form-file"
    return f"{base} {own}".strip()


@dataclass(frozen=True)
class ErrorLine:
    """A line of the error summary."""

    text: str
    target: str


@register.simple_tag
def dk_errors(form: BaseForm | None = None, forms: Iterable[BaseForm] = ()) -> list[ErrorLine]:
    """All errors of a form (or of several) in the order of the page, each with where to mend it."""
    lines: list[ErrorLine] = []
    for one in [*([form] if form else []), *(forms or ())]:
        lines += [ErrorLine(str(error), "") for error in one.non_field_errors()]
        for field in one:
            target = "" if field.is_hidden else Drawn(field).target
            lines += [ErrorLine(str(error), target) for error in field.errors]
    return lines
