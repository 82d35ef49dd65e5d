"""A municipality's own recommendations: what the set is called, its focus areas, and each recommendation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DkfdsForm, Fieldset, helper
from plans.implementation.framework_making import (
    AreaFacts,
    FrameworkFacts,
    RecommendationFacts,
    RefusedFramework,
)
from plans.models import FocusArea, Framework, Recommendation
from plans.vocabulary import Level

WHY = {
    "name": _("Another set of recommendations or action plan has this name, or it has been in use"),
    "number": _("Another one has this number"),
    "focus_area": _("Choose the focus area"),
}


class Refusable(DkfdsForm):
    """A form whose act may refuse what was asked for."""

    def refuse(self, refused: RefusedFramework) -> None:
        """Say it beside the field."""
        self.add_error(refused.field or None, WHY.get(refused.field, str(refused)))


class FrameworkForm(Refusable):
    """What the set is called and where it comes from."""

    name = forms.CharField(
        label=_("Short name"),
        help_text=_("For example »NSK«. It stands before the numbers: NSK 1, NSK 2."),
        max_length=20,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("For example »Recommendations against negative social control«."),
        max_length=200,
    )
    publisher = forms.CharField(label=_("Who has written it?"), max_length=160, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100, required=False)
    source_url = forms.URLField(
        label=_("Address of the publication"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, framework: Framework | None = None, **kwargs: Any) -> None:
        names = ("name", "title", "publisher", "year", "source_url")
        if framework is not None:
            kwargs["initial"] = {name: getattr(framework, name) for name in names}
        super().__init__(*args, **kwargs)
        self.helper = helper(*names, submit=_("Save"))

    def facts(self) -> FrameworkFacts:
        """What was said, ready for the act. Call after is_valid()."""
        return FrameworkFacts(**self.cleaned_data)


class AreaForm(Refusable):
    """A focus area."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    title = forms.CharField(label=_("Title"), max_length=160)
    description = forms.CharField(
        label=_("What is it about?"), max_length=600, required=False, widget=CountedTextarea(rows=3)
    )

    def __init__(
        self, *args: Any, framework: Framework, area: FocusArea | None = None, **kwargs: Any
    ) -> None:
        names = ("number", "title", "description")
        initial = {name: getattr(area, name) for name in names} if area else {"number": _next(framework)}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper(*names, submit=_("Save the focus area"))

    def facts(self) -> AreaFacts:
        """What was said, ready for the act. Call after is_valid()."""
        return AreaFacts(**self.cleaned_data)


class RecommendationForm(Refusable):
    """A recommendation: for whom, why, and suggestions on three levels, one a line."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    title = forms.CharField(label=_("Title"), max_length=200)
    focus_area = forms.ModelChoiceField(
        label=_("Focus area"),
        queryset=FocusArea.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    target_group = forms.CharField(label=_("For whom"), max_length=200, required=False)
    reason = forms.CharField(label=_("Why?"), max_length=2000, required=False, widget=CountedTextarea(rows=4))
    organisation = forms.CharField(required=False, max_length=3000, widget=CountedTextarea(rows=4))
    leaders = forms.CharField(required=False, max_length=3000, widget=CountedTextarea(rows=4))
    staff = forms.CharField(required=False, max_length=3000, widget=CountedTextarea(rows=4))
    still_the_same = forms.BooleanField(
        label=_("What was said about it so far still counts"),
        help_text=_("Take the mark away when it asks for something else than before; it is then unknown."),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        recommendation: Recommendation | None = None,
        **kwargs: Any,
    ) -> None:
        last = framework.recommendations.order_by("-number").first()
        initial = _told(recommendation) if recommendation else {"number": (last.number if last else 0) + 1}
        super().__init__(*args, initial={"still_the_same": True, **initial}, **kwargs)
        area = self.fields["focus_area"]
        assert isinstance(area, forms.ModelChoiceField)
        area.queryset = framework.focus_areas.order_by("number")
        for level in Level:
            self.fields[level.value].label = level.label
        self.fields["organisation"].help_text = _("One suggestion on each line.")
        rest = ["still_the_same"] if recommendation and recommendation.carries_on_id else []
        if not rest:
            del self.fields["still_the_same"]
        self.helper = helper(
            "number", "title", "focus_area", "target_group", "reason",
            Fieldset(_("Suggestions"), *(level.value for level in Level)), *rest,
            submit=_("Save the recommendation"),
        )  # fmt: skip

    def facts(self) -> RecommendationFacts:
        """What was said, ready for the act. Call after is_valid()."""
        told = dict(self.cleaned_data)
        lines = {level.value: _lines(told.pop(level.value)) for level in Level}
        return RecommendationFacts(**told, suggestions=lines)


def _lines(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.splitlines() if one.strip()]


def _next(framework: Framework) -> int:
    last = framework.focus_areas.order_by("-number").first()
    return (last.number if last else 0) + 1


def _told(one: Recommendation) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("number", "title", "focus_area", "target_group", "reason")}
    return {**plain, **{level.value: "\n".join(one.suggestions.get(level.value, ())) for level in Level}}
